// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/** What a worker of 4.1 or later hands to a plugin: metrics that carry its tags, which may not be used again. */
public final class WorkersMetrics implements PluginMetrics {
    private static final List<String> WORKERS_TAGS = List.of("connector", "task", "transformation", "predicate");

    private final List<MetricName> names = new ArrayList<>();
    private final Map<String, MetricValueProvider<?>> values = new HashMap<>();
    private final Map<String, String> tags;
    private final boolean refusing;

    /**
     * Metrics as a worker has them.
     *
     * @param tags the worker's own
     */
    public WorkersMetrics(Map<String, String> tags) {
        this(tags, false);
    }

    private WorkersMetrics(Map<String, String> tags, boolean refusing) {
        this.tags = Map.copyOf(tags);
        this.refusing = refusing;
    }

    /** Those of a worker that takes no metric. */
    public static WorkersMetrics refusing() {
        return new WorkersMetrics(Map.of(), true);
    }

    /** What is shown now. */
    public List<MetricName> names() {
        return names;
    }

    /** What the last metric of this name says now. */
    public Object value(String name) {
        return ((Gauge<?>) requireNonNull(values.get(name), name)).value(new MetricConfig(), 0);
    }

    @Override
    @SuppressWarnings("NonApiType") // the interface says so
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> more) {
        if (more.keySet().stream().anyMatch(WORKERS_TAGS::contains)) {
            throw new IllegalArgumentException("Cannot use a worker's tag");
        }
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(more);
        return new MetricName(name, "plugins", description, all);
    }

    @Override
    public void addMetric(MetricName metricName, MetricValueProvider<?> metricValueProvider) {
        if (refusing) {
            throw new IllegalStateException("no metrics today");
        }
        names.add(metricName);
        values.put(metricName.name(), metricValueProvider);
    }

    @Override
    public void removeMetric(MetricName metricName) {
        names.remove(metricName);
    }

    @Override
    public Sensor addSensor(String name) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public void removeSensor(String name) {
        throw new UnsupportedOperationException(name);
    }
}
