// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the task's thread hands to the reporter when something new is seen; immutable but for the counters behind it. */
public sealed interface Sighting {
    /** Records of a new kind flow: {@code before} saw them first where there is a pair. */
    record Flowing(RecordKind kind, @Nullable RecordKind before) implements Sighting {}

    /** The columns of {@code kind} come from those of {@code before} as {@code trace} shows. */
    record Traced(RecordKind kind, RecordKind before, ColumnTrace trace) implements Sighting {}

    /**
     * Nothing more comes for {@code kinds}: their task ended, or ({@code mistaken}) they were never the last word.
     *
     * @param untold what of them there was no room for before
     */
    record Ended(List<RecordKind> kinds, boolean mistaken, List<Sighting> untold) implements Sighting {
        public Ended {
            kinds = List.copyOf(kinds);
            untold = List.copyOf(untold);
        }
    }
}
