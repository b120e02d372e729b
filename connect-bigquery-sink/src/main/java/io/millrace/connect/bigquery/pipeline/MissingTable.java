// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.pipeline.WaitingRecords.Waiting;
import org.apache.kafka.connect.errors.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of records that wait while there is no table. Those that say nothing of it, such as an empty map, wait for a
 * while: a record that follows may tell what the table should be, or somebody else makes it. No table can be made from
 * nothing. Task thread.
 */
final class MissingTable {
    private static final Logger LOG = LoggerFactory.getLogger(MissingTable.class);
    private static final long LOOK_MS = 10_000;
    private static final long PATIENCE_MS = 60_000;
    private static final long NEVER = -1;

    private final Destination table;
    private final PipelineParts parts;
    private final WaitingRecords waiting;
    private long since = NEVER;
    private long looked;

    MissingTable(Destination table, PipelineParts parts, WaitingRecords waiting) {
        this.table = table;
        this.parts = parts;
        this.waiting = waiting;
    }

    /** The table was looked for, and is not there: refuses what no table could hold. What that weighed. */
    long missed() {
        if (since == NEVER) {
            since = parts.now();
        }
        looked = parts.now();
        return settle(false);
    }

    /** It is there. */
    void forget() {
        since = NEVER;
    }

    boolean isKnown() {
        return since != NEVER;
    }

    /** Whether nothing that waits says what the table should be. */
    boolean isUntold() {
        return isKnown() && !waiting.isEmpty() && waiting.needed(null) == null;
    }

    /** Whether somebody else may have made it since it was looked for. */
    boolean isLookDue(long now) {
        return now - looked >= LOOK_MS;
    }

    /** Leaves out what has waited for long enough; what that weighed. */
    long giveUp(long now) {
        if (now - since < PATIENCE_MS) {
            return 0;
        }
        since = NEVER; // the next such record looks for itself
        return settle(true);
    }

    private long settle(boolean patienceOver) {
        long weight = 0;
        int skipped = 0;
        for (Waiting first = waiting.first(); first != null; first = waiting.first()) {
            try {
                boolean telling =
                        !parts.rows().wantedBy(first.record(), null).columns().isEmpty();
                if (telling || !patienceOver) {
                    break;
                }
                parts.skip(first.origin(), first.epoch());
                skipped++;
            } catch (DataException bad) {
                parts.reject(first.record(), first.origin(), first.epoch(), bad);
            }
            waiting.removeFirst();
            weight += first.weight();
        }
        if (skipped > 0) {
            LOG.warn(
                    "skipped records without any value, of which no table can be made; create the table, or set"
                            + " kafka.columns, to have them as rows table={} records={}",
                    table,
                    skipped);
        }
        return weight;
    }
}
