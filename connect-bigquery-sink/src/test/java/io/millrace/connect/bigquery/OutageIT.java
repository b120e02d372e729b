// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.stream.LongStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** BigQuery is away for a while. */
@Timeout(60)
class OutageIT {
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

    @Test
    void repeatsForAsLongAsItTakesAndTakesRecordsMeanwhile() {
        // Elsewhere a passing refusal ends the task.
        try (SinkBench bench = new SinkBench(emulator, "patient")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 5)).assign(ORDERS_0).deliverAll();
            bench.broken(APPEND.always(), new Fault.Refuse(Status.Code.UNAVAILABLE, null, "later"));
            task.produce(orders(0, 5, 10));
            task.pollUntil("it is repeated", () -> bench.calls("AppendRows") > 10);
            task.produce(orders(0, 10, 15));
            task.poll(100);
            assertThat(task.lastRetriable()).isNull();

            emulator.faults().clear();
            task.deliverAll();

            assertThat(bench.column("id"))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.range(0, 15).boxed().toList());
        }
    }

    @Test
    void failsWhereAnOutageLastsLongerThanTheUserWants() {
        try (SinkBench bench = new SinkBench(emulator, "impatient").with("outage.timeout.ms", "1000")) {
            bench.broken(APPEND.always(), new Fault.Refuse(Status.Code.UNAVAILABLE, null, "later"));
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 5)).assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("impatient.orders")
                    .hasMessageContaining("outage.timeout.ms");
        }
    }
}
