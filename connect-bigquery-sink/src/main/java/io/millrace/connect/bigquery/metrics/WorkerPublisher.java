// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * Shows metrics among the worker's own (KIP-1142, Connect 4.1). Loaded only where the worker has that API: the class
 * names types that older workers lack.
 */
final class WorkerPublisher implements Publisher {
    private final PluginMetrics worker;
    private final List<MetricName> shown = new ArrayList<>();

    private WorkerPublisher(PluginMetrics worker) {
        this.worker = worker;
    }

    /** A publisher for this task, null if the context has no metrics. */
    static @Nullable Publisher of(SinkTaskContext context) {
        PluginMetrics worker = context.pluginMetrics();
        return worker == null ? null : new WorkerPublisher(worker);
    }

    @Override
    public <M extends Metric> void show(
            String type, Map<String, String> tags, List<M> metrics, ToLongFunction<M> read) {
        // The worker's own tags say connector and task already, and it refuses tags of its own names.
        LinkedHashMap<String, String> own = new LinkedHashMap<>(tags);
        own.remove(SinkMetrics.CONNECTOR);
        own.remove(SinkMetrics.TASK);
        for (M metric : metrics) {
            MetricName name = worker.metricName(metric.label(), metric.description(), own);
            worker.addMetric(name, (Gauge<Long>) (config, now) -> read.applyAsLong(metric));
            shown.add(name);
        }
    }

    @Override
    public void close() {
        shown.forEach(worker::removeMetric);
        shown.clear();
    }
}
