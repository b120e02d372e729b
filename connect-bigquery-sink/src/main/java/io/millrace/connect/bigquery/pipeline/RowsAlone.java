// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.flight.BatchOwner;
import io.millrace.connect.bigquery.flight.BatchReceipt;
import io.millrace.connect.bigquery.flight.InFlight;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;

/**
 * What becomes of rows that their table does not take as they are, and whose records are not kept: where they can, they go on
 * as what they have; else the task ends, and its successor reads the records again. Task thread.
 */
final class RowsAlone {
    private final TableAccount account;
    private final RowConverter rows;
    private final InFlight inFlight;

    RowsAlone(TableAccount account, RowConverter rows, InFlight inFlight) {
        this.account = account;
        this.rows = rows;
        this.inFlight = inFlight;
    }

    /**
     * Sends them without what the table does not have, or ends the task.
     *
     * @param receipt what of the batch is still this task's
     * @return false if the table can grow for what they have: then nothing is done
     */
    boolean settle(HeldBatch waiting, BatchReceipt receipt, TableShape live, BatchOwner owner) {
        if (rows.mayHaveLeftOut(waiting.shape(), live)) {
            fail(waiting, live);
            return true;
        }
        try {
            if (rows.grown(live, waiting.contents(rows)) != null) {
                return false;
            }
        } catch (DataException impossible) {
            if (waiting.isUnsettled()) {
                fail(waiting, live);
            } else {
                fail(String.valueOf(impossible.getMessage()));
            }
            return true;
        }
        Batch trimmed = rows.trimmed(receipt.batch(), live);
        if (trimmed == null) {
            fail(waiting, live);
        } else {
            inFlight.send(receipt.as(trimmed), owner, Duration.ZERO);
        }
        return true;
    }

    private void fail(HeldBatch waiting, TableShape live) {
        fail(rows.misfits(live, waiting.shape())
                + "; start the task again: it goes on from what is committed, with the table as it is");
    }

    private void fail(String how) {
        account.fail(
                new ConnectException("table " + account.table() + " was changed while rows were on their way: " + how));
    }
}
