// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.kit.debezium.DebeziumTypes;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Refuses moments that BigQuery cannot tell apart in a key: it has microseconds, and two rows of a source that differ by less
 * would be one. In other columns what is finer is cut off.
 */
final class KeyMoments {
    private static final int MICRO_DIGITS = 6;
    private static final int NANOS_OF_MICRO = 1_000;

    private KeyMoments() {}

    /** Whether a column holds moments at all. */
    static boolean matterIn(Column column) {
        return column.type() == ColumnType.TIMESTAMP || column.type() == ColumnType.DATETIME;
    }

    /**
     * Makes sure that nothing would be cut off.
     *
     * @param schema of the value, null if it has none
     * @throws DataException if something would: names the column
     */
    static void ensureWhole(String column, @Nullable Schema schema, @Nullable Object value) {
        if (value instanceof Number number && schema != null && DebeziumTypes.NANO_TIMESTAMP.equals(schema.name())) {
            refuse(column, "INT64", number.longValue() % NANOS_OF_MICRO != 0);
        } else if (value instanceof CharSequence text) {
            refuse(column, "STRING", isFiner(text));
        }
    }

    /** @param type of a column that keeps all of it */
    private static void refuse(String column, String type, boolean finer) {
        if (finer) {
            throw new DataException("column " + column
                    + " is part of the key, and its value is finer than a microsecond,"
                    + " which BigQuery would cut off: rows of other keys would be this one. Set column.types=" + column
                    + "=" + type + ", or primary.key to other fields");
        }
    }

    /** Whether a fraction has a digit other than zero behind those that BigQuery keeps. */
    private static boolean isFiner(CharSequence text) {
        int digits = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == ',') {
                digits = 0;
            } else if (digits >= 0 && c >= '0' && c <= '9') {
                if (++digits > MICRO_DIGITS && c != '0') {
                    return true;
                }
            } else if (digits >= 0) {
                return false;
            }
        }
        return false;
    }
}
