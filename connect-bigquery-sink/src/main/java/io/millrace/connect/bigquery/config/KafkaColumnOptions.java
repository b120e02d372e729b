// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.millrace.connect.bigquery.model.NameRule;
import io.millrace.connect.bigquery.schema.ColumnNames;
import io.millrace.connect.bigquery.schema.ColumnSettings;
import io.millrace.connect.bigquery.schema.KafkaColumn;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;

/** Columns that say where a row came from. */
final class KafkaColumnOptions {
    static final Option<String> PREFIX = Option.string(
                    "kafka.columns.prefix", "_kafka_", "What the names of Kafka columns begin with.")
            .checked("letters, digits and underscores", KafkaColumnOptions::ensurePrefix);
    static final Option<Set<KafkaColumn>> COLUMNS = Option.choices(
                    "kafka.columns",
                    KafkaColumn.class,
                    Set.of(),
                    "Columns about the record itself that every table gets. Topic, partition and offset are those it"
                            + " was consumed at, before any transform.")
            .dependents(PREFIX);

    static final Option<String> KEY_COLUMN = Option.string(
                    "kafka.key.column",
                    null,
                    "One more column for the record's key, named just so: a RECORD of its fields if it has some, as"
                            + " KCBQ's kafkaKeyFieldName.")
            .checked("a column's name", KafkaColumnOptions::ensureColumn);
    static final Option<Boolean> METADATA_ORIGINAL = Option.flag(
                    "kafka.metadata.original",
                    true,
                    "Whether kafka.metadata.column has topic and partition as the record was consumed; otherwise as"
                            + " transforms left them, as KCBQ without preserveKafkaTopicPartitionOffset.")
            .importance(LOW);
    static final Option<String> METADATA_COLUMN = Option.string(
                    "kafka.metadata.column",
                    null,
                    "A RECORD column of topic, partition, offset and insertTime, when the row was made, named just so,"
                            + " as KCBQ's kafkaDataFieldName.")
            .checked("a column's name", KafkaColumnOptions::ensureColumn)
            .dependents(METADATA_ORIGINAL);

    static final OptionGroup GROUP =
            OptionGroup.of("Kafka columns", COLUMNS, PREFIX, KEY_COLUMN, METADATA_COLUMN, METADATA_ORIGINAL);

    private KafkaColumnOptions() {}

    static KafkaColumns read(OptionValues values) {
        return new KafkaColumns(
                COLUMNS.of(values),
                PREFIX.of(values),
                KEY_COLUMN.find(values).orElse(null),
                METADATA_COLUMN
                        .find(values)
                        .map(name -> new KafkaColumns.Metadata(name, METADATA_ORIGINAL.of(values)))
                        .orElse(null));
    }

    private static void ensureColumn(String name) {
        try {
            var unused = new ColumnNames(new ColumnSettings(false, NameRule.NEVER)).of(name);
        } catch (DataException refused) {
            throw new IllegalArgumentException("'" + name + "' is no name that BigQuery accepts for a column");
        }
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
