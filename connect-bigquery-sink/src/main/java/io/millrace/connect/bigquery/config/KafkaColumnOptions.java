// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.schema.KafkaColumn;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.kit.Option;
import io.millrace.connect.kit.OptionGroup;
import io.millrace.connect.kit.OptionValues;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Columns that say where a row came from. */
final class KafkaColumnOptions {
    static final Option<String> PREFIX = Option.string(
                    "kafka.columns.prefix", "_kafka_", "What the names of Kafka columns begin with.")
            .checked("letters, digits and underscores", KafkaColumnOptions::ensurePrefix);
    static final Option<Set<KafkaColumn>> COLUMNS = Option.choices(
                    "kafka.columns",
                    KafkaColumn.class,
                    Set.of(),
                    "Columns about the record itself that every table gets. Topic, partition and offset are those it was"
                            + " consumed at, before any transform.")
            .dependents(PREFIX);

    static final OptionGroup GROUP = OptionGroup.of("Kafka columns", COLUMNS, PREFIX);

    private KafkaColumnOptions() {}

    static KafkaColumns read(OptionValues values) {
        return new KafkaColumns(COLUMNS.of(values), PREFIX.of(values));
    }

    /** BigQuery reserves these beginnings (facts of 2026-08). */
    private static void ensurePrefix(String prefix) {
        boolean reserved = Stream.of(
                        "_TABLE_", "_FILE_", "_PARTITION", "_ROW_TIMESTAMP", "__ROOT__", "_COLIDENTIFIER", "_CHANGE_")
                .anyMatch(prefix.toUpperCase(Locale.ROOT)::startsWith);
        if (reserved || !prefix.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("'" + prefix
                    + "' is not accepted; accepted: letters, digits and underscores that BigQuery does not reserve");
        }
    }
}
