// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.api.services.bigquery.model.Dataset;
import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.emulator.store.DatasetName;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dataset, access, table and view are made, whichever step fails meanwhile. */
class ProvisioningIT {
    private final Emulator emulator = Emulator.builder().start();

    @AfterEach
    void stop() {
        emulator.close();
    }

    private SinkBench bench() {
        return new SinkBench(emulator, "made")
                .with("dataset.access", "READER:group:analysts@example.org,WRITER:user:etl@example.org")
                .with("view.create", "true")
                .with("primary.key", "id");
    }

    /** A flattened change of one row, without or with one more column. */
    private static SinkRecord change(long offset, boolean more) {
        SchemaBuilder schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("__op", Schema.STRING_SCHEMA)
                .field("__deleted", Schema.STRING_SCHEMA)
                .field("__source_ts_ms", Schema.INT64_SCHEMA);
        if (more) {
            schema.field("note", Schema.OPTIONAL_STRING_SCHEMA);
        }
        Schema built = schema.build();
        return record(
                "orders",
                0,
                offset,
                built,
                new Struct(built)
                        .put("id", offset)
                        .put("__op", "c")
                        .put("__deleted", "false")
                        .put("__source_ts_ms", offset));
    }

    private Dataset dataset() {
        return emulator.warehouse()
                .dataset(new DatasetName(SinkBench.PROJECT, "made"))
                .orElseThrow();
    }

    private void assertGranted() {
        assertThat(dataset().getAccess())
                .anyMatch(access ->
                        "analysts@example.org".equals(access.getGroupByEmail()) && "READER".equals(access.getRole()))
                .anyMatch(access ->
                        "etl@example.org".equals(access.getUserByEmail()) && "WRITER".equals(access.getRole()))
                .anyMatch(access -> "projectOwners".equals(access.getSpecialGroup()));
        assertThat(dataset().getLabels()).isNullOrEmpty();
    }

    static Stream<Arguments> everyCallFailingOnce() {
        List<Fault> faults = List.of(
                new Fault.RefuseHttp(503, "backendError", "later"),
                new Fault.RefuseHttp(403, "rateLimitExceeded", "later"),
                new Fault.Close(Status.Code.UNAVAILABLE),
                new Fault.LoseAck());
        return IntStream.rangeClosed(1, 13)
                .boxed()
                .flatMap(call -> faults.stream().map(fault -> Arguments.of(call, fault)));
    }

    @ParameterizedTest
    @MethodSource("everyCallFailingOnce")
    void isMadeWholeWhicheverCallFails(int call, Fault fault) {
        try (SinkBench bench = bench()) {
            for (String resource : List.of("tables.*", "datasets.*")) {
                emulator.faults().arm(Trigger.on(resource).at(call), fault);
            }
            SinkTaskHarness task =
                    bench.task().produce(change(0, false)).assign(ORDERS_0).deliverAll();
            task.produce(change(1, true)).deliverAll();

            assertThat(bench.column("id")).contains(0L, 1L);
            assertGranted();
            await().until(() -> bench.hasTable("orders_current"));
            await().untilAsserted(
                            () -> assertThat(bench.fields("orders_current")).contains("id", "note"));
        }
    }

    @Test
    void accessIsGrantedAfterARestartAsWell() {
        try (SinkBench bench = bench()) {
            emulator.faults().arm(Trigger.on("datasets.patch").always(), new Fault.RefuseHttp(400, "invalid", "no"));
            SinkTaskHarness task = bench.task().produce(change(0, false)).assign(ORDERS_0);
            assertThatThrownBy(task::deliverAll).hasMessageContaining("400 invalid");
            assertThat(bench.hasTable("orders")).isFalse();
            emulator.faults().clear();

            bench.task().produce(change(0, false)).assign(ORDERS_0).deliverAll();

            assertGranted();
        }
    }

    @Test
    void aDatasetThatWasThereIsLeftAsItIs() {
        try (SinkBench first = new SinkBench(emulator, "made");
                SinkBench second = bench()) {
            first.task().produce(change(0, false)).assign(ORDERS_0).deliverAll();
            List<Dataset.Access> before = dataset().getAccess();
            first.dropTable("orders");

            second.task().produce(change(0, false)).assign(ORDERS_0).deliverAll();

            assertThat(dataset().getAccess()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bigquery.tables.getData", "bigquery.tables.create"})
    void rowsFlowWithoutAViewThatIsRefusedAndItIsMadeLater(String permission) {
        try (SinkBench bench = bench();
                SinkBench plain = new SinkBench(emulator, "made")) {
            plain.task().produce(change(0, false)).assign(ORDERS_0).deliverAll(); // without a view
            emulator.permissions().deny(SinkBench.PROJECT + ":made", permission);

            SinkTaskHarness task =
                    bench.task().produce(change(0, false)).assign(ORDERS_0).deliverAll();
            task.produce(change(1, true)).deliverAll();

            assertThat(bench.hasTable("orders_current")).isFalse();
            emulator.permissions().grant(SinkBench.PROJECT + ":made", permission);
            await().until(() -> bench.hasTable("orders_current"));
            assertThat(bench.fields("orders_current")).contains("note");
        }
    }

    @Test
    void rowsFlowThoughTheViewsCallsAreRefusedForEver() {
        try (SinkBench bench = bench()) {
            bench.brokenTable(
                    "orders_current", Trigger.on("tables.*").always(), new Fault.RefuseHttp(400, "invalidQuery", "no"));

            SinkTaskHarness task =
                    bench.task().produce(change(0, false)).assign(ORDERS_0).deliverAll();
            task.produce(change(1, true)).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrder(0L, 1L);
        }
    }
}
