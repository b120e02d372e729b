// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.change.ChangeReading;
import io.millrace.connect.bigquery.change.Reading;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.ColumnNames;
import io.millrace.connect.bigquery.schema.KafkaColumn;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.bigquery.schema.ValueKind;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The columns that tell of the record rather than of the row: what changed, and the record's place in Kafka. */
final class RecordFacts {
    private static final Schema MICROS =
            SchemaBuilder.int64().name("io.debezium.time.MicroTimestamp").build();
    private static final Schema MILLIS =
            SchemaBuilder.int64().name("io.debezium.time.Timestamp").build();

    /** As the columns of {@link KafkaColumns.Metadata}. */
    private static final Schema METADATA = SchemaBuilder.struct()
            .field(KafkaColumns.Metadata.TOPIC, Schema.OPTIONAL_STRING_SCHEMA)
            .field(KafkaColumns.Metadata.PARTITION, Schema.OPTIONAL_INT32_SCHEMA)
            .field(KafkaColumns.Metadata.OFFSET, Schema.INT64_SCHEMA)
            .field(KafkaColumns.Metadata.INSERT_TIME, MICROS)
            .build();

    private final List<Fact> facts = new ArrayList<>();
    private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Column> live;
    private final FieldCompiler compiler;

    /** @param clock tells when a row was made */
    RecordFacts(
            Reading reading, TableShape live, KafkaColumns kafkaColumns, FieldCompiler compiler, InstantSource clock) {
        this.live = live.columns();
        this.compiler = compiler;
        if (reading instanceof ChangeReading change) {
            add(ChangeReading.OP, Schema.STRING_SCHEMA, change::op);
            add(ChangeReading.DELETED, Schema.BOOLEAN_SCHEMA, change::deleted);
            add(ChangeReading.SOURCE_TS, MICROS, record -> {
                long micros = change.sourceMicros(record);
                return micros == ChangeReading.UNKNOWN_TIME ? null : micros;
            });
            add(ChangeReading.SEQUENCE, Schema.STRING_SCHEMA, change::sequence);
        }
        for (KafkaColumn column : kafkaColumns.columns()) {
            addKafka(column, kafkaColumns.nameOf(column), reading.keySchema());
        }
        if (kafkaColumns.key() != null) {
            addKafka(KafkaColumn.KEY, kafkaColumns.key(), reading.keySchema());
        }
        KafkaColumns.Metadata metadata = kafkaColumns.metadata();
        if (metadata != null) {
            add(metadata.name(), METADATA, record -> placeOf(record, metadata.original(), clock));
        }
    }

    void write(SinkRecord record, WireBuffer out) {
        for (Fact fact : facts) {
            fact.writer().write(valueOf(fact, record), out);
        }
    }

    /** Keys and headers hold whatever a transform or a producer put there. */
    private static @Nullable Object valueOf(Fact fact, SinkRecord record) {
        try {
            return fact.of().apply(record);
        } catch (UnfitValueException unfit) {
            throw new DataException("column " + fact.writer().path() + ": " + unfit.getMessage());
        } catch (ClassCastException otherType) {
            throw new DataException(
                    "column " + fact.writer().path() + ": a header's or key's value is not what its schema says");
        }
    }

    /** Whether a column is fed from here. */
    boolean provides(String column) {
        return names.contains(column);
    }

    private void addKafka(KafkaColumn column, String name, @Nullable Schema keySchema) {
        switch (column) {
            case TOPIC -> add(name, Schema.STRING_SCHEMA, SinkRecord::originalTopic);
            case PARTITION -> add(name, Schema.INT32_SCHEMA, SinkRecord::originalKafkaPartition);
            case OFFSET -> add(name, Schema.INT64_SCHEMA, SinkRecord::originalKafkaOffset);
            case TIMESTAMP -> add(name, MILLIS, SinkRecord::timestamp);
            case HEADERS -> add(name, null, RecordFacts::headers);
            case KEY -> {
                if (keySchema == null && isDocument(name)) {
                    add(name, Schema.STRING_SCHEMA, RecordFacts::keyAsJson);
                } else if (ValueKind.of(keySchema) == ValueKind.TEXT && isJson(name)) {
                    add(name, keySchema, RecordFacts::keyAsDocument);
                } else {
                    add(name, keySchema, SinkRecord::key);
                }
            }
        }
    }

    private void add(String name, @Nullable Schema schema, Function<SinkRecord, @Nullable Object> of) {
        names.add(name);
        for (int i = 0; i < live.size(); i++) {
            if (live.get(i).name().equalsIgnoreCase(name)) {
                facts.add(new Fact(compiler.field(schema, live, i, ""), of));
            }
        }
    }

    /** Whether a key without schema is a document there; columns of other types take it as they take fields without one. */
    private boolean isDocument(String name) {
        return live.stream()
                .anyMatch(column -> column.name().equalsIgnoreCase(name)
                        && column.mode() != ColumnMode.REPEATED
                        && (column.type() == ColumnType.JSON || column.type() == ColumnType.STRING));
    }

    private boolean isJson(String name) {
        return live.stream()
                .anyMatch(column -> column.name().equalsIgnoreCase(name) && column.type() == ColumnType.JSON);
    }

    private static Struct placeOf(SinkRecord record, boolean original, InstantSource clock) {
        return new Struct(METADATA)
                .put(KafkaColumns.Metadata.TOPIC, original ? record.originalTopic() : record.topic())
                .put(
                        KafkaColumns.Metadata.PARTITION,
                        original ? record.originalKafkaPartition() : record.kafkaPartition())
                .put(KafkaColumns.Metadata.OFFSET, record.originalKafkaOffset())
                .put(
                        KafkaColumns.Metadata.INSERT_TIME,
                        TimeUnit.MILLISECONDS.toMicros(clock.instant().toEpochMilli()));
    }

    private static @Nullable Object keyAsJson(SinkRecord record) {
        return record.key() == null ? null : JsonText.of(record.key(), null);
    }

    private static @Nullable Object keyAsDocument(SinkRecord record) {
        return record.key() == null ? null : JsonText.ofText((String) record.key());
    }

    private static Object headers(SinkRecord record) {
        List<Map<String, @Nullable String>> headers =
                new ArrayList<>(record.headers().size());
        for (Header header : record.headers()) {
            Map<String, @Nullable String> entry = new HashMap<>();
            entry.put(ColumnNames.KEY, header.key());
            entry.put(ColumnNames.VALUE, headerText(header));
            headers.add(entry);
        }
        return headers;
    }

    private static @Nullable String headerText(Header header) {
        Object value = header.value();
        if (value == null || value instanceof String) {
            return (String) value;
        }
        boolean bytes = value instanceof byte[] || value instanceof java.nio.ByteBuffer;
        return bytes ? Texts.base64(value) : JsonText.of(value, header.schema());
    }

    private record Fact(FieldWriter writer, Function<SinkRecord, @Nullable Object> of) {}
}
