// SPDX-License-Identifier: Apache-2.0
package org.apache.kafka.connect.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final SinkTask task;
    private final DirectedConsumer consumer;
    private final List<Integer> puts = new ArrayList<>();
    /** By open partition: the offset after the last record that the task was handed, at first where it begins. */
    private final Map<TopicPartition, Long> handed = new HashMap<>();

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
        task.open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        puts.add(records.size());
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
        offsets.forEach((partition, offset) -> check(partition, offset.offset()));
        return offsets;
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
        task.close(partitions);
        handed.keySet().removeAll(partitions);
    }

    @Override
    public void stop() {
        task.stop();
    }
}
