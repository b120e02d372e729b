// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import static io.millrace.connect.bigquery.change.RecordValues.field;

import io.millrace.connect.kit.debezium.Envelope;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's envelope: {@code before}, {@code after}, {@code op}, {@code source}. */
final class EnvelopeReading extends ChangeReading {
    EnvelopeReading(RecordValues values, @Nullable Schema imageSchema, @Nullable Schema keySchema) {
        super(values, imageSchema, keySchema);
    }

    @Override
    public boolean partial() {
        return true;
    }

    @Override
    public @Nullable Object image(SinkRecord record) {
        Object envelope = values.of(record);
        Object after = field(envelope, Envelope.AFTER);
        if (after != null || !"d".equals(field(envelope, Envelope.OP))) {
            return after;
        }
        Object before = field(envelope, Envelope.BEFORE);
        if (before != null) {
            return before;
        }
        // A source that logs no old image: the key still says which row is gone.
        return record.key() instanceof Struct || record.key() instanceof Map ? record.key() : null;
    }

    @Override
    public @Nullable Object before(SinkRecord record) {
        return field(values.of(record), Envelope.BEFORE);
    }

    @Override
    public @Nullable String op(SinkRecord record) {
        return (String) field(values.of(record), Envelope.OP);
    }

    @Override
    public boolean deleted(SinkRecord record) {
        String op = op(record);
        return "d".equals(op) || "t".equals(op);
    }

    @Override
    public long sourceMicros(SinkRecord record) {
        Object source = field(values.of(record), Envelope.SOURCE);
        return micros(field(source, "ts_ns"), field(source, "ts_us"), field(source, "ts_ms"));
    }
}
