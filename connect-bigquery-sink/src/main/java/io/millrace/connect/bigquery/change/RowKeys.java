// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Says which fields identify the row of a record, and what their values are: those of the row itself where it has such a
 * field, since a transform may have changed it, else those of the record's key. Task thread.
 */
public final class RowKeys {
    /** Stands for a record's key that has no fields, as a field of itself. */
    public static final String WHOLE_KEY = "";

    private static final List<String> WHOLE = List.of(WHOLE_KEY);

    private final PrimaryKey primaryKey;
    private @Nullable Schema lastKeySchema;
    private List<String> lastFields = List.of();

    RowKeys(PrimaryKey primaryKey) {
        this.primaryKey = primaryKey;
    }

    /**
     * The fields that identify a row, as the record names them.
     *
     * @return {@link #WHOLE_KEY} alone for a record's key without fields; empty where there is no key
     */
    public List<String> fields(SinkRecord record) {
        if (!primaryKey.isRecordKey()) {
            return primaryKey.fields();
        }
        Schema schema = record.keySchema();
        if (schema != null && schema.type() == Schema.Type.STRUCT) {
            return fieldsOf(schema);
        }
        if (record.key() instanceof Map<?, ?> key) {
            return key.keySet().stream().map(String::valueOf).toList();
        }
        return record.key() == null ? List.of() : WHOLE;
    }

    private List<String> fieldsOf(Schema schema) {
        if (schema != lastKeySchema) {
            lastFields = schema.fields().stream().map(Field::name).toList();
            lastKeySchema = schema;
        }
        return lastFields;
    }

    /** The schema of such a field in the record's key; null if it has none. */
    public @Nullable Schema schemaInKey(@Nullable Schema keySchema, String field) {
        if (keySchema == null) {
            return null;
        }
        if (keySchema.type() != Schema.Type.STRUCT) {
            return isWholeKey(field) ? keySchema : null;
        }
        return schemaInRow(keySchema, field);
    }

    /** The schema of such a field in a row; null if it has none. */
    public @Nullable Schema schemaInRow(@Nullable Schema rowSchema, String field) {
        Field found = rowSchema == null ? null : RecordValues.fieldOf(rowSchema, field);
        return found == null ? null : found.schema();
    }

    /** The value of such a field in a row; null if there is no such row, or it has none. */
    public @Nullable Object valueInRow(@Nullable Object row, String field) {
        return RecordValues.named(row, field);
    }

    /** The value of such a field in the record's key; null if it has none. */
    public @Nullable Object valueInKey(SinkRecord record, String field) {
        Object key = record.key();
        if (key instanceof Struct || key instanceof Map) {
            return RecordValues.named(key, field);
        }
        return isWholeKey(field) ? key : null;
    }

    /** A key without fields is the one field that {@code primary.key} names, or itself. */
    private boolean isWholeKey(String field) {
        return field.equals(WHOLE_KEY) || primaryKey.fields().equals(List.of(field));
    }

    /** Whether the row had another key before. */
    boolean hasMoved(SinkRecord record, ChangeReading change) {
        Object before = change.before(record);
        if (before == null) {
            return false;
        }
        Object after = change.image(record);
        for (String field : fields(record)) {
            Object old = RecordValues.named(before, field);
            // What the source does not log of the old row says nothing
            if (old != null && !Objects.deepEquals(old, RecordValues.named(after, field))) {
                return true;
            }
        }
        return false;
    }
}
