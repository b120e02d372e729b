// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import io.millrace.connect.kit.debezium.Envelope;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises the records that Debezium writes for itself: heartbeats, schema changes, transactions and signals
 * (debezium.io, 3.7: their schemas' names in {@code io.debezium.connector.common} and {@code ….SchemaChangeValue}). By
 * what they are, since topics' names are the user's; where there is no schema, by all of their fields. A table of signals
 * is any table to Debezium: only one that has the name and the columns of its manual's is known here. Task thread.
 */
final class InternalRecords {
    private static final Logger LOG = LoggerFactory.getLogger(InternalRecords.class);

    private static final Set<String> NAMES =
            Set.of("io.debezium.connector.common.Heartbeat", "io.debezium.connector.common.TransactionMetadataValue");
    private static final String CONNECTOR = "io.debezium.connector.";
    private static final String SCHEMA_CHANGE = ".SchemaChangeValue";
    private static final Set<String> SIGNAL_TABLES = Set.of("debezium_signal", "debezium_signals");

    private static final Set<String> SIGNAL = Set.of("id", "type", "data");
    private static final Set<String> TRANSACTION = Set.of("status", "id", "event_count", "data_collections");
    private static final Set<String> SCHEMA = Set.of("source", "databaseName", "ddl", "tableChanges");
    private static final String HEARTBEAT_TOPIC = "__debezium-heartbeat";

    private final Set<String> told = new HashSet<>();
    private @Nullable Schema last;
    private boolean lastIsInternal;

    /** Whether a record is to be skipped; tells of each topic that has such records once. */
    boolean has(SinkRecord record) {
        Schema schema = record.valueSchema();
        boolean isInternal;
        if (schema == null) {
            isInternal = record.value() instanceof Map<?, ?> fields && is(fields, record);
        } else if (schema == last) {
            isInternal = lastIsInternal;
        } else {
            isInternal = is(schema);
            last = schema;
            lastIsInternal = isInternal;
        }
        if (isInternal && told.add(record.topic())) {
            LOG.info(
                    "records that Debezium writes for itself are skipped, as debezium.internal.topics says topic={}",
                    record.topic());
        }
        return isInternal;
    }

    /** Whether a value's schema is that of such records. */
    static boolean is(Schema schema) {
        String name = schema.name();
        if (schema.type() != Schema.Type.STRUCT || name == null) {
            return false;
        }
        return NAMES.contains(name)
                || (name.startsWith(CONNECTOR) && name.endsWith(SCHEMA_CHANGE))
                || isSignals(schema, name);
    }

    private static boolean isSignals(Schema schema, String name) {
        int end = name.lastIndexOf('.');
        int start = end < 0 ? -1 : name.lastIndexOf('.', end - 1);
        if (end < 0 || !SIGNAL_TABLES.contains(name.substring(start + 1, end).toLowerCase(Locale.ROOT))) {
            return false;
        }
        Schema row = Envelope.row(schema);
        return row != null && isSignal(row.fields().stream().map(Field::name).collect(Collectors.toSet()));
    }

    private static boolean is(Map<?, ?> fields, SinkRecord record) {
        if (fields.size() == 1) {
            return fields.containsKey("ts_ms") && String.valueOf(record.topic()).startsWith(HEARTBEAT_TOPIC);
        }
        return isAll(fields, TRANSACTION, Set.of("ts_ms"))
                || isAll(fields, SCHEMA, Set.of("ts_ms", "schemaName"))
                || isSignalSent(fields, record)
                || isSignalOfTable(fields);
    }

    /** Whether a value has these fields, and no others but those that may be there. */
    private static boolean isAll(Map<?, ?> fields, Set<String> needed, Set<String> possible) {
        return fields.size() >= needed.size()
                && fields.size() <= needed.size() + possible.size()
                && fields.keySet().containsAll(needed)
                && fields.keySet().stream().allMatch(field -> needed.contains(field) || possible.contains(field));
    }

    /** One that somebody put into Debezium's topic of signals. */
    private static boolean isSignalSent(Map<?, ?> fields, SinkRecord record) {
        return isAll(fields, Set.of("type", "data"), Set.of("id", "additionalData"))
                && record.key() instanceof String prefix
                && record.topic().equals(prefix + "-signal");
    }

    private static boolean isSignalOfTable(Map<?, ?> fields) {
        if (!Envelope.is(fields) || !(fields.get(Envelope.SOURCE) instanceof Map<?, ?> source)) {
            return false;
        }
        Object row = fields.get(Envelope.AFTER) == null ? fields.get(Envelope.BEFORE) : fields.get(Envelope.AFTER);
        return SIGNAL_TABLES.contains(String.valueOf(source.get("table")).toLowerCase(Locale.ROOT))
                && row instanceof Map<?, ?> columns
                && isSignal(columns.keySet());
    }

    private static boolean isSignal(Set<?> columns) {
        return columns.stream()
                .map(column -> String.valueOf(column).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet())
                .equals(SIGNAL);
    }
}
