// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.encode.RowContents;
import io.millrace.connect.bigquery.flight.BatchReceipt;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.WriteResult.RowsRefused;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import org.jspecify.annotations.Nullable;

/** A batch that came back, and why. Task thread. */
final class HeldBatch {
    private final BatchReceipt receipt;
    private final Lack lack;
    private final @Nullable RowsRefused refused;
    private @Nullable RowContents contents;

    private HeldBatch(BatchReceipt receipt, Lack lack, @Nullable RowsRefused refused) {
        this.receipt = receipt;
        this.lack = lack;
        this.refused = refused;
    }

    /** Its table lacks something. */
    static HeldBatch lacking(BatchReceipt receipt, Lack lack) {
        return new HeldBatch(receipt, lack, null);
    }

    /** Rows of it were refused, perhaps because its table has other types than they were encoded for. */
    static HeldBatch doubted(BatchReceipt receipt, RowsRefused refused) {
        return new HeldBatch(receipt, Lack.TYPES, refused);
    }

    BatchReceipt receipt() {
        return receipt;
    }

    Lack lack() {
        return lack;
    }

    /** What BigQuery said of its rows, which holds if the table is what they were encoded for; null where it named none. */
    @Nullable
    RowsRefused refused() {
        return refused;
    }

    /** Whether only a look at the table tells whether its rows are outdated. */
    boolean isUnsettled() {
        return lack == Lack.TYPES;
    }

    /** What its rows were encoded for. */
    TableShape shape() {
        return receipt.batch().shape();
    }

    /** What its rows have. */
    RowContents contents(RowConverter rows) {
        RowContents known = contents;
        if (known == null) {
            known = rows.contents(receipt.batch());
            contents = known;
        }
        return known;
    }

    /** What of it is still this task's; null if nothing. */
    @Nullable
    HeldBatch owned() {
        if (refused == null) {
            BatchReceipt owned = receipt.owned();
            return owned == null ? null : lacking(owned, lack);
        }
        if (receipt.isAnyOwned()) {
            return this; // the refusals are told by position
        }
        receipt.release();
        return null;
    }
}
