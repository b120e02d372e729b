// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The Kafka columns of every table.
 *
 * @param columns in the order of the enum, whatever the order of configuration; may be empty
 * @param prefix what their names start with, {@code _kafka_} by default
 */
public record KafkaColumns(Set<KafkaColumn> columns, String prefix) {
    /** No Kafka columns. */
    public static final KafkaColumns NONE = new KafkaColumns(Set.of(), "_kafka_");

    public KafkaColumns {
        Set<KafkaColumn> ordered = EnumSet.noneOf(KafkaColumn.class);
        ordered.addAll(columns);
        columns = Collections.unmodifiableSet(ordered);
    }

    /** The column's name in the table. */
    public String nameOf(KafkaColumn column) {
        return prefix + column.name().toLowerCase(Locale.ROOT);
    }
}
