// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import io.millrace.connect.kit.masking.MaskedField;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** A schema for values that have none, from the keys and types of the values seen; every column may be missing. */
final class SchemalessShape {
    private static final int MAX_COLUMNS = 500;
    private static final int MAX_DEPTH = 5;

    private final Map<String, String> masking;

    private SchemalessShape(Map<String, String> masking) {
        this.masking = masking;
    }

    /** {@code known} with what {@code record}'s value, and its masking header, add; {@code known} when it is no map. */
    static @Nullable Schema of(ConnectRecord<?> record, @Nullable Schema known) {
        if (!(record.value() instanceof Map<?, ?> map)) {
            return known;
        }
        Header header = record.headers().lastWithName(MaskedField.MASKING);
        Map<String, String> masking = new HashMap<>();
        if (header != null && header.value() instanceof String text) {
            for (String entry : List.of(text.split(";", -1))) {
                int colon = entry.lastIndexOf(':');
                if (colon > 0) {
                    masking.put(entry.substring(0, colon), entry.substring(colon + 1));
                }
            }
        }
        return new SchemalessShape(masking).struct(map, known, "", 0);
    }

    private Schema struct(Map<?, ?> map, @Nullable Schema known, String path, int depth) {
        Map<String, Schema> fields = new LinkedHashMap<>();
        if (known != null && known.type() == Schema.Type.STRUCT) {
            for (Field field : known.fields()) {
                fields.put(field.name(), field.schema());
            }
        }
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            Schema type = type(value, fields.get(name), path.isEmpty() ? name : path + "." + name, depth);
            if (type != null && (fields.containsKey(name) || fields.size() < MAX_COLUMNS)) {
                fields.put(name, type);
            }
        });
        SchemaBuilder struct = SchemaBuilder.struct().optional();
        fields.forEach(struct::field);
        return struct.build();
    }

    private @Nullable Schema type(@Nullable Object value, @Nullable Schema known, String path, int depth) {
        if (value == null) {
            return known;
        } else if (value instanceof Map<?, ?> map && depth < MAX_DEPTH) {
            return struct(map, known, path, depth + 1);
        } else if (value instanceof List<?> list) {
            Schema before = known != null && known.type() == Schema.Type.ARRAY ? known.valueSchema() : null;
            Schema element = list.isEmpty() ? before : type(list.get(0), before, path, depth + 1);
            return element == null
                    ? known
                    : SchemaBuilder.array(element).optional().build();
        }
        Schema seen = scalar(value);
        if (known != null && known.type() == Schema.Type.FLOAT64 && seen.type() == Schema.Type.INT64) {
            seen = known;
        }
        return masked(seen, known, masking.get(path));
    }

    /** A column that was once masked stays so: the header may be missing where there was nothing to find. */
    private static Schema masked(Schema seen, @Nullable Schema known, @Nullable String transformation) {
        String before = known == null || known.parameters() == null
                ? null
                : known.parameters().get(MaskedField.MASKING);
        String now = transformation == null ? before : transformation;
        return now == null
                ? seen
                : new SchemaBuilder(seen.type())
                        .name(seen.name())
                        .optional()
                        .parameter(MaskedField.MASKING, now)
                        .build();
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
