// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.api.services.bigquery.model.TimePartitioning;
import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.emulator.query.QueryContext;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.emulator.store.QueryResult;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.WarehouseException;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.runtime.RealWorker;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A dataset of an emulator and tasks that write to it, for the tests of the whole way. */
final class SinkBench implements AutoCloseable {
    static final String PROJECT = "test-project";
    static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    static final TopicPartition ORDERS_1 = new TopicPartition("orders", 1);
    static final Schema ORDER = SchemaBuilder.struct()
            .name("order")
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    final Emulator emulator;
    private final String dataset;
    final Map<String, String> properties = new HashMap<>();
    private final Deque<SinkTaskHarness> tasks = new ArrayDeque<>();
    private List<Long> outage = List.of();

    /** @param dataset a dataset of the test's own, so that tests can share an emulator */
    SinkBench(Emulator emulator, String dataset) {
        this.emulator = emulator;
        this.dataset = dataset;
        properties.put("name", "bench");
        properties.put("topics", "orders");
        properties.put("project", PROJECT);
        properties.put("dataset", dataset);
        properties.put("dataset.create", "true");
        properties.put("credentials.source", "none");
        properties.put("bigquery.endpoint", emulator.restEndpoint());
        properties.put("bigquery.storage.endpoint", "http://" + emulator.grpcEndpoint());
        properties.put("linger.ms", "10");
        properties.put("retry.backoff.initial.ms", "20");
        properties.put("retry.backoff.max.ms", "200");
        properties.put("flush.timeout.ms", "1000");
    }

    SinkBench with(String property, String value) {
        properties.put(property, value);
        return this;
    }

    SinkTaskHarness task() {
        return task(null);
    }

    SinkTaskHarness task(@Nullable DeadLetters deadLetters) {
        SinkTaskHarness task = new SinkTaskHarness(new BigQuerySinkTask(), properties, deadLetters);
        tasks.push(task);
        return task;
    }

    /** A new task under Connect's own worker, which the test closes. */
    RealWorker worker(Duration commitEvery) {
        return worker(null, commitEvery);
    }

    RealWorker worker(@Nullable DeadLetters deadLetters, Duration commitEvery) {
        return new RealWorker(new BigQuerySinkTask(), properties, deadLetters, commitEvery);
    }

    /** The first records of a partition of topic orders, with ids of their own and notes of so many characters. */
    static List<SinkRecord> padded(int partition, int count, int characters) {
        return LongStream.range(0, count)
                .mapToObj(offset -> record(
                        "orders",
                        partition,
                        offset,
                        ORDER,
                        struct(partition * 1_000_000L + offset, "x".repeat(characters))))
                .toList();
    }

    /** A record of topic orders whose id is its offset. */
    static SinkRecord order(int partition, long offset) {
        return record("orders", partition, offset, ORDER, struct(offset, "n" + offset));
    }

    static Struct struct(long id, String note) {
        return new Struct(ORDER).put("id", id).put("note", note);
    }

    static List<SinkRecord> orders(int partition, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> order(partition, offset))
                .toList();
    }

    static SinkRecord record(
            String topic, int partition, long offset, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord(
                topic, partition, null, null, schema, value, offset, 1_700_000_000_000L, TimestampType.CREATE_TIME);
    }

    /** Calls of this method on this test's table orders from now on are disturbed. */
    SinkBench broken(Trigger trigger, Fault fault) {
        emulator.faults().arm(trigger.of(dataset + ".*"), fault);
        return this;
    }

    /** The same for one table only. */
    SinkBench brokenTable(String table, Trigger trigger, Fault fault) {
        emulator.faults().arm(trigger.of(dataset + "." + table), fault);
        return this;
    }

    /** Begins or ends a time in which BigQuery is away: nothing is written, and tables are neither read nor changed. */
    void outage(boolean begins) {
        outage.forEach(emulator.faults()::disarm);
        outage = !begins
                ? List.of()
                : List.of(
                        emulator.faults()
                                .arm(
                                        Trigger.on("AppendRows")
                                                .of(dataset + ".*")
                                                .always(),
                                        new Fault.Refuse(Status.Code.UNAVAILABLE, null, "away")),
                        emulator.faults()
                                .arm(
                                        Trigger.on("tabledata.insertAll")
                                                .of(dataset + ".*")
                                                .always(),
                                        new Fault.RefuseHttp(503, "backendError", "away")),
                        emulator.faults()
                                .arm(
                                        Trigger.on("tables.*")
                                                .of(dataset + ".*")
                                                .always(),
                                        new Fault.RefuseHttp(503, "backendError", "away")));
    }

    /** The calls of this method on this test's tables. */
    long calls(String method) {
        return emulator.journal().tally(method, dataset + ".*").calls();
    }

    /** The rows that one table took, those that were written twice counted twice. */
    long rowsWritten(String table) {
        return emulator.journal().tally("AppendRows", dataset + "." + table).rows();
    }

    Table table(String table) {
        return emulator.warehouse()
                .table(new TableName(PROJECT, dataset, table))
                .orElseThrow()
                .metadata();
    }

    /** The names of a table's columns. */
    List<String> fields(String table) {
        return table(table).getSchema().getFields().stream()
                .map(TableFieldSchema::getName)
                .toList();
    }

    TableFieldSchema field(String table, String name) {
        return table(table).getSchema().getFields().stream()
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    String partitionedBy(String table) {
        TimePartitioning partitioning = table(table).getTimePartitioning();
        return partitioning.getType() + " of " + partitioning.getField();
    }

    List<String> clustering(String table) {
        return table(table).getClustering().getFields();
    }

    /** Bytes that the last task that was made holds, as its metrics say. */
    long held() {
        try {
            return (long) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(
                            new ObjectName("io.millrace.connect:type=bigquery-sink-task,connector=\""
                                    + properties.get("name") + "\",task=\"0\""),
                            "buffer-bytes");
        } catch (JMException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Adds a text column behind the task's back; the task may be changing the table at the same time. */
    void addColumn(String table, String name) {
        boolean added = false;
        while (!added) {
            Table live = table(table);
            Table wanted = live.clone();
            List<TableFieldSchema> fields = new ArrayList<>(live.getSchema().getFields());
            fields.add(new TableFieldSchema().setName(name).setType("STRING").setMode("NULLABLE"));
            wanted.setSchema(new TableSchema().setFields(fields));
            try {
                emulator.warehouse().updateTable(new TableName(PROJECT, dataset, table), wanted, live.getEtag());
                added = true;
            } catch (WarehouseException refused) {
                if (live.getEtag().equals(table(table).getEtag())) {
                    throw refused;
                }
            }
        }
    }

    boolean hasTable(String table) {
        return emulator.warehouse()
                .table(new TableName(PROJECT, dataset, table))
                .isPresent();
    }

    /** Stops a task before the others. */
    void stop(SinkTaskHarness task) {
        tasks.remove(task);
        task.close();
    }

    /** Rows of a query in BigQuery's SQL. */
    List<List<@Nullable Object>> rows(String sql) {
        return emulator.queries().select(PROJECT, sql).rows();
    }

    /** Drops a table behind the task's back. */
    void dropTable(String table) {
        emulator.warehouse().deleteTable(new TableName(PROJECT, dataset, table));
    }

    /** Drops the dataset with all that is in it behind the task's back. */
    void dropDataset() {
        emulator.warehouse().deleteDataset(new DatasetName(PROJECT, dataset), true);
    }

    /** Runs a statement of BigQuery's DDL behind the task's back; names without dataset are in the test's. */
    void run(String statement) {
        emulator.queries().run(new QueryContext(PROJECT, new DatasetName(PROJECT, dataset), Map.of(), null), statement);
    }

    /** The values of one column of table orders, in the order of rows. */
    List<Object> column(String name) {
        return column("orders", name);
    }

    List<Object> column(String table, String name) {
        QueryResult result = rows(new TableName(PROJECT, dataset, table));
        int index = IntStream.range(0, result.schema().getFields().size())
                .filter(i -> result.schema().getFields().get(i).getName().equals(name))
                .findFirst()
                .orElseThrow();
        return result.rows().stream()
                .map(row -> Objects.requireNonNullElse(row.get(index), "null"))
                .toList();
    }

    private QueryResult rows(TableName table) {
        for (int attempt = 1; ; attempt++) {
            try {
                return emulator.warehouse().rows(table, 0, 1_000_000);
            } catch (WarehouseException changing) { // a column that a task adds is known a moment before it is there
                if (attempt == 20) {
                    throw changing;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }

    @Override
    public void close() {
        emulator.faults().clear();
        while (!tasks.isEmpty()) {
            tasks.pop().close();
        }
    }
}
