// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import static io.millrace.connect.bigquery.model.ColumnType.BIGNUMERIC;
import static io.millrace.connect.bigquery.model.ColumnType.BOOL;
import static io.millrace.connect.bigquery.model.ColumnType.DATE;
import static io.millrace.connect.bigquery.model.ColumnType.DATETIME;
import static io.millrace.connect.bigquery.model.ColumnType.FLOAT64;
import static io.millrace.connect.bigquery.model.ColumnType.INT64;
import static io.millrace.connect.bigquery.model.ColumnType.NUMERIC;
import static io.millrace.connect.bigquery.model.ColumnType.RECORD;
import static io.millrace.connect.bigquery.model.ColumnType.STRING;
import static io.millrace.connect.bigquery.model.ColumnType.TIME;
import static io.millrace.connect.bigquery.model.ColumnType.TIMESTAMP;

import io.millrace.connect.bigquery.model.ColumnType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which columns can hold which values: the encoder converts between these types and checks every value, so that one
 * which does not fit is a row error and never a wrong value.
 */
final class TypeFit {
    /** Beyond STRING and JSON, which hold everything. */
    private static final Map<ColumnType, Set<ColumnType>> HOLDERS = holders();

    private TypeFit() {}

    /** Whether a live column can hold values that would get a column of another type if the table were new. */
    static boolean holds(ColumnType live, ColumnType wanted) {
        return live == wanted
                || live == STRING
                || live == ColumnType.JSON
                || HOLDERS.getOrDefault(wanted, Set.of()).contains(live);
    }

    /** Whether BigQuery's DDL can turn a column into the wanted type without losing a value. */
    static boolean widens(ColumnType live, ColumnType wanted) {
        return (live == INT64 && EnumSet.of(NUMERIC, BIGNUMERIC, FLOAT64).contains(wanted))
                || (live == NUMERIC && EnumSet.of(BIGNUMERIC, FLOAT64).contains(wanted));
    }

    private static Map<ColumnType, Set<ColumnType>> holders() {
        Set<ColumnType> numbers = EnumSet.of(INT64, FLOAT64, NUMERIC, BIGNUMERIC);
        Map<ColumnType, Set<ColumnType>> holders = new EnumMap<>(ColumnType.class);
        holders.put(BOOL, EnumSet.of(INT64));
        holders.put(INT64, EnumSet.of(BOOL, FLOAT64, NUMERIC, BIGNUMERIC, DATE, TIME, DATETIME, TIMESTAMP));
        holders.put(FLOAT64, numbers);
        holders.put(NUMERIC, numbers);
        holders.put(BIGNUMERIC, numbers);
        holders.put(DATE, EnumSet.of(DATETIME, TIMESTAMP, INT64));
        holders.put(TIME, EnumSet.of(INT64));
        holders.put(DATETIME, EnumSet.of(TIMESTAMP, INT64));
        holders.put(TIMESTAMP, EnumSet.of(DATETIME, INT64));
        holders.put(STRING, EnumSet.complementOf(EnumSet.of(RECORD)));
        return holders;
    }
}
