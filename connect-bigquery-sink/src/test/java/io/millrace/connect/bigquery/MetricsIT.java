// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import io.grpc.Status;
import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.kit.metrics.Metric;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.RegistryStub;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every metric of the reference really moves, and none is left behind. */
@Timeout(120)
class MetricsIT {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final Trigger APPEND = Trigger.on("AppendRows");

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private final Set<TableMetric> moved = EnumSet.noneOf(TableMetric.class);
    private final Set<TaskMetric> movedOfTask = EnumSet.noneOf(TaskMetric.class);

    private static long read(String type, String more, Metric metric) {
        try {
            return (long) SERVER.getAttribute(
                    new ObjectName("io.millrace.connect:type=" + type + ",connector=\"moves\",task=\"0\"" + more),
                    metric.label());
        } catch (JMException missing) {
            return 0;
        }
    }

    private void look() {
        for (TableMetric metric : TableMetric.values()) {
            if (read("bigquery-sink-table", ",table=\"test-project.moves.orders\"", metric) > 0) {
                moved.add(metric);
            }
        }
        for (TaskMetric metric : TaskMetric.values()) {
            if (read("bigquery-sink-task", "", metric) > 0) {
                movedOfTask.add(metric);
            }
        }
    }

    private void deliver(SinkTaskHarness task, long end) {
        task.pollUntil("offset " + end, () -> {
            look();
            return task.commit().getOrDefault(ORDERS_0, 0L) >= end;
        });
        look();
    }

    @Test
    void everyMetricMovesAndAllAreTakenBack() throws Exception {
        Set<ObjectName> before = shown();
        DeadLetters letters = new DeadLetters();
        try (RegistryStub registry = new RegistryStub();
                SinkBench bench = new SinkBench(emulator, "moves")
                        .with("name", "moves")
                        .with("schema.registry.url", registry.url())
                        .with("buffer.max.bytes", "1048576")
                        .with("request.max.bytes", "65536")
                        .with("request.timeout.ms", "3000") // the refused row is lost with an answer that is late
                        .with("flush.timeout.ms", "20")) {
            registry.register("lines-value", """
                {"type":"record","name":"Line","fields":[{"name":"id","type":"long"}]}\
                """)
                    .register("texts-value", "\"string\"")
                    .answer("broken-value", 500);
            SinkTaskHarness task = bench.task(letters).assign(ORDERS_0);
            letters.hold();
            bench.broken(APPEND.at(1), new Fault.RowErrors(List.of(1), false));
            bench.broken(APPEND.at(3), new Fault.Close(Status.Code.UNAVAILABLE));
            bench.broken(APPEND.at(5), new Fault.Refuse(Status.Code.RESOURCE_EXHAUSTED, null, "slower"));
            bench.broken(APPEND.at(7), new Fault.Refuse(Status.Code.INTERNAL, null, "again"));
            bench.broken(
                    APPEND.at(9), new Fault.Refuse(Status.Code.NOT_FOUND, StorageErrorCode.TABLE_NOT_FOUND, "late"));
            bench.broken(APPEND.at(11), new Fault.NeverAnswer(Moment.BEFORE));
            bench.broken(APPEND.always(), new Fault.Delay(Duration.ofMillis(20), Moment.BEFORE));

            for (int first = 0; first < 60; first += 5) {
                task.produce(orders(0, first, first + 5)).poll(5);
                task.pollUntil("written", () -> {
                    look();
                    return letters.offsets().size() > 0;
                });
                task.commit();
            }
            letters.release();
            task.produce(record("orders", 0, 60, null, null));
            deliver(task, 61);
            task.produce(orders(0, 61, 70)).poll(9);
            task.seekBack();
            task.produce(orders(0, 70, 4_000)).poll(5_000);
            look();
            deliver(task, 4_000);
            // A table made ahead, a schema that is no row, a subject that is not answered for, and so is looked for.
            task.assign(
                    new TopicPartition("lines", 0), new TopicPartition("texts", 0), new TopicPartition("broken", 0));
            task.pollUntil("the registry's metrics move", () -> {
                look();
                return movedOfTask.containsAll(
                        EnumSet.range(TaskMetric.REGISTRY_WAITING_TOPICS, TaskMetric.REGISTRY_FAILURES_TOTAL));
            });

            assertThat(moved).as("of the table").containsExactlyInAnyOrder(TableMetric.values());
            assertThat(movedOfTask)
                    .as("of the task, but for load jobs and merges")
                    .isEqualTo(EnumSet.complementOf(
                            EnumSet.range(TaskMetric.LOAD_OBJECTS_TOTAL, TaskMetric.MERGE_ORPHANS_REMOVED_TOTAL)));
            assertThat(read("bigquery-sink-task", "", TaskMetric.BUFFER_BYTES)).isZero();
            assertThat(read("bigquery-sink-task", "", TaskMetric.OPEN_RECORDS)).isZero();
            assertThat(read("bigquery-sink-task", "", TaskMetric.OFFSET_LAG)).isZero();
            assertThat(read("bigquery-sink-task", "", TaskMetric.PAUSED_PARTITIONS))
                    .isZero();
        }
        assertThat(shown()).isEqualTo(before);
    }

    private static Set<ObjectName> shown() throws JMException {
        return SERVER.queryNames(new ObjectName("io.millrace.connect:*"), null);
    }
}
