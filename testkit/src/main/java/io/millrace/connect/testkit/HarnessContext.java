// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.IllegalWorkerStateException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** What a task sees of the harness. */
final class HarnessContext implements SinkTaskContext {
    private final Map<String, String> properties;
    private final @Nullable DeadLetters deadLetters;
    private final Set<TopicPartition> assigned = new LinkedHashSet<>();
    private final Set<TopicPartition> paused = new LinkedHashSet<>();
    private final Map<TopicPartition, Long> asked = new HashMap<>();

    HarnessContext(Map<String, String> properties, @Nullable DeadLetters deadLetters) {
        this.properties = Map.copyOf(properties);
        this.deadLetters = deadLetters;
    }

    Set<TopicPartition> paused() {
        return paused;
    }

    @Override
    public Map<String, String> configs() {
        return properties;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return assigned;
    }

    @Override
    public void pause(TopicPartition... partitions) {
        requireAssigned(partitions);
        paused.addAll(Arrays.asList(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        requireAssigned(partitions);
        Arrays.asList(partitions).forEach(paused::remove);
    }

    private void requireAssigned(TopicPartition... partitions) {
        if (!assigned.containsAll(Arrays.asList(partitions))) {
            throw new IllegalWorkerStateException(
                    "tasks may only pause and resume partitions that are assigned to them");
        }
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return deadLetters;
    }

    @Override
    public void timeout(long timeoutMs) {}

    @Override
    public void requestCommit() {}

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        offsets.keySet().forEach(this::requireAssigned);
        asked.putAll(offsets);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        offset(Map.of(partition, offset));
    }

    /** Where the task wants partitions to be consumed from, told once. */
    Map<TopicPartition, Long> takeAsked() {
        Map<TopicPartition, Long> taken = Map.copyOf(asked);
        asked.clear();
        return taken;
    }

    @Override
    public @Nullable PluginMetrics pluginMetrics() {
        return null;
    }
}
