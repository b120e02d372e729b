// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.growth;

import io.millrace.connect.bigquery.BigQuerySinkTask;
import io.millrace.connect.quickstart.stack.LocalCloud;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** The sink's task on the measuring thread, writing to a discarding emulator in a process of its own. */
final class BenchTask implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private final BigQuerySinkTask task = new BigQuerySinkTask();
    private final Context context;
    private final Map<TopicPartition, Long> consumed = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();

    BenchTask(LocalCloud cloud, String name, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "name",
                name,
                "topics",
                "any",
                "project",
                LocalCloud.PROJECT,
                "dataset",
                name.replace('-', '_'),
                "dataset.create",
                "true",
                "credentials.source",
                "none",
                "bigquery.endpoint",
                cloud.endpoint(),
                "bigquery.storage.endpoint",
                cloud.storageEndpoint(),
                "buffer.max.bytes",
                "268435456"));
        config.putAll(more);
        context = new Context(config);
        task.initialize(context);
        task.start(config);
    }

    /** The next record of a topic. */
    SinkRecord record(String topic, org.apache.kafka.connect.data.@Nullable Schema schema, Object value) {
        long offset = offsets.merge(topic, 1L, Long::sum) - 1;
        TopicPartition partition = new TopicPartition(topic, 0);
        if (context.assigned.add(partition)) {
            task.open(List.of(partition));
        }
        consumed.put(partition, offset + 1);
        return new SinkRecord(topic, 0, null, null, schema, value, offset);
    }

    /** What is to be measured. */
    void put(List<SinkRecord> records) {
        task.put(records);
    }

    /** Waits until all that was given is acknowledged. */
    void settle() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!committed()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the emulator does not acknowledge what was sent");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            task.put(List.of());
        }
    }

    private boolean committed() {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        consumed.forEach((partition, offset) -> positions.put(partition, new OffsetAndMetadata(offset)));
        Map<TopicPartition, OffsetAndMetadata> committed = task.preCommit(positions);
        Set<TopicPartition> behind = new HashSet<>(consumed.keySet());
        committed.forEach((partition, offset) -> {
            if (offset.offset() >= consumed.getOrDefault(partition, 0L)) {
                behind.remove(partition);
            }
        });
        return behind.isEmpty();
    }

    @Override
    public void close() {
        task.close(new ArrayList<>(context.assigned));
        task.stop();
    }

    /** A worker that reports errant records, and remembers no one. */
    private static final class Context implements SinkTaskContext {
        private final Map<String, String> config;
        private final Set<TopicPartition> assigned = new LinkedHashSet<>();

        Context(Map<String, String> config) {
            this.config = Map.copyOf(config);
        }

        @Override
        public Map<String, String> configs() {
            return config;
        }

        @Override
        public Set<TopicPartition> assignment() {
            return assigned;
        }

        @Override
        public void pause(TopicPartition... partitions) {
            ensureAssigned(partitions);
        }

        @Override
        public void resume(TopicPartition... partitions) {
            ensureAssigned(partitions);
        }

        private void ensureAssigned(TopicPartition... partitions) {
            if (!assigned.containsAll(Arrays.asList(partitions))) {
                throw new IllegalStateException("partitions of others");
            }
        }

        @Override
        public ErrantRecordReporter errantRecordReporter() {
            return (record, error) -> CompletableFuture.completedFuture(null);
        }

        @Override
        public void timeout(long timeoutMs) {}

        @Override
        public void requestCommit() {}

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            throw new UnsupportedOperationException("no task of ours seeks");
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            throw new UnsupportedOperationException("no task of ours seeks");
        }

        @Override
        public @Nullable PluginMetrics pluginMetrics() {
            return null;
        }
    }
}
