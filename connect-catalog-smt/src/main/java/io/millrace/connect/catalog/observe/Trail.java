// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * What a few records say about one output column: which input columns its values stood in, as the very objects. Small numbers
 * and booleans are shared objects, so they need more records than others.
 */
final class Trail {
    /** So many values that were replaced, and the column is one that transforms make anew. */
    static final int LEAST_SAMPLES = 3;

    /** Change events carry a row in {@code before} or in {@code after}: one column may have several origins. */
    private static final int MOST_GROUPS = 4;

    /** Shared objects prove nothing alone; this many records, and two different values, do. */
    private static final int ENOUGH_SHARED = 8;

    /** One object may stand in thousands of columns, as an empty text does; then it says nothing of any. */
    static final int MOST_ALIKE = 64;

    private final List<List<String>> groups = new ArrayList<>(1);
    private boolean proven;
    private int shared;
    private int firstShared;
    private boolean sharedDiffer;
    private int replaced;

    /** What a trail says of its column now. Immutable. */
    record Found(List<List<String>> groups, boolean trusted, boolean changed) {
        Found {
            groups = List.copyOf(groups);
        }

        /** The input columns whose values arrive in {@code column}, as far as the records tell. */
        List<ColumnOrigin> arrivals(String column, ColumnNames names) {
            List<ColumnOrigin> arrivals = new ArrayList<>();
            for (List<String> group : groups) {
                String namesake = names.named(column, group);
                if (namesake != null) {
                    arrivals.add(new ColumnOrigin(namesake, !changed));
                } else if (group.size() == 1 && trusted) {
                    arrivals.add(new ColumnOrigin(group.get(0), !changed));
                }
            }
            return arrivals;
        }
    }

    Found found() {
        return new Found(groups, trusted(), replaced > 0);
    }

    void add(Object leaf, List<String> paths) {
        if (paths.isEmpty()) {
            replaced++;
            return;
        }
        if (paths.size() > MOST_ALIKE) {
            return;
        }
        if (isShared(leaf)) {
            sharedDiffer |= shared > 0 && leaf.hashCode() != firstShared;
            firstShared = leaf.hashCode();
            shared++;
        } else {
            proven = true;
        }
        for (int i = 0; i < groups.size(); i++) {
            List<String> both = common(groups.get(i), paths);
            if (!both.isEmpty()) {
                groups.set(i, both);
                return;
            }
        }
        if (groups.size() < MOST_GROUPS) {
            groups.add(List.copyOf(paths));
        }
    }

    private static List<String> common(List<String> group, List<String> paths) {
        if (group.size() == 1) {
            return paths.contains(group.get(0)) ? group : List.of();
        }
        return group.stream().filter(paths::contains).toList();
    }

    boolean clear() {
        if (groups.isEmpty()) {
            return replaced >= LEAST_SAMPLES;
        }
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).size() > 1) {
                return false;
            }
        }
        return trusted();
    }

    private boolean trusted() {
        return proven || (shared >= ENOUGH_SHARED && sharedDiffer);
    }

    /** Boxed small numbers, booleans and the empty text are one object for everybody (JLS 5.1.7). */
    private static boolean isShared(Object leaf) {
        return leaf instanceof Boolean
                || leaf instanceof Byte
                || (leaf instanceof Number number
                        && !(leaf instanceof Float || leaf instanceof Double)
                        && number.longValue() >= -128
                        && number.longValue() <= 127)
                || "".equals(leaf);
    }
}
