// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.ColumnType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Which columns can hold which values: the encoder converts between these types, checking every value's range. */
final class Fit {
    private static final Map<ColumnType, Set<ColumnType>> HOLDERS = holders();

    private Fit() {}

    /** Whether a live column can hold values that would get a column of another type if the table were new. */
    static boolean holds(ColumnType live, ColumnType wanted) {
        Set<ColumnType> holders = HOLDERS.get(wanted);
        return live == wanted || (holders != null && holders.contains(live));
    }

    /** Whether BigQuery's DDL can turn a column into the wanted type without losing a value. */
    static boolean widens(ColumnType live, ColumnType wanted) {
        return switch (live) {
            case INT64 ->
                wanted == ColumnType.NUMERIC || wanted == ColumnType.BIGNUMERIC || wanted == ColumnType.FLOAT64;
            case NUMERIC -> wanted == ColumnType.BIGNUMERIC || wanted == ColumnType.FLOAT64;
            default -> false;
        };
    }

    private static Map<ColumnType, Set<ColumnType>> holders() {
        Map<ColumnType, Set<ColumnType>> holders = new EnumMap<>(ColumnType.class);
        holders.put(
                ColumnType.INT64,
                EnumSet.of(
                        ColumnType.NUMERIC,
                        ColumnType.BIGNUMERIC,
                        ColumnType.FLOAT64,
                        ColumnType.STRING,
                        ColumnType.JSON,
                        ColumnType.TIMESTAMP,
                        ColumnType.DATETIME,
                        ColumnType.DATE,
                        ColumnType.TIME));
        return holders;
    }
}
