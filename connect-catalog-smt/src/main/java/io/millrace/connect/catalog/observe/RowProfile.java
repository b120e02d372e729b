// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Counts the nulls of every column of a row, nested ones too; compiled once per schema, and of an envelope's row only. */
final class RowProfile {
    static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    /** Past these a schema is generated, or refers to itself. */
    private static final int MAX_COLUMNS = 2_000;

    private static final int MAX_DEPTH = 15;

    /** Columns that may be null and hold no columns of their own; apart from the others, to save a look at each. */
    private final Field[] plain;

    private final int[] plainCounters;

    /** Columns that hold columns, what is in them, and the counters of those that may be null. */
    private final Field[] structs;

    private final RowProfile[] inside;
    private final int[] structCounters;

    private RowProfile(List<Field> all, int depth, List<String> paths, String prefix) {
        int first = paths.size();
        for (Field field : all) {
            paths.add(prefix + field.name());
        }
        List<Field> flat = new ArrayList<>();
        List<Field> opened = new ArrayList<>();
        List<RowProfile> inner = new ArrayList<>();
        for (Field field : all) {
            Schema schema = field.schema();
            boolean opens = schema.type() == Schema.Type.STRUCT
                    && depth < MAX_DEPTH
                    && paths.size() + schema.fields().size() <= MAX_COLUMNS;
            if (opens) {
                opened.add(field);
                inner.add(new RowProfile(schema.fields(), depth + 1, paths, prefix + field.name() + "."));
            } else if (schema.isOptional()) {
                // A required column is never null: Connect has checked that already.
                flat.add(field);
            }
        }
        this.plain = flat.toArray(Field[]::new);
        this.plainCounters = counters(flat, first);
        this.structs = opened.toArray(Field[]::new);
        this.structCounters = counters(opened, first);
        this.inside = inner.toArray(RowProfile[]::new);
    }

    private static int[] counters(List<Field> fields, int first) {
        return fields.stream().mapToInt(field -> first + field.index()).toArray();
    }

    /** Compiles {@code row}, and names each counter's column in {@code paths}, dotted, below {@code prefix}. */
    static RowProfile of(Schema row, String prefix, List<String> paths) {
        return new RowProfile(row.fields(), 0, paths, prefix);
    }

    /** @param rows how many rows {@code row} stands for */
    void count(Struct row, long[] nulls, int rows) {
        Field[] fields = plain;
        for (int i = 0; i < fields.length; i++) {
            if (row.get(fields[i]) == null) {
                add(nulls, plainCounters[i], rows);
            }
        }
        if (structs.length > 0) {
            countInside(row, nulls, rows);
        }
    }

    private void countInside(Struct row, long[] nulls, int rows) {
        for (int i = 0; i < structs.length; i++) {
            Object value = row.get(structs[i]);
            if (value == null) {
                add(nulls, structCounters[i], rows);
            } else {
                inside[i].count((Struct) value, nulls, rows);
            }
        }
    }

    private static void add(long[] nulls, int counter, int rows) {
        COUNT.setOpaque(nulls, counter, nulls[counter] + rows);
    }
}
