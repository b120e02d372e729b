// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** About how much memory a record holds that is not encoded yet: objects are counted, texts and bytes measured. */
final class RecordWeight {
    private static final long OBJECT = 24;
    private static final long RECORD = 256;

    private RecordWeight() {}

    static long of(SinkRecord record) {
        return RECORD + of(record.key()) + of(record.value());
    }

    private static long of(@Nullable Object value) {
        if (value instanceof String text) {
            return OBJECT * 2 + text.length();
        }
        if (value instanceof Struct struct) {
            long sum = OBJECT;
            for (Field field : struct.schema().fields()) {
                sum += of(struct.getWithoutDefault(field.name()));
            }
            return sum;
        }
        if (value instanceof Map<?, ?> map) {
            long sum = OBJECT * 2;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sum += OBJECT + of(entry.getKey()) + of(entry.getValue());
            }
            return sum;
        }
        if (value instanceof Collection<?> elements) {
            long sum = OBJECT;
            for (Object element : elements) {
                sum += of(element);
            }
            return sum;
        }
        if (value instanceof byte[] bytes) {
            return OBJECT + bytes.length;
        }
        return value instanceof ByteBuffer buffer ? OBJECT * 2 + buffer.remaining() : OBJECT;
    }
}
