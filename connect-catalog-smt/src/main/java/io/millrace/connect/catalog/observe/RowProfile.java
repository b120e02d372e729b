// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Counts the nulls of every column of a row, nested ones too; compiled once per schema, and of an envelope's row only. */
final class RowProfile {
    static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    /** Past these a schema is generated, or refers to itself. */
    private static final int MAX_COLUMNS = 2_000;

    private static final int MAX_DEPTH = 15;

    private final Field[] fields;
    private final @Nullable RowProfile[] nested;

    private final int[] counters;

    private RowProfile(List<Field> all, int depth, List<String> paths, String prefix) {
        int first = paths.size();
        for (Field field : all) {
            paths.add(prefix + field.name());
        }
        List<Field> looked = new ArrayList<>();
        List<@Nullable RowProfile> inside = new ArrayList<>();
        for (Field field : all) {
            RowProfile inner = nested(field, depth, paths, prefix);
            // A required column is never null: Connect has checked that already.
            if (inner != null || field.schema().isOptional()) {
                looked.add(field);
                inside.add(inner);
            }
        }
        this.fields = looked.toArray(Field[]::new);
        this.nested = inside.toArray(RowProfile[]::new);
        this.counters = looked.stream().mapToInt(field -> first + field.index()).toArray();
    }

    private static @Nullable RowProfile nested(Field field, int depth, List<String> paths, String prefix) {
        Schema schema = field.schema();
        boolean opens = schema.type() == Schema.Type.STRUCT
                && depth < MAX_DEPTH
                && paths.size() + schema.fields().size() <= MAX_COLUMNS;
        return opens ? new RowProfile(schema.fields(), depth + 1, paths, prefix + field.name() + ".") : null;
    }

    /** Compiles {@code row}, and names each counter's column in {@code paths}, dotted, below {@code prefix}. */
    static RowProfile of(Schema row, String prefix, List<String> paths) {
        return new RowProfile(row.fields(), 0, paths, prefix);
    }

    void count(Struct row, long[] nulls) {
        Field[] all = fields;
        for (int i = 0; i < all.length; i++) {
            Object value = row.get(all[i]);
            if (value == null) {
                int counter = counters[i];
                COUNT.setOpaque(nulls, counter, nulls[counter] + 1);
            } else {
                RowProfile inner = nested[i];
                if (inner != null) {
                    inner.count((Struct) value, nulls);
                }
            }
        }
    }
}
