// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import java.time.Duration;
import java.util.Collection;

/** A method of writing. Answers go to the {@link WriteEvents} that it was made with, one for each batch. */
public interface RowWriter extends AutoCloseable {
    /**
     * Hands a batch over; never waits.
     *
     * @param delay how long the batch is held back first, for tables that are not ready yet; zero for at once
     */
    void write(Batch batch, Duration delay);

    /**
     * Takes batches back: what is not on the wire when this returns is never sent, and what is on the wire is not repeated.
     * Each batch still gets its one result. Waits for the writer's thread, never for the network.
     */
    void withdraw(Collection<Batch> batches);

    /** Gives up what is unsent or unanswered and frees threads and connections, within seconds. Posts nothing more. */
    @Override
    void close();
}
