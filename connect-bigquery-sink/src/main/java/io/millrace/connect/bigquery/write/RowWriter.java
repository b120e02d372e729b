// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
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
     * Hands over a batch that was refused as a whole though its table is what it needs; never waits. Its rows are sent in
     * ever smaller requests, which finds out those that are refused; the result is {@code Written}, or
     * {@code RowsRefused} with all others written.
     */
    void sift(Batch batch);

    /**
     * Takes batches back: what is not on the wire when this returns is never sent, and what is on the wire is not repeated.
     * Each batch still gets its one result. Waits for the writer's thread, never for the network.
     */
    void withdraw(Collection<Batch> batches);

    /**
     * Takes objects back none of whose rows are to be loaded from there any more: what is in no load job is deleted, not
     * loaded, and nothing is told of it. What is in one is loaded.
     */
    default void discard(Collection<StagedObject> objects) {}

    /** Memory is short because of these tables: what of them waits for company goes now. */
    default void relieve(Collection<Destination> tables) {}

    /** Puts an object where people find it that is {@link LoadNews.Outdated}, and whose records cannot be read again. */
    default void setAside(StagedObject object) {}

    /** The table was looked at, and made or changed as far as it can be, and is so now: answers {@link LoadNews.Lacking}. */
    default void tableSeen(Destination table, TableShape live) {}

    /** Whether a batch of this table is answered within a second or so when all is well. */
    default boolean isPrompt(Destination table) {
        return true;
    }

    /** Gives up what is unsent or unanswered and frees threads and connections, within seconds. Posts nothing more. */
    @Override
    void close();
}
