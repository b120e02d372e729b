// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows metrics among the worker's own (KIP-877, Connect 4.1), whose tags say connector and task already. Loaded only
 * where there is that API: the class names types that older workers lack.
 */
public final class WorkerPublisher implements MetricsPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPublisher.class);

    private final PluginMetrics worker;
    private final Map<Group, List<MetricName>> shown = new LinkedHashMap<>();

    public WorkerPublisher(PluginMetrics worker) {
        this.worker = worker;
    }

    @Override
    public <M extends Metric> void show(
            String type, Map<String, String> tags, List<M> metrics, ToLongFunction<M> read) {
        List<MetricName> names = shown.computeIfAbsent(new Group(type, tags), first -> new ArrayList<>());
        for (M metric : metrics) {
            try {
                MetricName name = worker.metricName(metric.label(), metric.description(), new LinkedHashMap<>(tags));
                worker.addMetric(name, (Gauge<Long>) (config, now) -> read.applyAsLong(metric));
                names.add(name);
            } catch (RuntimeException refused) {
                LOG.warn("plugin metric refused type={} metric={} tags={}", type, metric.label(), tags, refused);
            }
        }
    }

    @Override
    public void hide(String type, Map<String, String> tags) {
        List<MetricName> names = shown.remove(new Group(type, tags));
        if (names != null) {
            names.forEach(worker::removeMetric);
        }
    }

    @Override
    public void close() {
        shown.values().forEach(names -> names.forEach(worker::removeMetric));
        shown.clear();
    }

    private record Group(String type, Map<String, String> tags) {}
}
