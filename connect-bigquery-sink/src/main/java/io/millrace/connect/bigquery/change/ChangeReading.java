// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The record is a change of a row: besides the image it says what happened, when, and in which order. */
public abstract sealed class ChangeReading extends Reading permits EnvelopeReading, FlattenedReading {
    /** STRING: c create, u update, d delete, r read by a snapshot, t truncate. */
    public static final String OP = "__op";

    /** BOOL: whether the row, or for a truncate every earlier row, is gone. */
    public static final String DELETED = "__deleted";

    /** TIMESTAMP: when the source made the change. */
    public static final String SOURCE_TS = "__source_ts";

    /** STRING: orders the changes of a key, see {@link ChangeOrder}. */
    public static final String SEQUENCE = "__sequence";

    /** The answer of {@link #sourceMicros} when the record does not say. */
    public static final long UNKNOWN_TIME = Long.MIN_VALUE;

    ChangeReading(RecordValues values, @Nullable Schema imageSchema, @Nullable Schema keySchema) {
        super(values, imageSchema, keySchema);
    }

    /**
     * Whether changes may carry only some of the row's fields, so that no column can be REQUIRED: deletes and truncates
     * of envelopes.
     */
    public abstract boolean partial();

    /** What happened; null if the record does not say. */
    public abstract @Nullable String op(SinkRecord record);

    /** Whether the row is gone. */
    public abstract boolean deleted(SinkRecord record);

    /** The row as it was before, or what the source logs of it; null if the record does not say. */
    public abstract @Nullable Object before(SinkRecord record);

    /** When the source made the change, in microseconds since 1970; {@link #UNKNOWN_TIME} if the record does not say. */
    public abstract long sourceMicros(SinkRecord record);

    @Override
    public boolean hides(String field) {
        return field.equalsIgnoreCase(OP)
                || field.equalsIgnoreCase(DELETED)
                || field.equalsIgnoreCase(SOURCE_TS)
                || field.equalsIgnoreCase(SEQUENCE);
    }

    static long micros(@Nullable Object nanos, @Nullable Object micros, @Nullable Object millis) {
        if (nanos instanceof Number number) {
            return Math.floorDiv(number.longValue(), 1_000L);
        }
        if (micros instanceof Number number) {
            return number.longValue();
        }
        return millis instanceof Number number ? number.longValue() * 1_000L : UNKNOWN_TIME;
    }
}
