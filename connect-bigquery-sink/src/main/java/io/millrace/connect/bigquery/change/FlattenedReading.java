// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import static io.millrace.connect.bigquery.change.RecordValues.field;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What Debezium's ExtractNewRecordState makes of an envelope: the row's fields and, by its {@code add.fields} and
 * {@code delete.tombstone.handling.mode=rewrite}, {@code __op}, {@code __deleted}, {@code __source_ts_ms}, …
 */
final class FlattenedReading extends ChangeReading {
    FlattenedReading(RecordValues values, @Nullable Schema imageSchema, @Nullable Schema keySchema) {
        super(values, imageSchema, keySchema);
    }

    static boolean recognises(Schema schema) {
        return schema.field(OP) != null || schema.field(DELETED) != null;
    }

    static boolean recognises(Map<?, ?> value) {
        return value.containsKey(OP) || value.containsKey(DELETED);
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
        return deleted == null ? "d".equals(field(row, OP)) : Boolean.parseBoolean(deleted.toString());
    }

    @Override
    public long sourceMicros(SinkRecord record) {
        Object row = values.of(record);
        return micros(field(row, "__source_ts_ns"), field(row, "__source_ts_us"), field(row, "__source_ts_ms"));
    }
}
