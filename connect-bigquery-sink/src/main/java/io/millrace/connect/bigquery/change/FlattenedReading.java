// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import static io.millrace.connect.bigquery.change.RecordValues.field;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What Debezium's ExtractNewRecordState makes of an envelope: the row's fields and, by its {@code add.fields} and
 * {@code delete.tombstone.handling.mode=rewrite}, {@code __op}, {@code __deleted}, {@code __source_ts_ms}, …
 */
final class FlattenedReading extends ChangeReading {
    private static final Set<Schema.Type> FLAGS = EnumSet.of(
            Schema.Type.STRING,
            Schema.Type.BOOLEAN,
            Schema.Type.INT8,
            Schema.Type.INT16,
            Schema.Type.INT32,
            Schema.Type.INT64);
    private static final Set<String> OPERATIONS = Set.of("c", "r", "u", "d", "t");

    FlattenedReading(RecordValues values, @Nullable Schema imageSchema, @Nullable Schema keySchema) {
        super(values, imageSchema, keySchema);
    }

    /** By names and types: a field of such a name and another type is somebody's own. */
    static boolean recognises(Schema schema) {
        return isOfType(schema.field(OP), EnumSet.of(Schema.Type.STRING)) || isOfType(schema.field(DELETED), FLAGS);
    }

    private static boolean isOfType(@Nullable Field field, Set<Schema.Type> types) {
        return field != null && types.contains(field.schema().type());
    }

    /** By names and values, likewise. */
    static boolean recognises(Map<?, ?> value) {
        return OPERATIONS.contains(String.valueOf(value.get(OP))) || isFlag(value.get(DELETED));
    }

    private static boolean isFlag(@Nullable Object value) {
        return value instanceof Boolean
                || value instanceof Number
                || (value instanceof String text && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")));
    }

    @Override
    public boolean partial() {
        return false;
    }

    @Override
    public @Nullable Object image(SinkRecord record) {
        return values.of(record);
    }

    @Override
    public @Nullable Object before(SinkRecord record) {
        return null;
    }

    @Override
    public @Nullable String op(SinkRecord record) {
        Object op = field(values.of(record), OP);
        if (op != null) {
            return op.toString();
        }
        return deleted(record) ? "d" : null;
    }

    @Override
    public boolean deleted(SinkRecord record) {
        Object row = values.of(record);
        Object deleted = field(row, DELETED);
        if (deleted instanceof Number number) {
            return number.longValue() != 0;
        }
        return deleted == null ? "d".equals(field(row, OP)) : Boolean.parseBoolean(deleted.toString());
    }

    @Override
    public long sourceMicros(SinkRecord record) {
        Object row = values.of(record);
        return micros(field(row, "__source_ts_ns"), field(row, "__source_ts_us"), field(row, "__source_ts_ms"));
    }
}
