// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The structs around a column. What is inside a struct of the same kind (a tree's children, protobuf's Struct) is told once,
 * not again at every depth: a schema that refers to itself has no end.
 *
 * @param around null at the outermost
 */
public record Nesting(@Nullable Nesting around, Schema struct, int depth) {
    /** Columns of one record that are told and counted; the generated schemas that have more are told as cut. */
    public static final int MOST_COLUMNS = 10_000;

    private static final int MOST_DEPTH = 15;

    /** The outermost struct. */
    public static Nesting in(Schema struct) {
        return new Nesting(null, struct, 0);
    }

    /** Whether the columns of {@code inner}, a struct in this one, are columns of their own. */
    public boolean opens(Schema inner) {
        if (depth >= MOST_DEPTH) {
            return false;
        }
        for (Nesting each = this; each != null; each = each.around) {
            if (isSame(each.struct, inner)) {
                return false;
            }
        }
        return true;
    }

    public Nesting inside(Schema inner) {
        return new Nesting(this, inner, depth + 1);
    }

    /** Not whether they are equal: that never ends for a schema that refers to itself. */
    private static boolean isSame(Schema left, Schema right) {
        return left == right
                || (left.name() != null
                        && left.name().equals(right.name())
                        && left.fields().size() == right.fields().size());
    }
}
