// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** A schema for values that have none, from the keys and types of the values seen; every column may be missing. */
final class SchemalessShape {
    private static final int MAX_COLUMNS = 500;
    private static final int MAX_DEPTH = 5;

    private SchemalessShape() {}

    /** {@code known} with what {@code value} adds; null when the value is no map. */
    static @Nullable Schema of(@Nullable Object value, @Nullable Schema known) {
        return value instanceof Map<?, ?> map ? struct(map, known, 0) : known;
    }

    private static Schema struct(Map<?, ?> map, @Nullable Schema known, int depth) {
        Map<String, Schema> fields = new LinkedHashMap<>();
        if (known != null && known.type() == Schema.Type.STRUCT) {
            for (Field field : known.fields()) {
                fields.put(field.name(), field.schema());
            }
        }
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            Schema type = type(value, fields.get(name), depth);
            if (type != null && (fields.containsKey(name) || fields.size() < MAX_COLUMNS)) {
                fields.put(name, type);
            }
        });
        SchemaBuilder struct = SchemaBuilder.struct().optional();
        fields.forEach(struct::field);
        return struct.build();
    }

    private static @Nullable Schema type(@Nullable Object value, @Nullable Schema known, int depth) {
        if (value == null) {
            return known;
        } else if (value instanceof Map<?, ?> map && depth < MAX_DEPTH) {
            return struct(map, known, depth + 1);
        } else if (value instanceof List<?> list) {
            Schema before = known != null && known.type() == Schema.Type.ARRAY ? known.valueSchema() : null;
            Schema element = list.isEmpty() ? before : type(list.get(0), before, depth + 1);
            return element == null
                    ? known
                    : SchemaBuilder.array(element).optional().build();
        }
        Schema seen = scalar(value);
        boolean widens = known != null && known.type() == Schema.Type.FLOAT64 && seen.type() == Schema.Type.INT64;
        return widens ? known : seen;
    }

    private static Schema scalar(Object value) {
        if (value instanceof Boolean) {
            return Schema.OPTIONAL_BOOLEAN_SCHEMA;
        } else if (value instanceof Float || value instanceof Double) {
            return Schema.OPTIONAL_FLOAT64_SCHEMA;
        } else if (value instanceof BigDecimal number) {
            return Decimal.builder(number.scale()).optional().build();
        } else if (value instanceof Number) {
            return Schema.OPTIONAL_INT64_SCHEMA;
        } else if (value instanceof Date) {
            return Timestamp.builder().optional().build();
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            return Schema.OPTIONAL_BYTES_SCHEMA;
        }
        return Schema.OPTIONAL_STRING_SCHEMA;
    }
}
