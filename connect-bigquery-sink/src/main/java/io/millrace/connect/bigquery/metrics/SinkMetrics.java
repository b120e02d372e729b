// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.metrics;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.kit.metrics.JmxPublisher;
import io.millrace.connect.kit.metrics.MetricsPublisher;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.metrics.WorkerPublisher;
import io.millrace.connect.kit.worker.TaskIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** The metrics of one task and of its tables. */
public final class SinkMetrics implements AutoCloseable {
    private static final String TASK_TYPE = "bigquery-sink-task";
    private static final String TABLE_TYPE = "bigquery-sink-table";

    private final List<MetricsPublisher> publishers;
    private final Numbers<TaskMetric> task = new Numbers<>(TaskMetric.values());
    private final Map<Destination, Numbers<TableMetric>> tables = new LinkedHashMap<>();

    private SinkMetrics(List<MetricsPublisher> publishers) {
        this.publishers = publishers;
        publishers.forEach(
                publisher -> publisher.show(TASK_TYPE, Map.of(), List.of(TaskMetric.values()), this.task::get));
    }

    /** Shows a task's metrics by JMX, and among the worker's own where it has an API for that. */
    public static SinkMetrics of(String connector, int task, SinkTaskContext context) {
        List<MetricsPublisher> publishers = new ArrayList<>();
        publishers.add(JmxPublisher.ofTheOnly(new TaskIdentity(connector, Integer.toString(task)).tags()));
        if (workerTakesMetrics()) {
            addWorkers(context, publishers);
        }
        return new SinkMetrics(publishers);
    }

    /** Apart from the rest: it names types that older workers lack. */
    private static void addWorkers(SinkTaskContext context, List<MetricsPublisher> publishers) {
        PluginMetrics worker = context.pluginMetrics();
        if (worker != null) {
            publishers.add(new WorkerPublisher(worker));
        }
    }

    private static boolean workerTakesMetrics() {
        try {
            SinkTaskContext.class.getMethod("pluginMetrics");
            return true;
        } catch (NoSuchMethodException olderThan41) {
            return false;
        }
    }

    /** The task's own numbers. */
    public Numbers<TaskMetric> task() {
        return task;
    }

    /** The numbers of a table; always the same object for the same table. */
    public Numbers<TableMetric> table(Destination table) {
        return tables.computeIfAbsent(table, first -> {
            Numbers<TableMetric> numbers = new Numbers<>(TableMetric.values());
            publishers.forEach(
                    publisher -> publisher.show(TABLE_TYPE, tags(first), List.of(TableMetric.values()), numbers::get));
            return numbers;
        });
    }

    /** Takes a table's numbers back; they begin at nothing when it is asked for again. */
    public void forget(Destination table) {
        if (tables.remove(table) != null) {
            publishers.forEach(publisher -> publisher.hide(TABLE_TYPE, tags(table)));
        }
    }

    private static Map<String, String> tags(Destination table) {
        return Map.of("table", table.toString());
    }

    /** Takes everything back from where it was shown. */
    @Override
    public void close() {
        publishers.forEach(MetricsPublisher::close);
    }
}
