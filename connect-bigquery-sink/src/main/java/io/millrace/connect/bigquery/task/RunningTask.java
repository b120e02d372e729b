// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.task;

import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.deliver.BufferGauge;
import io.millrace.connect.bigquery.deliver.OffsetTracker;
import io.millrace.connect.bigquery.health.TaskHealth;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.pipeline.TablePipelines;
import io.millrace.connect.bigquery.reject.Rejects;
import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.kit.metrics.Numbers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A started task: the way of every record, top to bottom. {@code put} never waits for the network and takes every record;
 * {@code preCommit} waits for acknowledgements, but no longer than it was told. Task thread only.
 */
public final class RunningTask {
    /** How long {@code preCommit} sleeps at most before it looks again at reports, which nobody posts. */
    private static final long LOOK_MS = 20;

    private final Router router;
    private final Changes changes;
    private final TablePipelines pipelines;
    private final Accounting accounting;
    private final BackPressure backPressure;
    private final Duration flushTimeout;

    /** The task's books and the door through which others add to them. */
    public record Accounting(
            Mailbox mailbox,
            OffsetTracker tracker,
            BufferGauge gauge,
            Rejects rejects,
            TaskHealth health,
            Numbers<TaskMetric> numbers) {}

    public RunningTask(
            Router router,
            Changes changes,
            TablePipelines pipelines,
            Accounting accounting,
            BackPressure backPressure,
            Duration flushTimeout) {
        this.router = router;
        this.changes = changes;
        this.pipelines = pipelines;
        this.accounting = accounting;
        this.backPressure = backPressure;
        this.flushTimeout = flushTimeout;
    }

    public void open(Collection<TopicPartition> partitions) {
        accounting.tracker().open(partitions);
        pipelines.open(partitions);
        backPressure.reassigned();
        backPressure
                .regulate(); // too much may be on its way already, and the worker may hold paused what has no reason
        // any more
    }

    /** Takes all records, whatever is away or late: what is too much is held back by pausing alone. */
    public void put(Collection<SinkRecord> records) {
        drain();
        backPressure.comeBackSoon();
        accounting.health().check();
        accounting.tracker().delivery();
        for (SinkRecord record : records) {
            Origin origin = accounting.tracker().begin(record); // its offset is open until it is finished
            if (origin == null) {
                accounting.numbers().add(TaskMetric.REDELIVERED_RECORDS_TOTAL, 1);
                continue;
            }
            try {
                if (changes.skips(record)) {
                    skip(origin);
                } else {
                    pipelines.of(router.route(record)).take(record, origin);
                }
            } catch (DataException badRecord) { // this record only; anything else stops the task
                pipelines.reject(record, origin, badRecord);
            }
        }
        pipelines.tick();
        backPressure.regulate();
    }

    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        try {
            flush();
            backPressure.reassigned(); // costs little here, and mends whatever the worker may have forgotten
            backPressure.regulate();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failed) {
            // Thrown by the next put: out of preCommit the worker would only log it and deliver everything again.
            accounting.health().fail("the commit", failed);
        }
        return accounting.tracker().committable(consumed);
    }

    private void flush() throws InterruptedException {
        long deadline = pipelines.now() + flushTimeout.toMillis();
        drain();
        pipelines.cutAll();
        while (worthWaiting() && pipelines.now() < deadline) {
            accounting.mailbox().await(Math.min(LOOK_MS, deadline - pipelines.now()));
            drain();
            pipelines.cutAll();
        }
    }

    /** Forgets partitions that were lost: whatever of them is not written, the next owner writes. */
    public void close(Collection<TopicPartition> partitions) {
        accounting.tracker().close(partitions);
        accounting.rejects().drop(partitions);
        pipelines.drop(partitions);
        backPressure.reassigned();
    }

    private void skip(Origin origin) {
        accounting.tracker().finish(origin, accounting.tracker().epoch());
        accounting.numbers().add(TaskMetric.SKIPPED_RECORDS_TOTAL, 1);
    }

    private void drain() {
        accounting.mailbox().drain();
        try {
            accounting.rejects().settle(report -> accounting.tracker().finish(report.origin(), report.epoch()));
        } catch (ConnectException lost) {
            accounting.health().fail(lost); // nobody would report again
        }
    }

    /** Not for what takes longer already: it would hold up every commit for as long as a commit may take. */
    private boolean worthWaiting() {
        return !accounting.health().failed()
                && (accounting.rejects().open() > 0 || pipelines.anyPromising())
                && accounting.tracker().open() > 0;
    }
}
