// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** How many bytes a value holds: numbers at their width, text at a byte per character; no names, no framing. */
final class RowSize {
    private static final int MAX_DEPTH = 15;

    private RowSize() {}

    static long of(@Nullable Object value) {
        return of(value, 0);
    }

    private static long of(@Nullable Object value, int depth) {
        if (value == null || depth > MAX_DEPTH) {
            return 0;
        } else if (value instanceof CharSequence text) {
            return text.length();
        } else if (value instanceof Struct struct) {
            return fields(struct, depth);
        } else if (value instanceof byte[] bytes) {
            return bytes.length;
        } else if (value instanceof ByteBuffer bytes) {
            return bytes.remaining();
        } else if (value instanceof BigDecimal number) {
            return number.precision() / 2 + 1L;
        } else if (value instanceof List<?> list) {
            return elements(list, depth);
        } else if (value instanceof Map<?, ?> map) {
            return elements(map.keySet(), depth) + elements(map.values(), depth);
        } else {
            return value instanceof Boolean || value instanceof Byte ? 1 : value instanceof Integer ? 4 : 8;
        }
    }

    private static long fields(Struct struct, int depth) {
        long size = 0;
        List<Field> fields = struct.schema().fields();
        for (int i = 0; i < fields.size(); i++) {
            size += of(struct.get(fields.get(i)), depth + 1);
        }
        return size;
    }

    private static long elements(Iterable<?> elements, int depth) {
        long size = 0;
        for (Object element : elements) {
            size += of(element, depth + 1);
        }
        return size;
    }
}
