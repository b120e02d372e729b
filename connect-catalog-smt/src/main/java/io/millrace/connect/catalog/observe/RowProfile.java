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

    private final List<Field> all;

    /** Columns that may be null and hold no columns of their own; apart from the others, to save a look at each. */
    private final Field[] plain;

    private final int[] plainCounters;

    /** Columns that hold columns, what is in them, and the counters of those that may be null. */
    private final Field[] structs;

    private final RowProfile[] inside;
    private final int[] structCounters;

    /** Counters of this row's own columns and of all below. */
    private final int size;

    private RowProfile(Nesting row, int first) {
        this.all = row.struct().fields();
        List<Field> flat = new ArrayList<>();
        List<Field> opened = new ArrayList<>();
        List<RowProfile> inner = new ArrayList<>();
        int next = first + all.size();
        for (Field field : all) {
            Schema schema = field.schema();
            boolean opens = schema.type() == Schema.Type.STRUCT
                    && row.opens(schema)
                    && next + schema.fields().size() <= Nesting.MOST_COLUMNS;
            if (opens) {
                RowProfile below = new RowProfile(row.inside(schema), next);
                opened.add(field);
                inner.add(below);
                next += below.size;
            } else if (schema.isOptional()) {
                // A required column is never null: Connect has checked that already.
                flat.add(field);
            }
        }
        this.size = next - first;
        this.plain = flat.toArray(Field[]::new);
        this.plainCounters = counters(flat, first);
        this.structs = opened.toArray(Field[]::new);
        this.structCounters = counters(opened, first);
        this.inside = inner.toArray(RowProfile[]::new);
    }

    private static int[] counters(List<Field> fields, int first) {
        int[] counters = new int[fields.size()];
        for (int i = 0; i < counters.length; i++) {
            counters[i] = first + fields.get(i).index();
        }
        return counters;
    }

    static RowProfile of(Schema row) {
        return new RowProfile(Nesting.in(row), 0);
    }

    int size() {
        return size;
    }

    /** The column of each counter in turn, dotted, below {@code prefix}. Slow; for the reader. */
    List<String> names(String prefix) {
        List<String> names = new ArrayList<>(size);
        for (Field field : all) {
            names.add(prefix + field.name());
        }
        for (int i = 0; i < structs.length; i++) {
            names.addAll(inside[i].names(prefix + structs[i].name() + "."));
        }
        return names;
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
