// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.change.NullValues;
import io.millrace.connect.bigquery.change.PrimaryKey;
import io.millrace.connect.bigquery.change.RecordFormat;
import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.encode.proto.ProtoFormat;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.ColumnTypeRule;
import io.millrace.connect.bigquery.schema.DecimalType;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.bigquery.schema.MapFormat;
import io.millrace.connect.bigquery.schema.NullElements;
import io.millrace.connect.bigquery.schema.RecordShapes;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TableContent;
import io.millrace.connect.bigquery.schema.TypeSettings;
import io.millrace.connect.bigquery.schema.ZonelessTimestampType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The rooms change, schema and encode put together as a task does, and rows read back by Google's own code. */
public final class Encoding {
    /** Where a record was consumed. */
    record At(String topic, int partition, long offset) implements Origin {}

    /** When every row is made. */
    public static final Instant NOW = Instant.parse("2026-08-01T12:30:00.250Z");

    private final SchemaSettings schema;
    private final ChangeSettings change;
    private final RecordShapes shapes;
    private final RowEncoders encoders;

    public Encoding(SchemaSettings schema, ChangeSettings change) {
        this(schema, change, new ProtoFormat());
    }

    private Encoding(SchemaSettings schema, ChangeSettings change, RowFormat<?> format) {
        Changes changes = new Changes(change);
        this.schema = schema;
        this.change = change;
        this.shapes = new RecordShapes(schema, changes, TableContent.CHANGELOG);
        this.encoders = new RowEncoders(schema, changes, format, () -> NOW, TableContent.CHANGELOG);
    }

    /** The same, of rows of another format. */
    public Encoding as(RowFormat<?> format) {
        return new Encoding(schema, change, format);
    }

    public Encoding() {
        this(SchemaSettings.DEFAULT, ChangeSettings.DEFAULT);
    }

    public static Encoding of(TypeSettings types) {
        return of(types, KafkaColumns.NONE);
    }

    public static Encoding of(TypeSettings types, KafkaColumns kafkaColumns) {
        SchemaSettings schema = new SchemaSettings(
                SchemaSettings.DEFAULT.evolution(),
                SchemaSettings.DEFAULT.unknownFields(),
                SchemaSettings.DEFAULT.columns(),
                types,
                kafkaColumns);
        return new Encoding(schema, ChangeSettings.DEFAULT);
    }

    public static Encoding decimals(DecimalType type) {
        return of(new TypeSettings(
                type, ZonelessTimestampType.DATETIME, MapFormat.ENTRIES, NullElements.FAIL, List.of()));
    }

    public static Encoding nulls(NullElements nulls) {
        return of(new TypeSettings(
                DecimalType.AUTO, ZonelessTimestampType.DATETIME, MapFormat.ENTRIES, nulls, List.of()));
    }

    public static Encoding maps(MapFormat format) {
        return of(new TypeSettings(
                DecimalType.AUTO, ZonelessTimestampType.DATETIME, format, NullElements.FAIL, List.of()));
    }

    /** {@code column.types}. */
    public static Encoding columnTypes(String... rules) {
        return of(new TypeSettings(
                DecimalType.AUTO,
                ZonelessTimestampType.DATETIME,
                MapFormat.ENTRIES,
                NullElements.FAIL,
                Stream.of(rules).map(ColumnTypeRule::parse).toList()));
    }

    public static Encoding reading(RecordFormat format) {
        return new Encoding(SchemaSettings.DEFAULT, new ChangeSettings(format, NullValues.AUTO, PrimaryKey.RECORD_KEY));
    }

    public TableShape shapeOf(SinkRecord record) {
        return shapes.wantedBy(record, null);
    }

    public TableShape shapeOf(SinkRecord record, TableShape live) {
        return shapes.wantedBy(record, live);
    }

    /** The row of a table that was made for the record. */
    public Row encode(SinkRecord record) {
        return encode(record, shapeOf(record));
    }

    public Row encode(SinkRecord record, TableShape live) {
        return encoders.encode(
                record, RowChange.APPEND, live, new At(record.topic(), record.kafkaPartition(), record.kafkaOffset()));
    }

    /** How many bytes the row of such a table would have. */
    public int trial(SinkRecord record, TableShape shape) {
        return encoders.trial(record, RowChange.APPEND, shape);
    }

    public Optional<RowTrimmer> trimmer(TableShape from, TableShape to) {
        return encoders.trimmer(from, to);
    }

    public RowContents contents(TableShape shape) {
        return encoders.contents(shape);
    }

    public Map<String, Object> row(SinkRecord record) {
        return Decoded.row(encode(record));
    }

    public Map<String, Object> row(SinkRecord record, Column... live) {
        return Decoded.row(encode(record, new TableShape(List.of(live))));
    }

    /** The column of a field of this schema. */
    public Column columnOf(Schema field) {
        return shapeOf(record(struct("f", field), null)).columns().get(0);
    }

    /** What becomes of a value in a column that was made for it. */
    public @Nullable Object value(Schema schema, @Nullable Object value) {
        return row(field(schema, value)).get("f");
    }

    /** A record whose only field, f, has this schema and value. */
    public static SinkRecord field(Schema schema, @Nullable Object value) {
        return field(schema, value, "f");
    }

    /** The same, of a field of another name. */
    public static SinkRecord field(Schema schema, @Nullable Object value, String name) {
        Schema struct = struct(name, schema);
        return record(struct, new Struct(struct).put(name, value));
    }

    public static Schema struct(String field, Schema schema) {
        return SchemaBuilder.struct().field(field, schema).build();
    }

    public static SinkRecord record(@Nullable Schema schema, @Nullable Object value) {
        return record(null, null, schema, value);
    }

    public static SinkRecord record(
            @Nullable Schema keySchema, @Nullable Object key, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord("orders", 3, keySchema, key, schema, value, 41);
    }
}
