// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import java.nio.charset.StandardCharsets;
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

    /** STRING: orders the changes of a key, see {@link #sequence}. */
    public static final String SEQUENCE = "__sequence";

    /** The answer of {@link #sourceMicros} when the record does not say. */
    public static final long UNKNOWN_TIME = Long.MIN_VALUE;

    /**
     * Set in the first section, so that it sorts behind all that releases wrote whose order was the source's: their first
     * section was a position or a time in microseconds, which do not come near.
     */
    private static final long BY_KAFKA = Long.MIN_VALUE;

    private static final long LATEST_MILLIS = (1L << 48) - 1;
    private static final int SECTION_DIGITS = 16;

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

    /** When the source made the change, in microseconds since 1970; {@link #UNKNOWN_TIME} if the record does not say. */
    public abstract long sourceMicros(SinkRecord record);

    /**
     * The change's place in the order of changes, which is Kafka's: when the record was appended, then its offset as
     * consumed, as two sections of 16 hex digits joined by {@code /}; the order of texts is the order of changes. The
     * time orders what offsets cannot: records of several partitions, or of a topic that was made anew. A record without
     * a time comes before those that have one. Why not the source's position: decision 5.
     */
    public final String sequence(SinkRecord record) {
        Long millis = record.timestamp();
        long appended = millis == null ? 0 : Math.max(0, Math.min(millis, LATEST_MILLIS));
        byte[] text = new byte[2 * SECTION_DIGITS + 1];
        section(BY_KAFKA | appended, text, 0);
        text[SECTION_DIGITS] = '/';
        section(record.originalKafkaOffset(), text, SECTION_DIGITS + 1);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void section(long value, byte[] text, int start) {
        for (int digit = 0; digit < SECTION_DIGITS; digit++) {
            text[start + digit] = (byte) Character.forDigit((int) (value >>> (60 - 4 * digit)) & 0xF, 16);
        }
    }

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
