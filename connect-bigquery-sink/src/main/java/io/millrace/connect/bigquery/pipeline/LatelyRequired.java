// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.encode.RowContents;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult.RowsRefused;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a table that were REQUIRED until lately: relaxed, dropped, or gone with their table. Parts of BigQuery may
 * still refuse rows without them. Task thread.
 */
final class LatelyRequired {
    /** How long after a change a part of BigQuery may not see it. */
    private static final long GRACE_MS = 120_000;

    private final RowConverter rows;
    /** By path, in lower case. */
    private final Map<String, Long> until = new HashMap<>();

    LatelyRequired(RowConverter rows) {
        this.rows = rows;
    }

    /** The table had these columns a moment ago. */
    void had(TableShape before, long now) {
        until.values().removeIf(ended -> now - ended > GRACE_MS);
        required(before.columns(), "").forEach(path -> until.put(path, now));
    }

    /** It has these now. */
    void has(TableShape shape) {
        if (!until.isEmpty()) {
            until.keySet().removeAll(required(shape.columns(), ""));
        }
    }

    private static Set<String> required(List<Column> columns, String prefix) {
        Set<String> required = new HashSet<>();
        for (Column column : columns) {
            String path = prefix + column.name().toLowerCase(Locale.ROOT);
            if (column.mode() == ColumnMode.REQUIRED) {
                required.add(path);
            }
            required.addAll(required(column.fields(), path + "."));
        }
        return required;
    }

    /**
     * Whether rows may have been refused because of such a column: they lack it, no row was accepted that lacks it as well,
     * and BigQuery does not name others instead.
     */
    boolean explains(RowsRefused refused, long now) {
        until.values().removeIf(ended -> now - ended > GRACE_MS);
        if (until.isEmpty()) {
            return false;
        }
        Set<String> possible = new HashSet<>(until.keySet());
        Batch accepted = refused.batch().without(refused.reasons().keySet());
        if (accepted != null) {
            possible.removeIf(rows.contents(accepted)::lacks);
        }
        return refused.reasons().keySet().stream().anyMatch(position -> {
            RowContents row = rows.contents(refused.batch(), position);
            Set<String> named = refused.named(position);
            return possible.stream().anyMatch(path -> row.lacks(path) && (named.isEmpty() || named.contains(path)));
        });
    }
}
