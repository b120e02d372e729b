// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

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

    private final WaitingRecords waiting;
    private final TableAccount account;
    private long since = NEVER;
    private long looked;

    MissingTable(WaitingRecords waiting, TableAccount account) {
        this.waiting = waiting;
        this.account = account;
    }

    /** The table was looked for, and is not there: refuses what no table could hold. */
    void missed(long now) {
        if (since == NEVER) {
            since = now;
        }
        looked = now;
        settle(false);
    }

    /** A record has come that waits: one that only takes a row away has nothing to wait for. */
    void joined() {
        if (isKnown()) {
            settle(false);
        }
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

    /** Leaves out what has waited for long enough. */
    void giveUp(long now) {
        if (now - since >= PATIENCE_MS) {
            since = NEVER; // the next such record looks for itself
            settle(true);
        }
    }

    private void settle(boolean patienceOver) {
        int skipped = 0;
        for (Waiting first = waiting.first(); first != null; first = waiting.first()) {
            try {
                boolean gone = first.change().isDelete(); // with the table
                if (waiting.hasColumns(first) || !(patienceOver || gone)) {
                    break;
                }
                account.skip(first.slot());
                waiting.removeFirst();
                skipped += gone ? 0 : 1;
            } catch (DataException bad) {
                waiting.rejectFirst(bad);
            }
        }
        if (skipped > 0) {
            LOG.warn(
                    "skipped records without any value, of which no table can be made; create the table, or set"
                            + " kafka.columns, to have them as rows table={} records={}",
                    account.table(),
                    skipped);
        }
    }
}
