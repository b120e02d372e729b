// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.encode.RowContents;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult.RowsRefused;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that may have come lately: parts of BigQuery may still refuse rows that have them. Of a table that
 * was never seen before all may have, until one is written. Nothing is kept where whole requests are refused for that, with
 * a code of its own. Task thread.
 */
final class LatelyAdded {
    /** How long after a change a part of BigQuery may not see it. */
    private static final long GRACE_MS = 120_000;

    private final RowConverter rows;
    private final boolean matters;
    /** By path, in lower case, when what came was seen. */
    private final Map<String, Long> added = new HashMap<>();
    /** The same of what was there when the table was first seen. */
    private final Map<String, Long> found = new HashMap<>();

    LatelyAdded(TableMode mode) {
        this.rows = mode.rows();
        this.matters = mode.api().columnsByRow();
    }

    /** The table is so now; before it was so, null if it was not there or not known. */
    void has(TableShape shape, @Nullable TableShape before, long now) {
        if (!matters) {
            return;
        }
        Set<String> there = paths(shape.columns(), "");
        found.keySet().retainAll(there);
        added.keySet().retainAll(there);
        if (before != null) {
            there.removeAll(paths(before.columns(), ""));
        }
        there.forEach(path -> (before == null ? found : added).put(path, now));
    }

    private static Set<String> paths(List<Column> columns, String prefix) {
        Set<String> paths = new HashSet<>();
        for (Column column : columns) {
            String path = prefix + column.name().toLowerCase(Locale.ROOT);
            paths.add(path);
            paths.addAll(paths(column.fields(), path + "."));
        }
        return paths;
    }

    /** These rows are written: what they have was not added of late. That parts of BigQuery see a change proves nothing of others. */
    void written(Batch batch, long now) {
        expire(now);
        if (!found.isEmpty()) {
            // One row is enough: it costs reading it, and is asked for only at the beginning.
            RowContents row = rows.contents(batch, 0);
            found.keySet().removeIf(path -> !row.lacks(path));
        }
    }

    /** Whether a row may have been refused because of such a column: BigQuery names it, and took no row beside it that has it. */
    boolean explains(RowsRefused refused, long now) {
        expire(now);
        Set<String> possible = new HashSet<>(added.keySet());
        possible.addAll(found.keySet());
        possible.retainAll(
                refused.columns().values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        Batch others = refused.batch().without(refused.reasons().keySet());
        if (others != null && !possible.isEmpty()) {
            possible.removeIf(path -> hasAny(others, path));
        }
        return !possible.isEmpty();
    }

    private boolean hasAny(Batch others, String path) {
        for (int i = 0; i < others.rows().size(); i++) {
            if (!rows.contents(others, i).lacks(path)) {
                return true;
            }
        }
        return false;
    }

    private void expire(long now) {
        added.values().removeIf(since -> now - since > GRACE_MS);
        found.values().removeIf(since -> now - since > GRACE_MS);
    }
}
