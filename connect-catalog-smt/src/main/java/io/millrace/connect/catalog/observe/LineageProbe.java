// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Learns from a few records which input column each output column comes from. A value that arrives as the very object
 * that left came unchanged; small numbers and booleans are shared objects, so they need more records than others. A
 * column whose value was replaced on the way comes from the input column of the same name, if there is one.
 */
final class LineageProbe {
    private static final int LEAST_SAMPLES = 3;
    private static final int MOST_SAMPLES = 64;

    private final RecordKind before;
    private final Set<String> inputs = new HashSet<>();
    private final List<String> outputs;
    private final Set<String> outputNames;
    private final ColumnNames names;
    private final Map<String, Trail> trails = new LinkedHashMap<>();
    private int samples;
    private boolean settled;

    LineageProbe(RecordKind before, RecordKind after) {
        this.before = before;
        this.outputs = Leaves.paths(after.schema());
        this.outputNames = new HashSet<>(outputs);
        this.names = new ColumnNames(outputNames);
        Leaves.paths(before.schema()).forEach(this::addInput);
    }

    private void addInput(String input) {
        if (inputs.add(input)) {
            names.add(input);
        }
    }

    RecordKind before() {
        return before;
    }

    /** Whether more records are wanted. */
    boolean open() {
        return !settled;
    }

    /** Takes one record: {@code leaves} as it came in, {@code value} as it goes out. True when the result is worth telling. */
    boolean sample(LeafIndex leaves, @Nullable Object value) {
        leaves.names().forEach(this::addInput);
        Leaves.of(value, (path, leaf) -> {
            outputNames.add(path);
            trails.computeIfAbsent(path, first -> new Trail()).add(leaf, leaves.pathsOf(leaf));
        });
        samples++;
        settled = samples >= MOST_SAMPLES || (samples >= LEAST_SAMPLES && everyColumnIsClear());
        return settled || Integer.bitCount(samples) == 1;
    }

    private boolean everyColumnIsClear() {
        return trails.keySet().containsAll(outputs) && trails.values().stream().allMatch(Trail::clear);
    }

    /** By output column; columns that come from nowhere are absent. */
    Map<String, List<ColumnOrigin>> origins() {
        Map<String, List<ColumnOrigin>> origins = new LinkedHashMap<>();
        Set<String> columns = new LinkedHashSet<>(outputs);
        columns.addAll(trails.keySet());
        for (String column : columns) {
            List<ColumnOrigin> found = originsOf(column, trails.get(column));
            if (!found.isEmpty()) {
                origins.put(column, found);
            }
        }
        return origins;
    }

    private List<ColumnOrigin> originsOf(String column, @Nullable Trail trail) {
        List<ColumnOrigin> found = new ArrayList<>();
        if (trail != null) {
            trail.arrivals(column, names).forEach(path -> found.add(new ColumnOrigin(path, true)));
        }
        if (found.isEmpty()) {
            String namesake = names.named(column);
            if (namesake != null) {
                found.add(new ColumnOrigin(namesake, trail == null));
            }
        }
        return List.copyOf(found);
    }

    /** What the records so far say about one output column. */
    private static final class Trail {
        /** Change events carry a row in {@code before} or in {@code after}: one column may have several origins. */
        private static final int MOST_GROUPS = 4;

        /** Shared objects prove nothing alone; this many records, and two different values, do. */
        private static final int ENOUGH_SHARED = 8;

        private final List<Set<String>> groups = new ArrayList<>();
        private boolean proven;
        private int shared;
        private int firstShared;
        private boolean sharedDiffer;
        private int replaced;

        void add(Object leaf, Collection<String> paths) {
            if (paths.isEmpty()) {
                replaced++;
                return;
            }
            if (isShared(leaf)) {
                sharedDiffer |= shared > 0 && leaf.hashCode() != firstShared;
                firstShared = leaf.hashCode();
                shared++;
            } else {
                proven = true;
            }
            for (Set<String> group : groups) {
                if (paths.stream().anyMatch(group::contains)) {
                    group.retainAll(paths);
                    return;
                }
            }
            if (groups.size() < MOST_GROUPS) {
                groups.add(new TreeSet<>(paths));
            }
        }

        boolean clear() {
            return groups.isEmpty()
                    ? replaced >= LEAST_SAMPLES
                    : trusted() && groups.stream().allMatch(group -> group.size() == 1);
        }

        List<String> arrivals(String column, ColumnNames names) {
            List<String> arrivals = new ArrayList<>();
            for (Set<String> group : groups) {
                String namesake = names.named(column, group);
                if (namesake != null) {
                    arrivals.add(namesake);
                } else if (group.size() == 1 && trusted()) {
                    arrivals.addAll(group);
                }
            }
            return arrivals;
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
}
