// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import org.apache.kafka.connect.errors.ConnectException;

/** What a {@link RowWriter} tells, on its own thread; whoever is told must not wait. */
public interface WriteEvents {
    /** A batch has its answer: exactly one for each. */
    void finished(WriteResult result);

    /** A batch is repeated; told at once and each time, so that an outage shows while it lasts. */
    void repeated(Repetition repetition);

    /** What becomes of an object that batches were answered to be {@code Staged} in; told in the order it happens. */
    void told(LoadNews news);

    /** The writer is broken, whether it has batches or not: nothing is sent any more until the task is started again. */
    void broken(ConnectException error);
}
