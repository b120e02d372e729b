// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BigQuery's admin API does not answer, or not as hoped. */
@Timeout(90)
class AdminAwayIT {
    private static final TopicPartition QUICK = new TopicPartition("quick", 0);

    @Test
    void aLookThatIsNotAnsweredConcernsNobody() {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "look")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 5)).assign(ORDERS_0).deliverAll();
            bench.broken(Trigger.on("AppendRows"), new Fault.AnnounceSchema());
            bench.broken(Trigger.on("tables.get").always(), new Fault.RefuseHttp(503, "backendError", "later"));
            long gets = bench.calls("tables.get");
            task.produce(orders(0, 5, 6)).pollUntil("it looks again", () -> bench.calls("tables.get") > gets + 3);

            task.produce(orders(0, 6, 10)).deliverAll();

            assertThat(task.committed()).containsEntry(ORDERS_0, 10L);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableThatIsDroppedWhileSomebodyLooksIsMadeAnew(boolean tolerant) {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "lookgone" + tolerant)) {
            SinkTaskHarness task = bench.task(tolerant ? new DeadLetters() : null)
                    .produce(orders(0, 0, 5))
                    .assign(ORDERS_0)
                    .deliverAll();
            bench.broken(Trigger.on("AppendRows"), new Fault.AnnounceSchema());
            bench.broken(Trigger.on("tables.get"), new Fault.Delay(Duration.ofMillis(700), Moment.BEFORE));
            long gets = bench.calls("tables.get");
            task.produce(orders(0, 5, 6)).pollUntil("it looks", () -> bench.calls("tables.get") > gets);
            bench.dropTable("orders");

            task.produce(orders(0, 6, 10)).deliverAll();

            assertThat(bench.column("id")).contains(9L);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 30})
    void tablesThatAreNotAnsweredHoldUpNoOther(int hanging) {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "holadmin" + hanging).with("topics.regex", ".*")) {
            bench.properties.remove("topics");
            List<TopicPartition> slow = new ArrayList<>();
            List<String> names =
                    IntStream.range(0, hanging).mapToObj(i -> "s" + i).toList();
            for (String name : names) {
                slow.add(new TopicPartition(name, 0));
                bench.brokenTable(name, Trigger.on("tables.get").always(), new Fault.NeverAnswer(Moment.BEFORE));
            }
            SinkTaskHarness task = bench.with("flush.timeout.ms", "0").task();
            names.forEach(name ->
                    task.produce(record(name, 0, 0, SinkBench.ORDER, order(0, 0).value())));
            task.assign(slow.toArray(TopicPartition[]::new));
            task.pollUntil("all are asked for", () -> bench.calls("tables.get") >= hanging);
            task.produce(record("quick", 0, 0, SinkBench.ORDER, order(0, 0).value()))
                    .assign(QUICK);

            long start = System.nanoTime();
            task.pollUntil("quick's row", Duration.ofSeconds(100), () -> {
                task.commit();
                return task.committed().getOrDefault(QUICK, 0L) == 1;
            });

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
