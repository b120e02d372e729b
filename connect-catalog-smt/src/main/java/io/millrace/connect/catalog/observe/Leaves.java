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
    /** Elements of one array or map that are looked at. */
    private static final int MAX_ELEMENTS = 4;

    private static final int MAX_DEPTH = 15;

    /** What a value that is no struct is called. */
    private static final String VALUE = "value";

    private final BiConsumer<String, Object> leaf;
    private int left = Nesting.MOST_COLUMNS;

    private Leaves(BiConsumer<String, Object> leaf) {
        this.leaf = leaf;
    }

    /** Calls {@code leaf} with the path and the value of everything below {@code value} that is not null. */
    static void of(@Nullable Object value, BiConsumer<String, Object> leaf) {
        Leaves leaves = new Leaves(leaf);
        if (value instanceof Map<?, ?> map) {
            leaves.walkColumns(map);
        } else {
            leaves.walk(value, "", null, 0);
        }
    }

    /** Of a value without a schema: its keys are columns, and of a change event's halves theirs; deeper keys are data. */
    private void walkColumns(Map<?, ?> map) {
        map.forEach((key, inner) -> {
            String name = String.valueOf(key);
            if (inner instanceof Map<?, ?> half && SchemalessShape.isOfColumns(map, name)) {
                half.forEach((column, value) -> walk(value, name + "." + column, null, 2));
            } else {
                walk(inner, name, null, 1);
            }
        });
    }

    private void walk(@Nullable Object value, String path, @Nullable Nesting around, int depth) {
        if (value == null || depth > MAX_DEPTH || left <= 0) {
            return;
        }
        if (value instanceof Struct struct) {
            Schema schema = struct.schema();
            if (around != null && !around.opens(schema)) {
                return;
            }
            Nesting nesting = around == null ? Nesting.in(schema) : around.inside(schema);
            List<Field> fields = schema.fields();
            for (int i = 0; i < fields.size(); i++) {
                Field field = fields.get(i);
                walk(struct.get(field), child(path, field.name()), nesting, depth + 1);
            }
            return;
        }
        String name = named(path);
        left--;
        leaf.accept(name, value);
        if (value instanceof List<?> list) {
            walkSome(list, name, around, depth);
        } else if (value instanceof Map<?, ?> map) {
            walkSome(map.values(), name, around, depth);
        }
    }

    private void walkSome(Iterable<?> elements, String path, @Nullable Nesting around, int depth) {
        int seen = 0;
        for (Object element : elements) {
            if (seen++ == MAX_ELEMENTS) {
                return;
            }
            if (element instanceof Struct || element instanceof List<?>) {
                walk(element, path, around, depth + 1);
            }
        }
    }

    /** The paths that {@link #of} may call for values of {@code schema}. */
    static List<String> paths(@Nullable Schema schema) {
        List<String> paths = new ArrayList<>();
        if (schema != null) {
            collect(schema, "", null, paths);
        }
        return paths;
    }

    private static void collect(Schema schema, String path, @Nullable Nesting around, List<String> paths) {
        if (paths.size() >= Nesting.MOST_COLUMNS) {
            return;
        }
        switch (schema.type()) {
            case STRUCT -> collectFields(schema, path, around, paths);
            case ARRAY, MAP -> {
                paths.add(named(path));
                Schema element = schema.valueSchema();
                if (element != null && element.type() == Schema.Type.STRUCT) {
                    collectFields(element, named(path), around, paths);
                }
            }
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> paths.add(named(path));
        }
    }

    private static void collectFields(Schema struct, String path, @Nullable Nesting around, List<String> paths) {
        if (around == null || around.opens(struct)) {
            Nesting nesting = around == null ? Nesting.in(struct) : around.inside(struct);
            struct.fields().forEach(field -> collect(field.schema(), child(path, field.name()), nesting, paths));
        }
    }

    /** How many {@link #paths} there are; without naming them. */
    static int count(@Nullable Schema schema) {
        return schema == null ? 0 : count(schema, null, 0);
    }

    private static int count(Schema schema, @Nullable Nesting around, int before) {
        if (before >= Nesting.MOST_COLUMNS) {
            return before;
        }
        boolean container = schema.type() == Schema.Type.ARRAY || schema.type() == Schema.Type.MAP;
        Schema struct = container ? schema.valueSchema() : schema;
        if (struct == null || struct.type() != Schema.Type.STRUCT) {
            return before + 1;
        }
        int count = container ? before + 1 : before;
        if (around == null || around.opens(struct)) {
            Nesting nesting = around == null ? Nesting.in(struct) : around.inside(struct);
            for (Field field : struct.fields()) {
                count = count(field.schema(), nesting, count);
            }
        }
        return count;
    }

    /** A value that is no struct is one column. */
    private static String named(String path) {
        return path.isEmpty() ? VALUE : path;
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
