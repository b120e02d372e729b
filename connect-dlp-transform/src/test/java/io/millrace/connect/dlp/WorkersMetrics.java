// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

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

/** As Connect's own: the worker's tags may not be used again. */
final class WorkersMetrics implements PluginMetrics {
    private static final List<String> WORKERS_TAGS = List.of("connector", "task", "transformation", "predicate");
    final List<MetricName> names = new ArrayList<>();
    private final Map<String, MetricValueProvider<?>> values = new HashMap<>();
    private final boolean broken;

    WorkersMetrics(boolean broken) {
        this.broken = broken;
    }

    @Override
    @SuppressWarnings("NonApiType") // the interface says so
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
        if (tags.keySet().stream().anyMatch(WORKERS_TAGS::contains)) {
            throw new IllegalArgumentException("Cannot use a worker's tag");
        }
        return new MetricName(name, "plugins", description, tags);
    }

    @Override
    public void addMetric(MetricName metricName, MetricValueProvider<?> metricValueProvider) {
        if (broken) {
            throw new IllegalStateException("no metrics today");
        }
        names.add(metricName);
        values.put(metricName.name(), metricValueProvider);
    }

    /** What the last counter of this name says now. */
    Object value(String name) {
        return ((Gauge<?>) requireNonNull(values.get(name))).value(new MetricConfig(), 0);
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
