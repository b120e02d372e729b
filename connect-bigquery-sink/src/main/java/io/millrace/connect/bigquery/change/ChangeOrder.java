// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Gives each change its place in the order of changes, which is Kafka's: the topic's epoch, when the record was appended,
 * then its offset as consumed. Why not the source's position: decision 5.
 */
public final class ChangeOrder {
    /** {@code topic.epoch} at most: the bits between those of a time and the sign. */
    public static final int LATEST_EPOCH = (1 << 15) - 1;

    /**
     * Set in the first section, so that it sorts behind all that releases wrote whose order was the source's: their first
     * section was a position or a time in microseconds, which do not come near.
     */
    private static final long BY_KAFKA = Long.MIN_VALUE;

    private static final int TIME_BITS = 48;
    private static final long LATEST_MILLIS = (1L << TIME_BITS) - 1;
    private static final int SECTION_DIGITS = 16;

    private final long first;

    /** @param epoch orders the changes of a topic behind all of lower epochs; 0 to {@link #LATEST_EPOCH} */
    ChangeOrder(int epoch) {
        this.first = BY_KAFKA | ((long) epoch << TIME_BITS);
    }

    /**
     * The change's place, as two sections of 16 hex digits joined by {@code /}; the order of texts is the order of changes,
     * and BigQuery's {@code _CHANGE_SEQUENCE_NUMBER} compares them alike. The time orders what offsets cannot: records of
     * several partitions, or of a topic that was made anew. A record without a time comes before those that have one.
     */
    public String sequence(SinkRecord record) {
        Long millis = record.timestamp();
        long appended = millis == null ? 0 : Math.max(0, Math.min(millis, LATEST_MILLIS));
        byte[] text = new byte[2 * SECTION_DIGITS + 1];
        section(first | appended, text, 0);
        text[SECTION_DIGITS] = '/';
        section(record.originalKafkaOffset(), text, SECTION_DIGITS + 1);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void section(long value, byte[] text, int start) {
        for (int digit = 0; digit < SECTION_DIGITS; digit++) {
            text[start + digit] = (byte) Character.forDigit((int) (value >>> (60 - 4 * digit)) & 0xF, 16);
        }
    }
}
