// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
    private final int first;

    private RowProfile(List<Field> fields, int depth, List<String> paths, String prefix) {
        this.fields = fields.toArray(Field[]::new);
        this.nested = new RowProfile[this.fields.length];
        this.first = paths.size();
        for (Field field : fields) {
            paths.add(prefix + field.name());
        }
        for (int i = 0; i < this.fields.length; i++) {
            Schema schema = this.fields[i].schema();
            if (schema.type() == Schema.Type.STRUCT
                    && depth < MAX_DEPTH
                    && paths.size() + schema.fields().size() <= MAX_COLUMNS) {
                nested[i] = new RowProfile(schema.fields(), depth + 1, paths, prefix + this.fields[i].name() + ".");
            }
        }
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
                COUNT.setOpaque(nulls, first + i, nulls[first + i] + 1);
            } else {
                RowProfile inner = nested[i];
                if (inner != null) {
                    inner.count((Struct) value, nulls);
                }
            }
        }
    }
}
