// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.metrics;

import io.millrace.connect.bigquery.model.Destination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** The metrics of one task and of its tables. */
public final class SinkMetrics implements AutoCloseable {
    static final String CONNECTOR = "connector";
    static final String TASK = "task";
    private static final String TASK_TYPE = "bigquery-sink-task";
    private static final String TABLE_TYPE = "bigquery-sink-table";

    private final List<Publisher> publishers;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private final Numbers<TaskMetric> task = new Numbers<>(TaskMetric.values().length);
    private final Map<Destination, Numbers<TableMetric>> tables = new LinkedHashMap<>();

    private SinkMetrics(List<Publisher> publishers, String connector, int task) {
        this.publishers = publishers;
        tags.put(CONNECTOR, connector);
        tags.put(TASK, Integer.toString(task));
        publishers.forEach(publisher -> publisher.show(TASK_TYPE, tags, List.of(TaskMetric.values()), this.task::get));
    }

    /** Shows a task's metrics by JMX, and among the worker's own where it has an API for that. */
    public static SinkMetrics of(String connector, int task, SinkTaskContext context) {
        List<Publisher> publishers = new ArrayList<>();
        publishers.add(new JmxPublisher());
        if (workerTakesMetrics()) {
            Publisher worker = WorkerPublisher.of(context);
            if (worker != null) {
                publishers.add(worker);
            }
        }
        return new SinkMetrics(publishers, connector, task);
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
            Numbers<TableMetric> numbers = new Numbers<>(TableMetric.values().length);
            Map<String, String> ofTable = new LinkedHashMap<>(tags);
            ofTable.put("table", first.toString());
            publishers.forEach(
                    publisher -> publisher.show(TABLE_TYPE, ofTable, List.of(TableMetric.values()), numbers::get));
            return numbers;
        });
    }

    /** Takes everything back from where it was shown. */
    @Override
    public void close() {
        publishers.forEach(Publisher::close);
    }
}
