// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.change.Changes;
import io.millrace.connect.bigquery.deliver.BufferGauge;
import io.millrace.connect.bigquery.deliver.OffsetLedger;
import io.millrace.connect.bigquery.metrics.Numbers;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.reject.Rejects;
import io.millrace.connect.bigquery.route.Router;
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
final class RunningTask {
    /** How long {@code preCommit} sleeps at most before it looks again at reports, which nobody posts. */
    private static final long LOOK_MS = 20;

    private final Router router;
    private final Changes changes;
    private final Lanes lanes;
    private final Accounting accounting;
    private final Consumption consumption;
    private final Duration flushTimeout;

    /** The task's books and the door through which others add to them. */
    record Accounting(
            Inbox inbox,
            OffsetLedger ledger,
            BufferGauge gauge,
            Rejects rejects,
            Troubles troubles,
            Numbers<TaskMetric> numbers) {}

    RunningTask(
            Router router,
            Changes changes,
            Lanes lanes,
            Accounting accounting,
            Consumption consumption,
            Duration flushTimeout) {
        this.router = router;
        this.changes = changes;
        this.lanes = lanes;
        this.accounting = accounting;
        this.consumption = consumption;
        this.flushTimeout = flushTimeout;
    }

    void open(Collection<TopicPartition> partitions) {
        accounting.ledger().open(partitions);
        lanes.open(partitions);
        consumption.reassigned();
        consumption.regulate(); // too much may be on its way already, and the worker may hold paused what has no reason
        // any more
    }

    /** Takes all records, whatever is away or late: what is too much is held back by pausing alone. */
    void put(Collection<SinkRecord> records) {
        drain();
        consumption.comeBackSoon();
        accounting.troubles().check();
        accounting.ledger().delivery();
        for (SinkRecord record : records) {
            Origin origin = accounting.ledger().begin(record); // its offset is open until it is finished
            if (origin == null) {
                accounting.numbers().add(TaskMetric.REDELIVERED_RECORDS_TOTAL, 1);
                continue;
            }
            try {
                if (changes.skips(record)) {
                    skip(origin);
                } else {
                    lanes.of(router.route(record)).take(record, origin);
                }
            } catch (DataException badRecord) { // this record only; anything else stops the task
                lanes.reject(record, origin, badRecord);
            }
        }
        lanes.tick();
        consumption.regulate();
    }

    Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        try {
            flush();
            consumption.reassigned(); // costs little here, and mends whatever the worker may have forgotten
            consumption.regulate();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failed) {
            // Thrown by the next put: out of preCommit the worker would only log it and deliver everything again.
            accounting.troubles().fail("the commit", failed);
        }
        return accounting.ledger().committable(consumed);
    }

    private void flush() throws InterruptedException {
        long deadline = lanes.now() + flushTimeout.toMillis();
        drain();
        lanes.cutAll();
        while (worthWaiting() && lanes.now() < deadline) {
            accounting.inbox().await(Math.min(LOOK_MS, deadline - lanes.now()));
            drain();
            lanes.cutAll();
        }
    }

    /** Forgets partitions that were lost: whatever of them is not written, the next owner writes. */
    void close(Collection<TopicPartition> partitions) {
        accounting.ledger().close(partitions);
        accounting.rejects().drop(partitions);
        lanes.drop(partitions);
        consumption.reassigned();
    }

    private void skip(Origin origin) {
        accounting.ledger().finish(origin, accounting.ledger().incarnation());
        accounting.numbers().add(TaskMetric.SKIPPED_RECORDS_TOTAL, 1);
    }

    private void drain() {
        accounting.inbox().drain();
        try {
            accounting.rejects().settle(report -> accounting.ledger().finish(report.origin(), report.incarnation()));
        } catch (ConnectException lost) {
            accounting.troubles().fail(lost); // nobody would report again
        }
    }

    /** Not for what takes longer already: it would hold up every commit for as long as a commit may take. */
    private boolean worthWaiting() {
        return !accounting.troubles().failed()
                && (accounting.rejects().open() > 0 || lanes.anyPromising())
                && accounting.ledger().open() > 0;
    }
}
