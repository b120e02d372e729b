// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import io.millrace.connect.kit.debezium.Envelope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which input column bears the name of an output column: the same name; the name below {@code after}, where a change event
 * was unwrapped; or the path with its dots written otherwise, where a struct was flattened. A name that only ends alike is
 * another column's: a column put in beside {@code sales_region} may be called {@code region}.
 */
final class ColumnNames {
    private static final List<String> HALVES = List.of(Envelope.AFTER + ".", Envelope.BEFORE + ".");

    private final Map<String, List<String>> byName = new HashMap<>();
    private final Set<String> outputs;

    /** @param outputs every output column: what is still there under its own path was neither unwrapped nor flattened */
    ColumnNames(Set<String> outputs) {
        this.outputs = outputs;
    }

    void add(String input) {
        byName.computeIfAbsent(flat(row(input)), name -> new ArrayList<>(1)).add(input);
    }

    /** The input column that {@code output} is named after, or null when none or several are as near. */
    @Nullable
    String named(String output) {
        return named(output, byName.getOrDefault(flat(row(output)), List.of()));
    }

    /** The same of a few {@code inputs}. */
    @Nullable
    String named(String output, Collection<String> inputs) {
        String best = null;
        int nearest = Integer.MAX_VALUE;
        boolean tied = false;
        for (String input : inputs) {
            int distance = distance(output, input);
            if (distance < nearest) {
                nearest = distance;
                best = input;
                tied = false;
            } else if (distance == nearest) {
                tied = true;
            }
        }
        return nearest == Integer.MAX_VALUE || tied ? null : best;
    }

    /** 0 for the same name; more for what was taken apart, most for the old half of a change event; MAX_VALUE for others. */
    private int distance(String output, String input) {
        if (output.equals(input)) {
            return 0;
        }
        String path = row(input);
        if (outputs.contains(input) || !flat(path).equals(flat(output))) {
            return Integer.MAX_VALUE;
        }
        int moved = path.length() == input.length() ? 0 : input.startsWith(HALVES.get(1)) ? 4 : 2;
        return 1 + moved + (path.equals(output) ? 0 : 1);
    }

    private static String row(String path) {
        for (String half : HALVES) {
            if (path.startsWith(half)) {
                return path.substring(half.length());
            }
        }
        return path;
    }

    /** As flattening writes paths, by whatever delimiter. */
    private static String flat(String path) {
        return path.replace('.', '_').replace('-', '_');
    }
}
