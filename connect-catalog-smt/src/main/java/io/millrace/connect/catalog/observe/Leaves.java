// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The columns of a record that hold values, by dotted path; what lies in arrays and maps has the container's path. */
final class Leaves {
    private static final int MAX_DEPTH = 15;
    private static final int MAX_COLUMNS = 2_000;

    /** Elements of one array or map that are looked at. */
    private static final int MAX_ELEMENTS = 4;

    /** What a value that is no struct is called. */
    private static final String VALUE = "value";

    private Leaves() {}

    /** Calls {@code leaf} with the path and the value of everything below {@code value} that is not null. */
    static void of(@Nullable Object value, BiConsumer<String, Object> leaf) {
        walk(value, "", 0, leaf);
    }

    private static void walk(@Nullable Object value, String path, int depth, BiConsumer<String, Object> leaf) {
        if (value == null || depth > MAX_DEPTH) {
            return;
        }
        if (value instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                walk(struct.get(field), child(path, field.name()), depth + 1, leaf);
            }
            return;
        }
        if (value instanceof Map<?, ?> map && path.isEmpty()) {
            map.forEach((key, inner) -> walk(inner, String.valueOf(key), depth + 1, leaf));
            return;
        }
        String name = named(path);
        leaf.accept(name, value);
        if (value instanceof List<?> list) {
            walkSome(list, name, depth, leaf);
        } else if (value instanceof Map<?, ?> map) {
            walkSome(map.values(), name, depth, leaf);
        }
    }

    private static void walkSome(Iterable<?> elements, String path, int depth, BiConsumer<String, Object> leaf) {
        int seen = 0;
        for (Object element : elements) {
            if (seen++ == MAX_ELEMENTS) {
                return;
            }
            if (element instanceof Struct || element instanceof List<?>) {
                walk(element, path, depth + 1, leaf);
            }
        }
    }

    /** The paths that {@link #of} may call for values of {@code schema}. */
    static List<String> paths(@Nullable Schema schema) {
        List<String> paths = new ArrayList<>();
        if (schema != null) {
            collect(schema, "", 0, paths);
        }
        return paths;
    }

    private static void collect(Schema schema, String path, int depth, List<String> paths) {
        if (depth > MAX_DEPTH || paths.size() >= MAX_COLUMNS) {
            return;
        }
        switch (schema.type()) {
            case STRUCT ->
                schema.fields().forEach(field -> collect(field.schema(), child(path, field.name()), depth + 1, paths));
            case ARRAY, MAP -> {
                paths.add(named(path));
                Schema element = schema.valueSchema();
                if (element != null && element.type() == Schema.Type.STRUCT) {
                    collect(element, named(path), depth + 1, paths);
                }
            }
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> paths.add(named(path));
        }
    }

    /** A value that is no struct is one column. */
    private static String named(String path) {
        return path.isEmpty() ? VALUE : path;
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
