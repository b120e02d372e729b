// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.task;

import io.millrace.connect.bigquery.deliver.Guarantee;
import io.millrace.connect.bigquery.deliver.OffsetTracker;
import io.millrace.connect.bigquery.deliver.Slot;
import io.millrace.connect.bigquery.health.TaskHealth;
import io.millrace.connect.bigquery.pipeline.TablePipelines;
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
public final class RunningTask {
    /** How long {@code preCommit} sleeps at most before it looks again at reports, which nobody posts. */
    private static final long LOOK_MS = 20;

    private final Mailbox<TablePipelines> mailbox;
    private final Router router;
    private final Delivery delivery;
    private final TablePipelines pipelines;
    private final BackPressure backPressure;
    private final TaskHealth health;

    /**
     * What is promised of records.
     *
     * @param flushTimeout how long a commit waits for what is on its way
     */
    public record Delivery(OffsetTracker tracker, Guarantee guarantee, Rejects rejects, Duration flushTimeout) {}

    /** A task that was given nothing yet. */
    public RunningTask(
            Mailbox<TablePipelines> mailbox,
            Router router,
            Delivery delivery,
            TablePipelines pipelines,
            BackPressure backPressure,
            TaskHealth health) {
        this.mailbox = mailbox;
        this.router = router;
        this.delivery = delivery;
        this.pipelines = pipelines;
        this.backPressure = backPressure;
        this.health = health;
    }

    /** See {@code SinkTask.open}. */
    public void open(Collection<TopicPartition> partitions) {
        delivery.guarantee().open(partitions);
        pipelines.open(partitions);
        backPressure.reassigned();
        // Too much may be on its way already, and the worker may hold paused what has no reason any more.
        backPressure.regulate();
    }

    /** Takes all records, whatever is away or late: what is too much is held back by pausing alone. */
    public void put(Collection<SinkRecord> records) {
        drain();
        backPressure.comeBackSoon();
        health.check();
        delivery.tracker().delivery();
        for (SinkRecord record : records) {
            Slot slot = delivery.tracker().begin(record); // its offset is open until it is finished
            if (slot == null) {
                continue; // on its way, or finished
            }
            try {
                pipelines.take(record, router.route(record), slot);
            } catch (DataException badRecord) { // this record only; anything else stops the task
                pipelines.reject(record, slot, badRecord);
            }
        }
        pipelines.tick();
        backPressure.goBack();
        backPressure.regulate();
    }

    private void drain() {
        mailbox.drain(pipelines);
        try {
            delivery.rejects().settle();
        } catch (ConnectException lost) {
            health.fail(lost); // nobody would report again
        }
    }

    /** See {@code SinkTask.preCommit}. */
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        try {
            flush();
            backPressure.reassigned(); // costs little here, and mends whatever the worker may have forgotten
            backPressure.regulate();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failed) {
            // Thrown by the next put: out of preCommit the worker would only log it and deliver everything again.
            health.fail("the commit", failed);
        }
        return delivery.guarantee().commit(consumed);
    }

    private void flush() throws InterruptedException {
        long deadline = pipelines.now() + delivery.flushTimeout().toMillis();
        drain();
        pipelines.cutAll();
        while (worthWaiting() && pipelines.now() < deadline) {
            mailbox.await(Math.min(LOOK_MS, deadline - pipelines.now()), pipelines);
            drain();
            pipelines.cutAll();
        }
    }

    /** Not for what takes longer already: it would hold up every commit for as long as a commit may take. */
    private boolean worthWaiting() {
        return !health.failed()
                && (delivery.rejects().open() > 0 || pipelines.anyPromising())
                && delivery.tracker().open() > 0;
    }

    /** Forgets partitions that were lost: whatever of them is not written, the next owner writes. */
    public void close(Collection<TopicPartition> partitions) {
        delivery.guarantee().close(partitions);
        delivery.rejects().drop();
        pipelines.drop(partitions);
        backPressure.reassigned();
    }
}
