// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.model.TableShape;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What rows in Cloud Storage need of a table that was not what they need when they were to be loaded. An answer counts only
 * if it was asked for after that. Task thread.
 */
final class StagedNeeds {
    private final RowConverter rows;
    private @Nullable TableShape needed;
    private boolean asked;

    StagedNeeds(RowConverter rows) {
        this.rows = rows;
    }

    /** Rows of this shape could not be loaded. */
    void lack(TableShape shape) {
        needed = needed == null ? shape : union(needed, shape);
        asked = false;
    }

    /** Whether any rows wait for the table. */
    boolean isOpen() {
        return needed != null;
    }

    /** The question that is asked now is for these rows, too: what others need, and they; null if nobody needs anything. */
    @Nullable
    TableShape askedWith(@Nullable TableShape others) {
        TableShape own = needed;
        if (own == null) {
            return others;
        }
        asked = true;
        return others == null ? own : union(others, own);
    }

    /**
     * The table as it is now.
     *
     * @return whether the rows may go on: it is what they need, or can never be, which their next job tells
     */
    boolean settledBy(TableShape live) {
        TableShape own = needed;
        if (own == null || !asked || !union(live, own).equals(live)) {
            return false;
        }
        needed = null;
        asked = false;
        return true;
    }

    private TableShape union(TableShape one, TableShape other) {
        try {
            TableShape grown = rows.grown(one, other);
            return grown == null ? one : grown;
        } catch (DataException contrary) {
            return one; // whoever needs it hears from BigQuery that it is impossible
        }
    }
}
