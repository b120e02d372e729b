// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.change.ChangeOrder;
import io.millrace.connect.bigquery.change.ChangeReading;
import io.millrace.connect.bigquery.change.PlainReading;
import io.millrace.connect.bigquery.change.Reading;
import io.millrace.connect.bigquery.encode.value.JsonText;
import io.millrace.connect.bigquery.encode.value.ValueKind;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.kit.debezium.DebeziumTypes;
import io.millrace.connect.kit.memo.Memo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Says which metadata columns a table has: each one's name, type and value, here and nowhere else. One per task; answers
 * are kept by reading, as long as memory allows.
 */
public final class MetadataColumns {
    private static final Schema MICROS =
            SchemaBuilder.int64().name(DebeziumTypes.MICRO_TIMESTAMP).build();
    private static final Schema MILLIS =
            SchemaBuilder.int64().name(DebeziumTypes.TIMESTAMP).build();

    /** About what a column holds, in bytes. */
    private static final long COLUMN = 200;

    private final TableContent content;
    private final ChangeOrder order;
    private final KafkaColumns kafka;
    private final SchemaColumns typed;
    private final Memo<Reading, List<MetadataColumn>> known = new Memo<>(columns -> COLUMN * columns.size());

    /**
     * @param content of the tables
     * @param order of changes
     */
    public MetadataColumns(SchemaSettings settings, TableContent content, ChangeOrder order) {
        this.content = content;
        this.order = order;
        this.kafka = settings.kafkaColumns();
        this.typed = new SchemaColumns(settings);
    }

    /** The columns for records that are read so, in their order. */
    public List<MetadataColumn> of(Reading reading) {
        return known.get(reading, this::made);
    }

    /**
     * The columns that rows of such records are written to in a table. A plain row among changes has its place in their order,
     * too; a table does not get the column for it.
     */
    public List<MetadataColumn> of(Reading reading, TableShape live) {
        List<MetadataColumn> columns = of(reading);
        if (content != TableContent.CHANGELOG || !(reading instanceof PlainReading) || !isChangelog(live)) {
            return columns;
        }
        Schema row = reading.imageSchema();
        if (row != null
                && row.fields().stream().anyMatch(field -> field.name().equalsIgnoreCase(ChangeReading.SEQUENCE))) {
            return columns;
        }
        List<MetadataColumn> all = new ArrayList<>(columns);
        all.add(sequence());
        return all;
    }

    private static boolean isChangelog(TableShape live) {
        return has(live, ChangeReading.SEQUENCE, ColumnType.STRING)
                && has(live, ChangeReading.OP, ColumnType.STRING)
                && has(live, ChangeReading.SOURCE_TS, ColumnType.TIMESTAMP)
                && live.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(ChangeReading.DELETED));
    }

    private static boolean has(TableShape live, String name, ColumnType type) {
        return live.columns().stream()
                .anyMatch(column -> column.name().equalsIgnoreCase(name) && column.type() == type);
    }

    private List<MetadataColumn> made(Reading reading) {
        List<MetadataColumn> columns = new ArrayList<>();
        if (content == TableContent.CHANGELOG && reading instanceof ChangeReading change) {
            addChange(change, columns);
        }
        if (content == TableContent.MERGED) {
            columns.add(sequence());
        }
        for (KafkaColumn column : kafka.columns()) {
            columns.add(kafkaColumn(column, kafka.nameOf(column), reading.keySchema()));
        }
        if (kafka.key() != null) {
            columns.add(key(kafka.key(), reading.keySchema()));
        }
        if (kafka.metadata() != null) {
            columns.add(place(kafka.metadata()));
        }
        return columns;
    }

    private void addChange(ChangeReading change, List<MetadataColumn> columns) {
        columns.add(MetadataColumn.of(
                column(ChangeReading.OP, ColumnType.STRING),
                Schema.STRING_SCHEMA,
                (record, clock) -> change.op(record)));
        columns.add(MetadataColumn.of(
                column(ChangeReading.DELETED, ColumnType.BOOL),
                Schema.BOOLEAN_SCHEMA,
                (record, clock) -> change.deleted(record)));
        columns.add(
                MetadataColumn.of(column(ChangeReading.SOURCE_TS, ColumnType.TIMESTAMP), MICROS, (record, clock) -> {
                    long micros = change.sourceMicros(record);
                    return micros == ChangeReading.UNKNOWN_TIME ? null : micros;
                }));
        columns.add(sequence());
    }

    private MetadataColumn sequence() {
        return MetadataColumn.of(
                column(ChangeReading.SEQUENCE, ColumnType.STRING),
                Schema.STRING_SCHEMA,
                (record, clock) -> order.sequence(record));
    }

    private MetadataColumn kafkaColumn(KafkaColumn column, String name, @Nullable Schema keySchema) {
        return switch (column) {
            case TOPIC ->
                MetadataColumn.of(
                        column(name, ColumnType.STRING),
                        Schema.STRING_SCHEMA,
                        (record, clock) -> record.originalTopic());
            case PARTITION ->
                MetadataColumn.of(
                        column(name, ColumnType.INT64),
                        Schema.INT32_SCHEMA,
                        (record, clock) -> record.originalKafkaPartition());
            case OFFSET ->
                MetadataColumn.of(
                        column(name, ColumnType.INT64),
                        Schema.INT64_SCHEMA,
                        (record, clock) -> record.originalKafkaOffset());
            case TIMESTAMP ->
                MetadataColumn.of(column(name, ColumnType.TIMESTAMP), MILLIS, (record, clock) -> record.timestamp());
            case HEADERS -> headers(name);
            case KEY -> key(name, keySchema);
        };
    }

    private static MetadataColumn headers(String name) {
        Column column = Column.record(
                name,
                ColumnMode.REPEATED,
                List.of(column(ColumnNames.KEY, ColumnType.STRING), column(ColumnNames.VALUE, ColumnType.STRING)));
        return MetadataColumn.of(column, null, (record, clock) -> {
            List<Map<String, @Nullable String>> headers =
                    new ArrayList<>(record.headers().size());
            for (Header header : record.headers()) {
                Map<String, @Nullable String> entry = new HashMap<>();
                entry.put(ColumnNames.KEY, header.key());
                entry.put(ColumnNames.VALUE, headerText(header));
                headers.add(entry);
            }
            return headers;
        });
    }

    private static @Nullable String headerText(Header header) {
        Object value = header.value();
        if (value == null || value instanceof String) {
            return (String) value;
        }
        boolean bytes = value instanceof byte[] || value instanceof java.nio.ByteBuffer;
        return bytes ? JsonText.texts(ValueKind.BYTES, null).apply(value) : JsonText.of(value, header.schema());
    }

    /** A key without schema is a document, where the live column takes one; others take it as fields without schema. */
    private MetadataColumn key(String name, @Nullable Schema keySchema) {
        Column column = keySchema == null ? column(name, ColumnType.JSON) : typed.named(name, keySchema);
        MetadataColumn.Source plain = new MetadataColumn.Source(keySchema, (record, clock) -> record.key());
        MetadataColumn.Source document = new MetadataColumn.Source(
                Schema.STRING_SCHEMA, (record, clock) -> record.key() == null ? null : JsonText.of(record.key(), null));
        MetadataColumn.Source text = new MetadataColumn.Source(
                keySchema, (record, clock) -> record.key() == null ? null : JsonText.ofText((String) record.key()));
        return new MetadataColumn(name, column, live -> {
            boolean json = live.type() == ColumnType.JSON;
            if (keySchema == null) {
                boolean takesDocuments =
                        live.mode() != ColumnMode.REPEATED && (json || live.type() == ColumnType.STRING);
                return takesDocuments ? document : plain;
            }
            return json && ValueKind.of(keySchema) == ValueKind.TEXT ? text : plain;
        });
    }

    private static MetadataColumn place(KafkaColumns.Metadata metadata) {
        List<Part> parts = List.of(
                new Part(
                        "topic",
                        ColumnType.STRING,
                        Schema.OPTIONAL_STRING_SCHEMA,
                        (record, clock) -> metadata.original() ? record.originalTopic() : record.topic()),
                new Part(
                        "partition",
                        ColumnType.INT64,
                        Schema.OPTIONAL_INT32_SCHEMA,
                        (record, clock) ->
                                metadata.original() ? record.originalKafkaPartition() : record.kafkaPartition()),
                new Part(
                        "offset",
                        ColumnType.INT64,
                        Schema.INT64_SCHEMA,
                        (record, clock) -> record.originalKafkaOffset()),
                new Part(
                        "insertTime",
                        ColumnType.TIMESTAMP,
                        MICROS,
                        (record, clock) ->
                                TimeUnit.MILLISECONDS.toMicros(clock.instant().toEpochMilli())));
        SchemaBuilder builder = SchemaBuilder.struct();
        parts.forEach(part -> builder.field(part.name, part.schema));
        Schema schema = builder.build();
        Column column = Column.record(
                metadata.name(),
                ColumnMode.NULLABLE,
                parts.stream().map(part -> column(part.name, part.type)).toList());
        return MetadataColumn.of(column, schema, (record, clock) -> {
            Struct place = new Struct(schema);
            parts.forEach(part -> place.put(part.name, part.value.of(record, clock)));
            return place;
        });
    }

    private static Column column(String name, ColumnType type) {
        return Column.of(name, type, ColumnMode.NULLABLE);
    }

    /** A field of the column that KCBQ makes of a record's place in Kafka and the time when its row was made. */
    private record Part(String name, ColumnType type, Schema schema, MetadataColumn.Value value) {}
}
