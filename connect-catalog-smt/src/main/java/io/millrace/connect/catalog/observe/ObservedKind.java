// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an observer remembers of one kind of records. Of the task's thread alone. */
final class ObservedKind {
    private static final int MAX_PROBES = 8;

    final RecordKind kind;

    /** What the reporter has had no room for yet. */
    @Nullable
    Sighting untold;

    /** How many records a lineage probe of another instance still wants to see from here: the first one at least. */
    int wanted = 1;

    private final List<LineageProbe> probes = new ArrayList<>(1);
    private @Nullable LineageProbe probe;

    ObservedKind(RecordKind kind) {
        this.kind = kind;
    }

    /** The probe of these columns against those of {@code entered}; null when there are too many kinds of input. */
    @Nullable
    LineageProbe probeOf(RecordKind entered) {
        LineageProbe known = probe;
        if (known != null && known.before() == entered) {
            return known;
        }
        for (int i = 0; i < probes.size(); i++) {
            if (probes.get(i).before() == entered) {
                probe = probes.get(i);
                return probe;
            }
        }
        if (probes.size() == MAX_PROBES) {
            return null;
        }
        probe = new LineageProbe(entered, kind);
        probes.add(probe);
        return probe;
    }
}
