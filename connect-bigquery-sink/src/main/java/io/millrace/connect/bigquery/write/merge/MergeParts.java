// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.load.LoadParts;
import io.millrace.connect.kit.metrics.Numbers;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * What a {@link MergeWriter} is made of.
 *
 * @param owner whose staging tables and jobs they are
 * @param outside is told on the writer's thread
 * @param numbers of the task
 * @param threads who does the work
 */
public record MergeParts(
        MergeSettings settings,
        LoadParts.Owner owner,
        WriteEvents outside,
        Numbers<TaskMetric> numbers,
        LoadParts.Retries retries,
        Threads threads) {
    /**
     * Who does the work.
     *
     * @param writer makes the writer's own thread
     * @param uploads make files and upload them; a few threads for all tables
     * @param calls ask BigQuery for all else; none of them waits for a job
     */
    public record Threads(ThreadFactory writer, Executor uploads, Executor calls) {}

    Executor uploads() {
        return threads.uploads();
    }

    Executor calls() {
        return threads.calls();
    }
}
