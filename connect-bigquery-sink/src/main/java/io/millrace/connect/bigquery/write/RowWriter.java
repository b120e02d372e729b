// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import java.time.Duration;

/** A method of writing. Answers arrive where the writer was told to post them, one for each batch. */
public interface RowWriter extends AutoCloseable {
    /**
     * Hands a batch over; never waits.
     *
     * @param delay how long the batch is held back first, for tables that are not ready yet; zero for at once
     */
    void write(Batch batch, Duration delay);

    /** Gives up what is unsent or unanswered and frees threads and connections, within seconds. Posts nothing more. */
    @Override
    void close();
}
