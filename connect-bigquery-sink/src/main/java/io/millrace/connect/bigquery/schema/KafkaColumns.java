// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka columns of every table.
 *
 * @param columns in the order of the enum, whatever the order of configuration; may be empty
 * @param prefix what their names start with, {@code _kafka_} by default
 * @param key one more column for the record's key, by its whole name; null for none
 * @param metadata one column for the record's place in Kafka, null for none
 */
public record KafkaColumns(
        Set<KafkaColumn> columns,
        String prefix,
        @Nullable String key,
        @Nullable Metadata metadata) {
    /** No Kafka columns. */
    public static final KafkaColumns NONE = new KafkaColumns(Set.of(), "_kafka_");

    public KafkaColumns {
        Set<KafkaColumn> ordered = EnumSet.noneOf(KafkaColumn.class);
        ordered.addAll(columns);
        columns = Collections.unmodifiableSet(ordered);
    }

    /** Only columns of the enum. */
    public KafkaColumns(Set<KafkaColumn> columns, String prefix) {
        this(columns, prefix, null, null);
    }

    /** The column's name in the table. */
    public String nameOf(KafkaColumn column) {
        return prefix + column.name().toLowerCase(Locale.ROOT);
    }

    /** Whether a table's columns follow from the key. */
    public boolean needKey() {
        return key != null || columns.contains(KafkaColumn.KEY);
    }

    /** Whether a column of this name holds the key. */
    boolean isKey(String column) {
        return column.equalsIgnoreCase(key)
                || (columns.contains(KafkaColumn.KEY) && column.equalsIgnoreCase(nameOf(KafkaColumn.KEY)));
    }

    /**
     * The RECORD that KCBQ makes of a record's place in Kafka and the time when its row was made.
     *
     * @param name the column's
     * @param original whether topic and partition are those that the record was consumed at, rather than those that
     *     transforms left it with
     */
    public record Metadata(String name, boolean original) {}
}
