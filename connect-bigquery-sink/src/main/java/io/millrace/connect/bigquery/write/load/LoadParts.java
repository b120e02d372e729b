// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LoadWriter} is made of.
 *
 * @param settings of all tables
 * @param outside is told on the writer's thread
 * @param numbers of the task
 */
public record LoadParts(
        LoadSettings settings,
        Owner owner,
        WriteEvents outside,
        Numbers<TaskMetric> numbers,
        Retries retries,
        Threads threads) {
    /**
     * How a table's rows become objects and jobs.
     *
     * @param form what its objects are
     */
    public record Table(LoadSettings.Cut cut, FileForm form) {}

    /** Whose objects and jobs they are. */
    public record Owner(String connector, int task) {}

    /**
     * How long things are tried.
     *
     * @param outage after which time of repeating something has failed; null for never
     * @param tolerant whether the task goes on without what cannot be had, so that a missing permission is waited for
     */
    public record Retries(RetryPolicy policy, @Nullable Duration outage, boolean tolerant) {}

    /**
     * Who does the work.
     *
     * @param writer makes the writer's own thread
     * @param calls make files and wait for Google's answers; a few threads for all tables
     */
    public record Threads(ThreadFactory writer, Executor calls) {}
}
