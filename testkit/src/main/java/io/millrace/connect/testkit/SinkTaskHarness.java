// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * Does to a sink task what Connect's {@code WorkerSinkTask} does, on the calling thread: delivers what was produced,
 * redelivers after a retriable failure, honours pauses, commits, seeks back after a failed commit, rebalances. Checks with
 * every commit that offsets are of owned partitions and never lower than before.
 */
public final class SinkTaskHarness implements AutoCloseable {
    private final SinkTask task;
    private final HarnessContext context;
    private final Map<TopicPartition, TreeMap<Long, SinkRecord>> log = new HashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final Map<TopicPartition, Long> delivered = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private List<SinkRecord> redelivery = List.of();
    private @Nullable RetriableException lastRetriable;

    /** @param deadLetters where errant records go; null for a worker that tolerates none */
    public SinkTaskHarness(SinkTask task, Map<String, String> properties, @Nullable DeadLetters deadLetters) {
        this.task = task;
        this.context = new HarnessContext(properties, deadLetters);
        task.initialize(context);
        task.start(properties);
    }

    /** Puts records into their topics; offsets must be new to their partition. */
    public SinkTaskHarness produce(Collection<SinkRecord> records) {
        for (SinkRecord record : records) {
            TopicPartition partition = new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
            SinkRecord other =
                    log.computeIfAbsent(partition, first -> new TreeMap<>()).put(record.originalKafkaOffset(), record);
            assertThat(other).as("a second record at one offset").isNull();
        }
        return this;
    }

    /** See {@link #produce(Collection)}. */
    public SinkTaskHarness produce(SinkRecord... records) {
        return produce(Arrays.asList(records));
    }

    /** Deletes topics and makes them anew, empty: a consumer that finds its position gone goes back to the beginning. */
    public SinkTaskHarness recreate(TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            log.remove(partition);
            committed.remove(partition);
            positions.replace(partition, 0L);
            delivered.replace(partition, 0L);
        }
        return this;
    }

    /** Gives partitions to the task, which begins where was committed last. */
    public SinkTaskHarness assign(TopicPartition... partitions) {
        List<TopicPartition> opened = List.of(partitions);
        context.assignment().addAll(opened);
        opened.forEach(partition -> {
            positions.put(partition, committed.getOrDefault(partition, 0L));
            delivered.put(partition, committed.getOrDefault(partition, 0L));
        });
        task.open(opened);
        return this;
    }

    /** Begins partitions where another task committed. */
    public SinkTaskHarness committedElsewhere(Map<TopicPartition, Long> offsets) {
        committed.putAll(offsets);
        return this;
    }

    /** Takes partitions back in good order: commits first. */
    public void revoke(TopicPartition... partitions) {
        commit();
        lose(partitions);
    }

    /** Takes partitions away without asking. */
    public void lose(TopicPartition... partitions) {
        List<TopicPartition> closed = List.of(partitions);
        task.close(closed);
        context.assignment().removeAll(closed);
        context.paused().removeAll(closed);
        positions.keySet().removeAll(closed);
        delivered.keySet().removeAll(closed);
        redelivery = redelivery.stream()
                .filter(record ->
                        !closed.contains(new TopicPartition(record.originalTopic(), record.originalKafkaPartition())))
                .toList();
    }

    /** One round of the worker's loop: at most so many records of partitions that are not paused. */
    public int poll(int most) {
        goBack();
        List<SinkRecord> batch = redelivery.isEmpty() ? next(most) : redelivery;
        try {
            task.put(batch);
            redelivery = List.of();
            lastRetriable = null;
            for (SinkRecord record : batch) {
                delivered.merge(
                        new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                        record.originalKafkaOffset() + 1,
                        Math::max);
            }
        } catch (RetriableException later) {
            redelivery = batch;
            lastRetriable = later;
        }
        return batch.size();
    }

    /** Begins where the task asks; a worker takes that for committed, and commits it with the next offset of any partition. */
    private void goBack() {
        context.takeAsked().forEach((partition, offset) -> {
            positions.put(partition, offset);
            delivered.put(partition, offset);
            committed.merge(partition, offset, Math::max);
        });
    }

    private List<SinkRecord> next(int most) {
        List<SinkRecord> batch = new ArrayList<>();
        for (TopicPartition partition : new ArrayList<>(context.assignment())) {
            if (context.paused().contains(partition)) {
                continue;
            }
            TreeMap<Long, SinkRecord> records = log.getOrDefault(partition, new TreeMap<>());
            for (Map.Entry<Long, SinkRecord> entry :
                    records.tailMap(positions.getOrDefault(partition, 0L)).entrySet()) {
                if (batch.size() == most) {
                    return batch;
                }
                batch.add(entry.getValue());
                positions.put(partition, entry.getKey() + 1);
            }
        }
        return batch;
    }

    /** Commits; a task that throws here is sought back to what it committed last, as a worker does. */
    public Map<TopicPartition, Long> commit() {
        Map<TopicPartition, OffsetAndMetadata> consumed = new HashMap<>();
        delivered.forEach((partition, offset) -> consumed.put(partition, new OffsetAndMetadata(offset)));
        Map<TopicPartition, OffsetAndMetadata> offsets;
        try {
            offsets = task.preCommit(consumed);
        } catch (RuntimeException failed) {
            seekBack();
            throw failed;
        }
        offsets.forEach((partition, offset) -> {
            assertThat(context.assignment()).as("partitions owned").contains(partition);
            assertThat(offset.offset())
                    .as("offset of %s, committed before", partition)
                    .isGreaterThanOrEqualTo(committed.getOrDefault(partition, 0L));
            if (offset.offset() <= delivered.getOrDefault(partition, 0L)) { // a worker ignores what it has not consumed
                committed.put(partition, offset.offset());
            }
        });
        return Map.copyOf(committed);
    }

    /** Delivers again what is not committed, as after a failed commit. */
    public void seekBack() {
        redelivery = List.of();
        positions.replaceAll((partition, position) -> committed.getOrDefault(partition, 0L));
        delivered.replaceAll((partition, position) -> committed.getOrDefault(partition, 0L));
    }

    /** Polls until the condition holds; fails if it does not within half a minute. */
    public SinkTaskHarness pollUntil(String what, BooleanSupplier condition) {
        return pollUntil(what, Duration.ofSeconds(30), condition);
    }

    /** Polls until the condition holds; fails if it does not in time. */
    public SinkTaskHarness pollUntil(String what, Duration most, BooleanSupplier condition) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("until %s (last: %s)", what, lastRetriable)
                    .isLessThan(deadline);
            if (poll(500) == 0 || lastRetriable != null) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
        return this;
    }

    /** Polls and commits until all that was produced for owned partitions is committed. */
    public SinkTaskHarness deliverAll() {
        return deliverAll(Duration.ofSeconds(60));
    }

    /** As above; fails if it takes longer. */
    public SinkTaskHarness deliverAll(Duration most) {
        return pollUntil("everything is committed", most, () -> {
            if (!allDelivered()) {
                return false;
            }
            commit();
            return context.assignment().stream()
                    .allMatch(partition -> committed.getOrDefault(partition, 0L) >= end(partition));
        });
    }

    private boolean allDelivered() {
        return context.assignment().stream()
                .allMatch(partition -> delivered.getOrDefault(partition, 0L) >= end(partition));
    }

    private long end(TopicPartition partition) {
        TreeMap<Long, SinkRecord> records = log.get(partition);
        return records == null || records.isEmpty() ? 0 : records.lastKey() + 1;
    }

    /** What is committed. */
    public Map<TopicPartition, Long> committed() {
        return Map.copyOf(committed);
    }

    /** Partitions that the task has paused. */
    public Set<TopicPartition> paused() {
        return Set.copyOf(context.paused());
    }

    /** What the last call of put failed with, if the worker was to come back; null if it did not fail. */
    public @Nullable RetriableException lastRetriable() {
        return lastRetriable;
    }

    /** Stops the task, as a worker does: commits, closes what is open, stops. */
    @Override
    public void close() {
        try {
            if (!context.assignment().isEmpty()) {
                lose(context.assignment().toArray(TopicPartition[]::new));
            }
        } finally {
            task.stop();
        }
    }
}
