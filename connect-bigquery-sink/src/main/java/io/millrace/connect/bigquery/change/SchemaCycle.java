// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Finds schemas that contain themselves: no table can, and comparing two of them would never end. */
final class SchemaCycle {
    /** Deeper than any table: a wrapper that copies itself at every level is a cycle too. */
    private static final int DEEPEST = 64;

    private final Deque<Schema> open = new ArrayDeque<>();
    private final Deque<String> path = new ArrayDeque<>();

    private SchemaCycle() {}

    /**
     * Refuses a recursive schema.
     *
     * @throws DataException naming the fields that lead back
     */
    static void refuse(@Nullable Schema schema) {
        if (schema != null) {
            new SchemaCycle().visit(schema);
        }
    }

    private void visit(Schema schema) {
        if (!isContainer(schema)) {
            return;
        }
        if (open.size() > DEEPEST || open.stream().anyMatch(outer -> outer == schema)) {
            throw new DataException("field " + path.stream().collect(Collectors.joining("."))
                    + " contains itself, by schema " + nearestName(schema)
                    + "; a table cannot be recursive: drop the field, or turn it into text with a transform");
        }
        open.addLast(schema);
        switch (schema.type()) {
            case STRUCT -> schema.fields().forEach(this::visit);
            case ARRAY -> visit(schema.valueSchema());
            default -> {
                visit(schema.keySchema());
                visit(schema.valueSchema());
            }
        }
        open.removeLast();
    }

    private void visit(Field field) {
        path.addLast(field.name());
        visit(field.schema());
        path.removeLast();
    }

    private @Nullable String nearestName(Schema schema) {
        if (schema.name() != null) {
            return schema.name();
        }
        Iterator<Schema> outwards = open.descendingIterator();
        String name = null;
        while (name == null && outwards.hasNext()) {
            name = outwards.next().name();
        }
        return name;
    }

    private static boolean isContainer(Schema schema) {
        return switch (schema.type()) {
            case STRUCT, ARRAY, MAP -> true;
            default -> false;
        };
    }
}
