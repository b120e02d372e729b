// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a few records showed of the way of columns through the transforms; immutable. Names are compared by whoever asks for
 * the origins, not by the task's thread: there may be thousands.
 */
public final class ColumnTrace {
    private final RecordKind before;
    private final RecordKind after;
    private final Map<String, Trail.Found> found;

    ColumnTrace(RecordKind before, RecordKind after, Map<String, Trail.Found> found) {
        this.before = before;
        this.after = after;
        this.found = Map.copyOf(found);
    }

    /**
     * By output column, dotted; columns that come from nowhere are absent. A column whose value was replaced on the way comes
     * from the input column of the same name, if there is one.
     */
    public Map<String, List<ColumnOrigin>> origins() {
        Set<String> outputs = new LinkedHashSet<>(Leaves.paths(after.schema()));
        outputs.addAll(found.keySet());
        ColumnNames names = new ColumnNames(outputs);
        Set<String> inputs = new HashSet<>(Leaves.paths(before.schema()));
        inputs.forEach(names::add);
        Map<String, List<ColumnOrigin>> origins = new LinkedHashMap<>();
        for (String column : outputs) {
            List<ColumnOrigin> from = originsOf(column, found.get(column), names);
            if (!from.isEmpty()) {
                origins.put(column, from);
            }
        }
        return origins;
    }

    private static List<ColumnOrigin> originsOf(String column, Trail.@Nullable Found trail, ColumnNames names) {
        List<ColumnOrigin> from = new ArrayList<>();
        if (trail != null) {
            from.addAll(trail.arrivals(column, names));
        }
        if (from.isEmpty()) {
            String namesake = names.named(column);
            if (namesake != null) {
                from.add(new ColumnOrigin(namesake, trail == null || !trail.changed()));
            }
        }
        return List.copyOf(from);
    }
}
