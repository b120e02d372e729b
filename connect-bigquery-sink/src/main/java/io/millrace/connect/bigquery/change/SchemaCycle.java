// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
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

    /** More than any schema has: one that makes its parts when it is asked for them may have no end. */
    private static final int MOST = 100_000;

    /** How many containers are inside each that was visited: what comes again is not visited again. */
    private final IdentityHashMap<Schema, Integer> heights = new IdentityHashMap<>();

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

    /** Answers how many containers are inside each other in it. */
    private int visit(Schema schema) {
        if (!isContainer(schema)) {
            return 0;
        }
        Integer known = heights.get(schema);
        int height = known == null ? 0 : known;
        boolean cycle = known == null && open.stream().anyMatch(outer -> outer == schema);
        if (cycle || open.size() + height > DEEPEST || heights.size() > MOST) {
            throw new DataException("field " + path.stream().collect(Collectors.joining("."))
                    + " contains itself, by schema " + nearestName(schema)
                    + "; a table cannot be recursive: drop the field, or turn it into text with a transform");
        }
        if (known == null) {
            open.addLast(schema);
            height = 1 + inside(schema);
            open.removeLast();
            heights.put(schema, height);
        }
        return height;
    }

    private int inside(Schema schema) {
        return switch (schema.type()) {
            case STRUCT -> schema.fields().stream().mapToInt(this::visit).max().orElse(0);
            case ARRAY -> visit(schema.valueSchema());
            default -> Math.max(visit(schema.keySchema()), visit(schema.valueSchema()));
        };
    }

    private int visit(Field field) {
        path.addLast(field.name());
        int height = visit(field.schema());
        path.removeLast();
        return height;
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
