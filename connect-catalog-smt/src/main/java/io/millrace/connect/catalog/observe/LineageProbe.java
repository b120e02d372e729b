// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns from a few records which input column each output column comes from: a value that arrives as the very object that
 * left came unchanged. What was learnt is made sense of elsewhere, as a {@link ColumnTrace}.
 */
final class LineageProbe {
    private static final int MOST_SAMPLES = 64;

    /** With more columns than these the first records are not told of one by one. */
    private static final int FEW_COLUMNS = 256;

    private final RecordKind before;
    private final RecordKind after;
    private final Map<String, Trail> trails = new HashMap<>();
    private int samples;
    private boolean settled;

    LineageProbe(RecordKind before, RecordKind after) {
        this.before = before;
        this.after = after;
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
        Leaves.of(value, (path, leaf) -> {
            Trail trail = trails.get(path);
            if (trail == null) {
                trail = new Trail();
                trails.put(path, trail);
            }
            trail.add(leaf, leaves.pathsOf(leaf));
        });
        samples++;
        settled = samples >= MOST_SAMPLES || (samples >= Trail.LEAST_SAMPLES && everyColumnIsClear());
        return settled
                || (Integer.bitCount(samples) == 1 && (samples > Trail.LEAST_SAMPLES || trails.size() <= FEW_COLUMNS));
    }

    private boolean everyColumnIsClear() {
        for (Trail trail : trails.values()) {
            if (!trail.clear()) {
                return false;
            }
        }
        return trails.size() >= Leaves.count(after.schema());
    }

    /** What was learnt so far; forgotten here once no more records are wanted. */
    ColumnTrace trace() {
        Map<String, Trail.Found> found = new HashMap<>(trails.size() * 2);
        trails.forEach((column, trail) -> found.put(column, trail.found()));
        if (settled) {
            trails.clear();
        }
        return new ColumnTrace(before, after, found);
    }
}
