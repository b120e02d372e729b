// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.deliver.BufferGauge;
import io.millrace.connect.bigquery.deliver.OffsetTracker;
import io.millrace.connect.bigquery.health.TaskHealth;
import io.millrace.connect.bigquery.metrics.SinkMetrics;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.reject.Rejects;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.bigquery.write.BatchSettings;
import io.millrace.connect.kit.retry.Backoff;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What all pipelines of a task share.
 *
 * @param questions takes questions about tables, without waiting; each gets one answer
 */
public record PipelineParts(
        RowConverter rows,
        Consumer<TableQuestion> questions,
        InFlight inFlight,
        Accounts accounts,
        BatchSettings batch,
        Waits waits) {
    /**
     * Where records, bytes and troubles are counted.
     *
     * @param busy the pipelines of tables that have anything under way
     */
    public record Accounts(
            OffsetTracker tracker,
            BufferGauge gauge,
            Rejects rejects,
            TaskHealth health,
            SinkMetrics metrics,
            RawSize rawSizes,
            Set<TablePipeline> busy) {
        public Accounts(
                OffsetTracker tracker, BufferGauge gauge, Rejects rejects, TaskHealth health, SinkMetrics metrics) {
            this(tracker, gauge, rejects, health, metrics, new RawSize(), new LinkedHashSet<>());
        }
    }

    /** Time, and the pauses between attempts. */
    public record Waits(InstantSource clock, RandomGenerator random, Backoff backoff) {}

    public OffsetTracker tracker() {
        return accounts.tracker();
    }

    public BufferGauge gauge() {
        return accounts.gauge();
    }

    public Rejects rejects() {
        return accounts.rejects();
    }

    public TaskHealth health() {
        return accounts.health();
    }

    public SinkMetrics metrics() {
        return accounts.metrics();
    }

    public RawSize rawSizes() {
        return accounts.rawSizes();
    }

    /** The pipelines of tables that have anything under way. */
    public Set<TablePipeline> busy() {
        return accounts.busy();
    }

    public long now() {
        return waits.clock().millis();
    }

    /** The memory that a record holds, in bytes. */
    public long weightOf(SinkRecord record) {
        return new RecordWeight(rawSizes()).of(record);
    }

    /** Leaves a record out by rule. */
    public void skip(Origin origin, int epoch) {
        tracker().finish(origin, epoch);
        metrics().task().add(TaskMetric.SKIPPED_RECORDS_TOTAL, 1);
    }

    /** Refuses a record outside of {@code put}: where that is not tolerated, the task's next call fails. */
    public void reject(SinkRecord record, Origin origin, int epoch, DataException error) {
        try {
            rejects().take(record, origin, epoch, weightOf(record), error);
        } catch (ConnectException notTolerated) {
            health().fail(notTolerated);
        }
    }
}
