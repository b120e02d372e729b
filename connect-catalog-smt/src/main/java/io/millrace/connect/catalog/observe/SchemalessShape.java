// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import io.millrace.connect.kit.debezium.Envelope;
import io.millrace.connect.kit.masking.MaskedField;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * A schema for values that have none, from the keys and types of the values seen; every column may be missing. The keys of maps
 * inside are data, as they are for the masking transform, but for those that its configuration spells out.
 */
final class SchemalessShape {
    private static final int MAX_DEPTH = 5;

    private static final Set<String> HALVES = Set.of(Envelope.BEFORE, Envelope.AFTER, Envelope.SOURCE);

    private final Map<String, String> masking;

    /** The maps whose keys are columns. */
    private final Set<String> columns = new HashSet<>();

    private SchemalessShape(Map<String, String> masking) {
        this.masking = masking;
    }

    /**
     * {@code known} with what {@code value} adds; {@code known} when it is no map.
     *
     * @param masking by dotted path, the columns that a masking transform named
     */
    static @Nullable Schema of(@Nullable Object value, @Nullable Schema known, Map<String, String> masking) {
        return value instanceof Map<?, ?> map ? new SchemalessShape(masking).struct(map, known, "", 0) : known;
    }

    /** Whether the keys of {@code map} have nothing to add. */
    static boolean knows(Schema known, Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            Field field = known.field(name);
            Object value = entry.getValue();
            if (field == null ? value != null && !SchemalessColumns.isCut(known) : !knows(field, value, map)) {
                return false;
            }
        }
        return true;
    }

    private static boolean knows(Field field, @Nullable Object value, Map<?, ?> map) {
        if (!(value instanceof Map<?, ?> inner) || !isOfColumns(map, field.name())) {
            return true;
        }
        return field.schema().type() == Schema.Type.STRUCT && knows(field.schema(), inner);
    }

    /**
     * Whether the keys of the map under {@code name} are columns: those of a change event's halves and source are. The keys of
     * any other map may be data, an e-mail address say, and are told nobody.
     */
    static boolean isOfColumns(Map<?, ?> map, String name) {
        return HALVES.contains(name) && Envelope.is(map);
    }

    private Schema struct(Map<?, ?> map, @Nullable Schema known, String path, int depth) {
        Map<String, Schema> fields = new LinkedHashMap<>();
        if (known != null && known.type() == Schema.Type.STRUCT) {
            for (Field field : known.fields()) {
                fields.put(field.name(), field.schema());
            }
        }
        boolean cut = known != null && SchemalessColumns.isCut(known);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            String column = path.isEmpty() ? name : path + "." + name;
            if (path.isEmpty() && isOfColumns(map, name)) {
                columns.add(column);
            }
            Schema type = isColumn(path, column) ? type(entry.getValue(), fields.get(name), column, depth) : null;
            if (type != null && (fields.containsKey(name) || fields.size() < SchemalessColumns.MOST)) {
                fields.put(name, type);
            } else {
                cut |= type != null;
            }
        }
        SchemaBuilder struct = SchemaBuilder.struct().optional();
        if (cut) {
            struct.parameter(SchemalessColumns.CUT, "true");
        }
        fields.forEach(struct::field);
        return struct.build();
    }

    private boolean isColumn(String path, String column) {
        return path.isEmpty() || columns.contains(path) || isSpelled(column);
    }

    /** Whether the configuration of a masking transform spells this column out, or one below it. */
    private boolean isSpelled(String column) {
        return masking.keySet().stream().anyMatch(each -> each.equals(column) || each.startsWith(column + "."));
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
