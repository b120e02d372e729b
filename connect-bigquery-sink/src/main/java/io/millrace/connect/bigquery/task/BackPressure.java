// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.task;

import io.millrace.connect.bigquery.deliver.Buffer;
import io.millrace.connect.bigquery.deliver.OffsetTracker;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.pipeline.TablePipelines;
import io.millrace.connect.bigquery.reject.Rejects;
import io.millrace.connect.kit.metrics.Numbers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Pauses and resumes partitions by what is on its way, and asks the worker to come back in time. A partition is paused as
 * long as there is a reason: the buffer is full, or a table that it feeds has more than its share. What the worker holds
 * paused is ours to say and never presumed: workers keep pauses over some rebalances and forget them over others, so after
 * each one every partition is told again.
 *
 * <p>Nobody can wake a worker that polls, so it is told beforehand how long to poll: without that, a paused task would go on
 * only at its next commit of offsets. Task thread.
 */
public final class BackPressure {
    private static final long WHILE_PAUSED_MS = 10;
    private static final long WHILE_OPEN_MS = 50;
    private static final long LAG_MS = 500;

    private final SinkTaskContext context;
    private final OffsetTracker tracker;
    private final Buffer buffer;
    private final Rejects rejects;
    private final TablePipelines pipelines;
    private final Numbers<TaskMetric> numbers;
    private final Set<TopicPartition> paused = new HashSet<>();
    private long lagShown;
    private boolean certain;
    private boolean full;

    /** Nothing is paused that is known of. */
    public BackPressure(
            SinkTaskContext context,
            OffsetTracker tracker,
            Buffer buffer,
            Rejects rejects,
            TablePipelines pipelines,
            Numbers<TaskMetric> numbers) {
        this.context = context;
        this.tracker = tracker;
        this.buffer = buffer;
        this.rejects = rejects;
        this.pipelines = pipelines;
        this.numbers = numbers;
        numbers.set(TaskMetric.BUFFER_LIMIT_BYTES, buffer.limit());
    }

    /** Partitions came or went: what the worker has paused is not known any more. */
    void reassigned() {
        certain = false;
    }

    /** Pauses what has a reason, resumes what has none, and asks to be called again while anything is open. */
    void regulate() {
        showLag();
        Set<TopicPartition> excess = excess();
        if (!certain || !excess.equals(paused)) {
            pauseOnly(excess);
        }
        long open = tracker.open();
        numbers.set(TaskMetric.BUFFER_BYTES, buffer.bytes());
        numbers.set(TaskMetric.PAUSED_PARTITIONS, paused.size());
        numbers.set(TaskMetric.OPEN_RECORDS, open);
        numbers.set(TaskMetric.ERRANT_RECORDS_TOTAL, rejects.total());
        numbers.set(TaskMetric.REDELIVERED_RECORDS_TOTAL, tracker.redelivered());
        if (open > 0 || !paused.isEmpty()) {
            comeBackSoon();
        }
    }

    /**
     * Has the worker go back where records are to be read again. In {@code put} alone: the worker goes back before it polls, so
     * that no partition is lost between.
     */
    void goBack() {
        Map<TopicPartition, Long> from = tracker.rereads();
        if (!from.isEmpty()) {
            context.offset(from);
        }
    }

    /** Adds up all partitions, so that is not for every call. */
    private void showLag() {
        long now = pipelines.now();
        if (!certain || now - lagShown >= LAG_MS) {
            lagShown = now;
            numbers.set(TaskMetric.OFFSET_LAG, tracker.lag());
        }
    }

    /** Asks the worker to call {@code put} again soon, even without records. */
    void comeBackSoon() {
        if (!paused.isEmpty() && pipelines.anyPromising()) {
            context.timeout(WHILE_PAUSED_MS);
        } else if (!paused.isEmpty() || tracker.open() > 0) {
            context.timeout(WHILE_OPEN_MS);
        }
    }

    private Set<TopicPartition> excess() {
        Set<TopicPartition> congested = new HashSet<>();
        List<Buffer.Share> exceeded = buffer.exceeded();
        long stuck = 0;
        for (Buffer.Share table : exceeded) {
            congested.addAll(table.sources());
            stuck += table.bytes();
        }
        // What a table holds beyond its share does not count for resuming: the others would wait for it.
        full = full ? buffer.bytes() - stuck > (buffer.limit() - stuck) / 2 : buffer.bytes() >= buffer.limit();
        List<Buffer.Share> pressing = full ? buffer.busy() : exceeded;
        if (!pressing.isEmpty()) {
            pipelines.relieve(pressing.stream().map(Buffer.Share::table).toList());
        }
        return full ? new HashSet<>(context.assignment()) : congested;
    }

    private void pauseOnly(Set<TopicPartition> excess) {
        Set<TopicPartition> assigned = context.assignment();
        TopicPartition[] pause = assigned.stream()
                .filter(partition -> excess.contains(partition) && !(certain && paused.contains(partition)))
                .toArray(TopicPartition[]::new);
        TopicPartition[] resume = assigned.stream()
                .filter(partition -> !excess.contains(partition) && (!certain || paused.contains(partition)))
                .toArray(TopicPartition[]::new);
        if (pause.length > 0) {
            context.pause(pause);
        }
        if (resume.length > 0) {
            context.resume(resume);
        }
        paused.clear();
        paused.addAll(excess);
        paused.retainAll(assigned);
        certain = true;
    }
}
