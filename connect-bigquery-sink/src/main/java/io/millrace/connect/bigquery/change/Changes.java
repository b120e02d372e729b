// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import static io.millrace.connect.bigquery.change.RecordValues.field;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Reads records as rows or as changes of rows. One per task; what it learns about a schema it keeps by reference. */
public final class Changes {
    /** More schemas than a task meets; beyond it the oldest are learnt again. */
    private static final int REMEMBERED = 2_000;

    private final ChangeSettings settings;
    private final RecordValues values = new RecordValues();
    private final Map<SameSchemas, Reading> byReference = bounded();
    private final Map<EqualSchemas, Reading> byContent = bounded();
    private final Map<Form, Reading> schemaless = bounded();
    private @Nullable Schema lastValueSchema;
    private @Nullable Schema lastKeySchema;
    private @Nullable Reading last;

    public Changes(ChangeSettings settings) {
        this.settings = settings;
    }

    /**
     * Whether a record adds nothing to a table that only grows: a tombstone, unless {@code null.values=fail}.
     *
     * @throws DataException for a record without a value that must not be skipped
     */
    public boolean skips(SinkRecord record) {
        if (record.value() != null) {
            return false;
        }
        if (settings.nullValues() == NullValues.FAIL) {
            throw new DataException("the record has no value and null.values=fail; auto skips such records");
        }
        return true;
    }

    /**
     * How the row is taken out of a record that has a value: the same object for the same schemas.
     *
     * @throws DataException if no row can be taken out of such a record, or it is no change and must be one
     */
    public Reading read(SinkRecord record) {
        Schema schema = record.valueSchema();
        if (last != null && schema == lastValueSchema && record.keySchema() == lastKeySchema && schema != null) {
            return last;
        }
        if (schema == null || schema.type() != Schema.Type.STRUCT) {
            return readFields(record);
        }
        Reading reading = byReference.get(new SameSchemas(schema, record.keySchema()));
        if (reading == null) {
            reading = learn(schema, record.keySchema());
        }
        lastValueSchema = schema;
        lastKeySchema = record.keySchema();
        last = reading;
        return reading;
    }

    /**
     * The fields that identify a row, as the record names them.
     *
     * @return empty if {@code primary.key} is the record's key and it is missing or has no fields
     */
    public List<String> keyFields(SinkRecord record) {
        if (!settings.primaryKey().isRecordKey()) {
            return settings.primaryKey().fields();
        }
        Schema schema = record.keySchema();
        if (schema != null && schema.type() == Schema.Type.STRUCT) {
            return schema.fields().stream().map(Field::name).toList();
        }
        return record.key() instanceof Map<?, ?> key
                ? key.keySet().stream().map(String::valueOf).toList()
                : List.of();
    }

    private Reading learn(Schema schema, @Nullable Schema keySchema) {
        SchemaCycle.refuse(schema);
        SchemaCycle.refuse(keySchema);
        Reading reading =
                byContent.computeIfAbsent(new EqualSchemas(schema, keySchema), schemas -> readingOf(schema, keySchema));
        byReference.put(new SameSchemas(schema, keySchema), reading);
        return reading;
    }

    private Reading readingOf(Schema schema, @Nullable Schema keySchema) {
        if (settings.format() != RecordFormat.PLAIN && EnvelopeReading.recognises(schema)) {
            Field source = schema.field("source");
            return new EnvelopeReading(
                    values,
                    schema.field("after").schema(),
                    keySchema,
                    SourcePosition.among(name -> source != null && has(source.schema(), name, name)));
        }
        if (settings.format() != RecordFormat.PLAIN && FlattenedReading.recognises(schema)) {
            Predicate<String> has = name -> has(schema, "__" + name, name) || has(schema, "__source_" + name, name);
            return new FlattenedReading(values, schema, keySchema, SourcePosition.among(has));
        }
        refusePlainWhereChangesAreDue();
        return new PlainReading(values, schema, keySchema);
    }

    /** Only PostgreSQL's lsn is a number; other databases put texts into a field of that name. */
    private static boolean has(Schema schema, String fieldName, String name) {
        Field field = schema.field(fieldName);
        return field != null && (!name.equals("lsn") || field.schema().type() == Schema.Type.INT64);
    }

    private Reading readFields(SinkRecord record) {
        Object value = values.of(record);
        Map<?, ?> fields = value instanceof Map<?, ?> map ? map : Map.of();
        if (settings.format() != RecordFormat.PLAIN && EnvelopeReading.recognises(fields)) {
            Object source = fields.get("source");
            SourcePosition position = SourcePosition.among(name -> field(source, name) != null);
            return schemaless(
                    new Form("envelope", position, record.keySchema()),
                    form -> new EnvelopeReading(values, null, form.keySchema(), position));
        }
        if (settings.format() != RecordFormat.PLAIN && FlattenedReading.recognises(fields)) {
            SourcePosition position = SourcePosition.among(name -> FlattenedReading.sourceField(fields, name) != null);
            return schemaless(
                    new Form("flattened", position, record.keySchema()),
                    form -> new FlattenedReading(values, null, form.keySchema(), position));
        }
        refusePlainWhereChangesAreDue();
        return schemaless(
                new Form("plain", SourcePosition.NONE, record.keySchema()),
                form -> new PlainReading(values, null, form.keySchema()));
    }

    private Reading schemaless(Form form, Function<Form, Reading> made) {
        return schemaless.computeIfAbsent(form, made);
    }

    private void refusePlainWhereChangesAreDue() {
        if (settings.format() == RecordFormat.DEBEZIUM) {
            throw new DataException(
                    "the record is neither a Debezium envelope around structs nor flattened by "
                            + "ExtractNewRecordState with __op or __deleted, and record.format=debezium; auto takes it as it is");
        }
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    private record EqualSchemas(Schema value, @Nullable Schema key) {}

    private record Form(
            String name, SourcePosition position, @Nullable Schema keySchema) {}

    private record SameSchemas(Schema value, @Nullable Schema key) {
        @Override
        public boolean equals(Object other) {
            return other instanceof SameSchemas that && value == that.value && key == that.key;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(value) * 31 + System.identityHashCode(key);
        }
    }
}
