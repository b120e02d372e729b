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
        byName.computeIfAbsent(letters(row(input)), name -> new ArrayList<>(1)).add(input);
    }

    /** The input column that {@code output} is named after, or null when none or several are as near. */
    @Nullable
    String named(String output) {
        return named(output, byName.getOrDefault(letters(row(output)), List.of()));
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
        boolean same = path.equals(output);
        boolean stillThere = outputs.contains(input) || (!same && outputs.contains(path));
        if (stillThere || !(same || isFlattened(path, output))) {
            return Integer.MAX_VALUE;
        }
        int moved = path.length() == input.length() ? 0 : input.startsWith(HALVES.get(1)) ? 4 : 2;
        return 1 + moved + (same ? 0 : 1);
    }

    /** Whether {@code flat} is {@code path} with one delimiter, of any length, in place of every dot. */
    private static boolean isFlattened(String path, String flat) {
        String[] steps = path.split("\\.", -1);
        int gaps = steps.length - 1;
        int delimiters = flat.length() - (path.length() - gaps);
        if (gaps == 0 || delimiters < 0 || delimiters % gaps != 0) {
            return false;
        }
        int first = steps[0].length();
        String delimiter =
                first + delimiters / gaps <= flat.length() ? flat.substring(first, first + delimiters / gaps) : "";
        return String.join(delimiter, steps).equals(flat);
    }

    private static String row(String path) {
        for (String half : HALVES) {
            if (path.startsWith(half)) {
                return path.substring(half.length());
            }
        }
        return path;
    }

    /** What flattening leaves of a path, by whatever delimiter. */
    private static String letters(String path) {
        StringBuilder letters = new StringBuilder(path.length());
        path.chars().filter(Character::isLetterOrDigit).forEach(each -> letters.append((char) each));
        return letters.toString();
    }
}
