// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/** What a worker of 4.1 or later hands to a plugin: metrics that carry its tags. */
final class TaggedMetrics implements PluginMetrics {
    private final Map<String, String> tags;
    private final Map<String, Gauge<?>> gauges = new HashMap<>();

    TaggedMetrics(Map<String, String> tags) {
        this.tags = tags;
    }

    Object value(String name) {
        return Objects.requireNonNull(gauges.get(name), name).value(new MetricConfig(), 0);
    }

    @Override
    @SuppressWarnings("NonApiType") // as Kafka has it
    public MetricName metricName(String name, String description, LinkedHashMap<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(more);
        return new MetricName(name, "plugins", description, all);
    }

    @Override
    public void addMetric(MetricName name, MetricValueProvider<?> provider) {
        gauges.put(name.name(), (Gauge<?>) provider);
    }

    @Override
    public void removeMetric(MetricName name) {
        gauges.remove(name.name());
    }

    @Override
    public Sensor addSensor(String name) {
        throw new UnsupportedOperationException("no sensor is used");
    }

    @Override
    public void removeSensor(String name) {
        throw new UnsupportedOperationException("no sensor is used");
    }
}
