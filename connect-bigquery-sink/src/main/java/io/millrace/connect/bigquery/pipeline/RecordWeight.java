// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * About how much memory one table's records hold: objects are counted, texts and bytes measured, consumed bytes asked for.
 * Schemas are shared by many records and left out. To look at every value costs as much as to encode it, so that is done
 * for a few records only: the others of a table are taken to be in the same proportion to their rows. Task thread.
 */
final class RecordWeight {
    /** After its first records, one of so many is measured. */
    private static final int SAMPLED = 64;

    private static final int FIRST = 4;
    /** How fast the proportion follows what is measured: by one part in so many. */
    private static final int INERTIA = 4;

    private static final long OBJECT = 24;
    private static final long REFERENCE = 4;
    private static final long RECORD = 256;
    private static final char LAST_OF_LATIN_1 = 0xFF;

    private final RawSize raw;
    private long seen;
    private double perByte;

    RecordWeight(RawSize raw) {
        this.raw = raw;
    }

    /** The memory that a record holds which was made a row of so many bytes, in bytes. */
    long of(SinkRecord record, int rowBytes) {
        long consumed = raw.of(record);
        long known = consumed + rowBytes + 1L;
        if (seen < FIRST || seen % SAMPLED == 0) {
            double measured = (double) ofKeyAndValue(record) / known;
            perByte = seen == 0 ? measured : perByte + (measured - perByte) / INERTIA;
        }
        seen++;
        return RECORD + consumed + (long) (perByte * known) + ofHeaders(record);
    }

    /** The same of a record that is no row yet: measured. */
    long of(SinkRecord record) {
        return RECORD + raw.of(record) + ofKeyAndValue(record) + ofHeaders(record);
    }

    private static long ofKeyAndValue(SinkRecord record) {
        return of(record.key()) + of(record.value());
    }

    private static long ofHeaders(SinkRecord record) {
        long sum = 0;
        if (!record.headers().isEmpty()) {
            for (Header header : record.headers()) {
                sum += OBJECT * 2 + of(header.key()) + of(header.value());
            }
        }
        return sum;
    }

    private static long of(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof String text) {
            return OBJECT * 2 + text.length() * (isLatin1(text) ? 1L : 2L);
        }
        if (value instanceof Struct struct) {
            return ofStruct(struct);
        }
        if (value instanceof Map<?, ?> map) {
            long sum = OBJECT * 2;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sum += OBJECT * 2 + of(entry.getKey()) + of(entry.getValue());
            }
            return sum;
        }
        if (value instanceof Collection<?> elements) {
            long sum = OBJECT * 2;
            for (Object element : elements) {
                sum += REFERENCE + of(element);
            }
            return sum;
        }
        if (value instanceof byte[] bytes) {
            return OBJECT + bytes.length;
        }
        if (value instanceof BigDecimal number) {
            return OBJECT * 4 + number.unscaledValue().bitLength() / Byte.SIZE;
        }
        return value instanceof ByteBuffer buffer ? OBJECT * 3 + buffer.remaining() : OBJECT;
    }

    private static long ofStruct(Struct struct) {
        List<Field> fields = struct.schema().fields();
        long sum = OBJECT * 2;
        for (int i = 0; i < fields.size(); i++) {
            sum += REFERENCE + of(struct.get(fields.get(i))); // by name it would have to be looked up
        }
        return sum;
    }

    /** Such texts take the JVM one byte a character, all others two. */
    private static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > LAST_OF_LATIN_1) {
                return false;
            }
        }
        return true;
    }
}
