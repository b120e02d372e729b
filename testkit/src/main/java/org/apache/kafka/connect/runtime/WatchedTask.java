// SPDX-License-Identifier: Apache-2.0
package org.apache.kafka.connect.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A task that is watched: what each put was given, what it threw, and whether offsets are lawful, that is of partitions that
 * are open, never lower than committed, never beyond what the task was handed since the partition was opened. A worker swallows
 * what {@code preCommit} throws, so what is unlawful is kept until somebody looks.
 */
@NullMarked
final class WatchedTask extends SinkTask {
    private static final int REMEMBERED = 200;

    private final SinkTask task;
    private final DirectedConsumer consumer;
    private final List<Integer> puts = new ArrayList<>();
    /** By open partition: the offset after the last record that the task was handed, at first where it begins. */
    private final Map<TopicPartition, Long> handed = new HashMap<>();

    private final Deque<String> history = new ArrayDeque<>();

    private final List<String> unlawful = new ArrayList<>();
    private @Nullable RuntimeException lastThrown;

    WatchedTask(SinkTask task, DirectedConsumer consumer) {
        this.task = task;
        this.consumer = consumer;
    }

    List<Integer> puts() {
        return puts;
    }

    @Nullable
    RuntimeException lastThrown() {
        return lastThrown;
    }

    SinkTaskContext context() {
        return Objects.requireNonNull(context);
    }

    /** What the worker called last, newest last. */
    List<String> history() {
        return List.copyOf(history);
    }

    private void note(String call) {
        history.addLast(call);
        if (history.size() > REMEMBERED) {
            history.removeFirst();
        }
    }

    /** Where a put begins and ends in each partition. */
    private static String extent(Collection<SinkRecord> records) {
        Map<TopicPartition, String> first = new TreeMap<>(Comparator.comparing(TopicPartition::toString));
        Map<TopicPartition, Long> last = new HashMap<>();
        records.forEach(record -> {
            first.putIfAbsent(TopicLog.origin(record), record.originalKafkaOffset() + "..");
            last.put(TopicLog.origin(record), record.originalKafkaOffset());
        });
        first.replaceAll((partition, from) -> from + last.get(partition));
        return first.toString();
    }

    void requireLawful() {
        if (!unlawful.isEmpty()) {
            throw new AssertionError(String.join("; ", unlawful));
        }
    }

    @Override
    public void initialize(SinkTaskContext given) {
        super.initialize(given);
        task.initialize(given);
    }

    @Override
    public String version() {
        return task.version();
    }

    @Override
    public void start(Map<String, String> properties) {
        task.start(properties);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> handed.put(partition, consumer.position(partition)));
        note("open " + partitions);
        task.open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        puts.add(records.size());
        if (!records.isEmpty()) {
            note("put " + extent(records));
        }
        records.forEach(record -> handed.merge(TopicLog.origin(record), record.originalKafkaOffset() + 1, Math::max));
        lastThrown = null;
        try {
            task.put(records);
        } catch (RuntimeException thrown) {
            lastThrown = thrown;
            throw thrown;
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> offsets = task.preCommit(consumed);
        note("preCommit " + offsets(consumed) + " says " + offsets(offsets));
        offsets.forEach((partition, offset) -> check(partition, offset.offset()));
        return offsets;
    }

    private static String offsets(Map<TopicPartition, OffsetAndMetadata> offsets) {
        return offsets.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().offset())
                .sorted()
                .toList()
                .toString();
    }

    private void check(TopicPartition partition, long offset) {
        Long seen = handed.get(partition);
        long before = consumer.committed().getOrDefault(partition, 0L);
        if (seen == null) {
            unlawful.add("commits " + partition + ", which is not open");
        } else if (offset > seen) {
            unlawful.add("commits %s to %d, was handed records below %d since it was opened"
                    .formatted(partition, offset, seen));
        } else if (offset < before) {
            unlawful.add("commits %s to %d, had committed %d".formatted(partition, offset, before));
        }
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        note("close " + partitions);
        task.close(partitions);
        handed.keySet().removeAll(partitions);
    }

    @Override
    public void stop() {
        task.stop();
    }
}
