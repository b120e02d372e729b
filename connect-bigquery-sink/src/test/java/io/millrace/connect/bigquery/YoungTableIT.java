// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.apicurio.registry.utils.converter.avro.AvroData;
import io.apicurio.registry.utils.converter.avro.AvroDataConfig;
import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.RegistryStub;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of tables that are not visible yet BigQuery says PERMISSION_DENIED ("or it may not exist"), whoever made them. */
@Timeout(60)
class YoungTableIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static void deny(SinkBench bench) {
        bench.broken(Trigger.on("AppendRows").times(2), new Fault.Refuse(Status.Code.PERMISSION_DENIED, null, "no"));
    }

    @Test
    void hasItsGraceForTheTaskThatMadeIt() {
        try (SinkBench bench = new SinkBench(emulator, "young1")) {
            deny(bench);
            bench.task().produce(orders(0, 0, 5)).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("id")).hasSize(5);
        }
    }

    @Test
    void hasItsGraceForTheOtherTasksOfTheConnector() {
        try (SinkBench bench = new SinkBench(emulator, "young2")) {
            bench.with("name", "young2-0")
                    .task()
                    .produce(orders(0, 0, 5))
                    .assign(ORDERS_0)
                    .deliverAll();
            SinkTaskHarness second = bench.with("name", "young2-1").task().produce(orders(1, 0, 5));
            deny(bench);

            second.assign(ORDERS_1).deliverAll();

            assertThat(bench.column("id")).hasSize(10);
        }
    }

    @Test
    void hasItsGraceWhereItWasMadeFromTheRegistryBeforeTheFirstRecord() {
        String avro = new AvroData(new AvroDataConfig(Map.of()))
                .fromConnectSchema(SinkBench.ORDER)
                .toString();
        try (RegistryStub registry = new RegistryStub().register("orders-value", avro);
                SinkBench bench = new SinkBench(emulator, "young3").with("schema.registry.url", registry.url())) {
            SinkTaskHarness task = bench.task().assign(ORDERS_0);
            Awaitility.await().until(() -> bench.hasTable("orders"));
            deny(bench);

            task.produce(orders(0, 0, 5)).deliverAll();

            assertThat(bench.column("id")).hasSize(5);
        }
    }
}
