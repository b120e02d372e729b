// SPDX-License-Identifier: Apache-2.0
package org.apache.kafka.connect.runtime;

import io.millrace.connect.testkit.DeadLetters;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Connect's own {@link WorkerSinkTask}, of the Kafka on the class path, around a task: every rule of pausing, redelivery, commits
 * and rebalances is Kafka's, and only the network is the test's. Fetches come back when the test says ({@link #fetch}), a
 * rebalance has two halves with whatever the test does in between (eager: {@link #revokeAll} or {@link #loseAll}, then
 * {@link #assign} of all; cooperative: {@link #revoke} or {@link #lose} of some, then {@link #assign} of some or none), and the
 * worker's loop turns when it is told, on the calling thread. With each turn the task's offsets are checked, as
 * {@link WatchedTask} says.
 *
 * <p>It lives in Connect's package because {@code WorkerSinkTask} does not let others in.
 */
@NullMarked
public final class RealWorker implements AutoCloseable {
    private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(2);

    private final TopicLog log = new TopicLog();
    private final DirectedConsumer consumer = new DirectedConsumer(log);
    private final WatchedTask task;
    private final WorkerAssembly assembly;
    private final WorkerSinkTask worker;

    /**
     * Starts the task.
     *
     * @param properties the task's, with {@code name} and {@code topics}
     * @param deadLetters where errant records go; null for a worker that tolerates none
     * @param commitEvery the worker's {@code offset.flush.interval.ms}
     */
    public RealWorker(
            SinkTask watched, Map<String, String> properties, @Nullable DeadLetters deadLetters, Duration commitEvery) {
        task = new WatchedTask(watched, consumer);
        assembly = new WorkerAssembly(properties.getOrDefault("name", "connector"), commitEvery);
        worker = assembly.around(task, consumer, log, deadLetters);
        Map<String, String> config = new HashMap<>(properties);
        config.put(TaskConfig.TASK_CLASS_CONFIG, watched.getClass().getName());
        worker.initialize(new TaskConfig(config));
        worker.doStart();
    }

    /** Puts records into their topics; they are consumed once a fetch brings them. Offsets must be new to their partition. */
    public RealWorker produce(Collection<SinkRecord> records) {
        records.forEach(log::append);
        return this;
    }

    /** See {@link #produce(Collection)}. */
    public RealWorker produce(SinkRecord... records) {
        return produce(Arrays.asList(records));
    }

    /** The offset after the last record of a partition; 0 if there is none. */
    public long end(TopicPartition partition) {
        return log.end(partition);
    }

    /** The offsets of the records of a partition, those below this one. */
    public Set<Long> offsetsBelow(TopicPartition partition, long offset) {
        return log.from(partition, 0).headMap(offset).keySet();
    }

    /** Deletes topics and makes them anew, empty. */
    public void recreate(TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            log.clear(partition);
            consumer.rewind(partition);
        }
    }

    /** At most so many records a put, as {@code max.poll.records}; Kafka's default at first. */
    public void pollAtMost(int records) {
        consumer.pollAtMost(records);
    }

    /** A fetch of the partition comes back with at most so many records, unless the last one's are not polled yet. */
    public void fetch(TopicPartition partition, int records) {
        consumer.fetch(partition, records);
    }

    /** Fetches of all that is in these partitions come back. */
    public void fetch(TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            consumer.fetch(partition, Integer.MAX_VALUE);
        }
    }

    /** Begins partitions where another task committed. */
    public void committedElsewhere(Map<TopicPartition, Long> offsets) {
        consumer.committedElsewhere(offsets);
    }

    /** The second half of a rebalance: these partitions come, perhaps none. */
    public void assign(TopicPartition... partitions) {
        assign(List.of(partitions));
    }

    /** See {@link #assign(TopicPartition...)}. */
    public void assign(Collection<TopicPartition> partitions) {
        consumer.add(partitions);
        task.requireLawful();
    }

    /** The first half of an eager rebalance. */
    public void revokeAll() {
        revoke(assignment());
    }

    /** The first half of a cooperative rebalance: these go, as far as the task has them, the others stay as they are. */
    public void revoke(Collection<TopicPartition> partitions) {
        consumer.remove(partitions, false);
        task.requireLawful();
    }

    /** As after a session that timed out: nothing can be committed any more. */
    public void loseAll() {
        lose(assignment());
    }

    /** See {@link #loseAll}, for some partitions. */
    public void lose(Collection<TopicPartition> partitions) {
        consumer.remove(partitions, true);
        task.requireLawful();
    }

    /** {@code PUT /connectors/<name>/pause}; taken note of with the next turn. */
    public void pause() {
        worker.transitionTo(TargetState.PAUSED);
    }

    /** {@code PUT /connectors/<name>/resume}. */
    public void resume() {
        worker.transitionTo(TargetState.STARTED);
    }

    /** One turn of the worker's loop: a commit if it is time for one, a poll, a put. Throws what ends the task. */
    public void iterate() {
        worker.iteration();
        task.requireLawful();
    }

    /** Turns for so long, with a breath between. */
    public void iterate(Duration time) {
        iterateUntil(time, () -> false);
    }

    /** Turns until the condition holds, at most for so long; whether it holds. */
    public boolean iterateUntil(Duration most, BooleanSupplier condition) {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            iterate();
            LockSupport.parkNanos(BREATH);
        }
        return true;
    }

    /** The next turn begins with a commit. */
    public void requestCommit() {
        task.context().requestCommit();
    }

    /** What the worker's task has. */
    public Set<TopicPartition> assignment() {
        return consumer.assignment();
    }

    /** What the consumer does not poll, whoever paused it. */
    public Set<TopicPartition> paused() {
        return consumer.paused();
    }

    /** What the group has committed. */
    public Map<TopicPartition, Long> committed() {
        return Map.copyOf(consumer.committed());
    }

    /** What the group has committed of one partition; 0 if nothing. */
    public long committed(TopicPartition partition) {
        return consumer.committed().getOrDefault(partition, 0L);
    }

    /** How many records each put was given, in order. */
    public List<Integer> puts() {
        return List.copyOf(task.puts());
    }

    /** What the last put threw; null if it took its records. */
    public @Nullable RuntimeException lastThrown() {
        return task.lastThrown();
    }

    /** The last calls that the task got, newest last, for the message of a test that failed. */
    public List<String> history() {
        return task.history();
    }

    /** Ends as on a graceful stop, up to the task's own: commits and closes all partitions. */
    public void stopGracefully() {
        worker.stop();
        worker.execute();
        task.requireLawful();
    }

    /** Stops the task, without a last commit. */
    @Override
    public void close() {
        try {
            worker.doClose();
        } finally {
            worker.removeMetrics();
            assembly.metrics().stop();
        }
    }
}
