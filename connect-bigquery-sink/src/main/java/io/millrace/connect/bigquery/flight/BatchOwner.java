// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.flight;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.WriteResult.RowsRefused;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import java.time.Duration;

/** Whose batch it is: hears what becomes of it, and gets it back where its table is the reason that it was not written. */
public interface BatchOwner {
    /** A batch went to the writer. */
    void sent();

    /** The writer repeats a batch by itself. */
    void repeated(Repetition repetition);

    /** These rows are in the table. */
    void written(Batch rows, Duration latency);

    /** The table has changed, which does not concern what is under way. */
    void tableChanged();

    /** Nothing of the batch was written, because the table is not what it needs. It is the owner's again. */
    void behind(BatchReceipt batch, Lack lack);

    /**
     * Nothing of the batch was written, because these rows of it were refused for what they are. It is the owner's again: what
     * was known of the table may be the reason, else see {@link InFlight#refuse}.
     */
    void refused(BatchReceipt batch, RowsRefused rows);

    /** A row of the batch cannot be written, for this reason. */
    void reject(BatchReceipt batch, int position, String reason);

    /** A batch that was sent has its answer, which is dealt with. */
    void answered();

    /** The rows of a batch are in Cloud Storage. */
    void staged();

    /** The rows of an object are in the table. */
    void loaded(LoadNews.Loaded loaded);

    /**
     * BigQuery refuses the rows of an object for good.
     *
     * @return whether the task goes on without them, so that their records are finished
     */
    boolean goesOnWithout(LoadNews.SetAside setAside);

    /** An object cannot be loaded. */
    void failed(LoadNews.Failed failed);

    /** The rows of an object are of no use any more, and their records are read again. */
    void outdated(LoadNews.Outdated outdated);

    /** The table is not what the rows of an object need: the writer waits to be told that it was looked at. */
    void lacking(LoadNews.Lacking lacking);

    /** The writer tries again by itself. */
    void repeated(LoadNews.Repeated repeated);
}
