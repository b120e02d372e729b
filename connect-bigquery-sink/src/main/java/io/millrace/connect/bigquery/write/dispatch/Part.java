// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.dispatch;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult;

/** Rows of a batch that are sent apart from its others; gets their answer. */
public interface Part extends WriteResult.Receiver {
    /** These rows. */
    Batch batch();

    /** The batch that somebody handed over. */
    Batch whole();

    /** Whether nobody waits for its answer any more. */
    boolean isOver();

    @Override
    default void staged(WriteResult.Staged staged) {
        throw new IllegalStateException("what is sent by itself is no object in Cloud Storage");
    }
}
