// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import static io.millrace.connect.bigquery.change.RecordValues.field;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's envelope: {@code before}, {@code after}, {@code op}, {@code source}. */
final class EnvelopeReading extends ChangeReading {
    EnvelopeReading(RecordValues values, @Nullable Schema imageSchema, @Nullable Schema keySchema) {
        super(values, imageSchema, keySchema);
    }

    /** Whether a value's schema is an envelope around structs; MongoDB's, around JSON texts, is not. */
    static boolean recognises(Schema schema) {
        Field op = schema.field("op");
        return op != null
                && op.schema().type() == Schema.Type.STRING
                && isStruct(schema.field("after"))
                && (schema.field("before") == null || isStruct(schema.field("before")))
                && (isStruct(schema.field("source"))
                        || String.valueOf(schema.name()).endsWith(".Envelope"));
    }

    /** Whether a value without schema is an envelope around objects. */
    static boolean recognises(Map<?, ?> value) {
        Object after = value.get("after");
        Object before = value.get("before");
        return value.get("op") instanceof String
                && value.get("source") instanceof Map
                && (value.containsKey("after") || value.containsKey("before"))
                && (after == null || after instanceof Map)
                && (before == null || before instanceof Map);
    }

    private static boolean isStruct(@Nullable Field field) {
        return field != null && field.schema().type() == Schema.Type.STRUCT;
    }

    @Override
    public boolean partial() {
        return true;
    }

    @Override
    public @Nullable Object image(SinkRecord record) {
        Object envelope = values.of(record);
        Object after = field(envelope, "after");
        if (after != null || !"d".equals(field(envelope, "op"))) {
            return after;
        }
        Object before = field(envelope, "before");
        if (before != null) {
            return before;
        }
        // A source that logs no old image: the key still says which row is gone.
        return record.key() instanceof Struct || record.key() instanceof Map ? record.key() : null;
    }

    @Override
    public @Nullable String op(SinkRecord record) {
        return (String) field(values.of(record), "op");
    }

    @Override
    public boolean deleted(SinkRecord record) {
        String op = op(record);
        return "d".equals(op) || "t".equals(op);
    }

    @Override
    public long sourceMicros(SinkRecord record) {
        Object source = field(values.of(record), "source");
        return micros(field(source, "ts_ns"), field(source, "ts_us"), field(source, "ts_ms"));
    }
}
