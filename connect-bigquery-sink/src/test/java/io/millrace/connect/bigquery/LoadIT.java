// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows through Cloud Storage and load jobs. */
@Timeout(200)
class LoadIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    static SinkBench bench(String dataset) {
        return LoadBench.of(emulator, dataset);
    }

    @ParameterizedTest
    @CsvSource({"avro, zstd", "avro, snappy", "avro, deflate", "avro, none", "json, gzip", "json, none"})
    void rowsArriveByLoadJobsInEveryForm(String format, String compression) {
        try (SinkBench bench = bench("load_" + format + "_" + compression)) {
            bench.with("load.format", format).with("load.compression", compression);
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 1_000));
            task.assign(ORDERS_0);

            task.deliverAll();

            assertThat(bench.column("id")).hasSize(1_000).doesNotHaveDuplicates();
            assertThat(bench.column("note")).contains("n0", "n999");
            assertThat(bench.calls("AppendRows")).isZero();
            task.pollUntil("nothing is held", () -> bench.held() == 0);
        }
    }

    /** Which Avro has no types for. */
    @ParameterizedTest
    @ValueSource(strings = {"avro", "json"})
    void intervalsAndGeographiesArriveAsSuch(String format) {
        Schema point = SchemaBuilder.struct()
                .name("io.debezium.data.geometry.Point")
                .field("x", Schema.FLOAT64_SCHEMA)
                .field("y", Schema.FLOAT64_SCHEMA)
                .build();
        Schema schema = SchemaBuilder.struct()
                .field(
                        "lasts",
                        SchemaBuilder.string().name("io.debezium.time.Interval").build())
                .field("at", point)
                .field("odd name", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("lasts", "P1Y2M3DT4H5M6.5S")
                .put("at", new Struct(point).put("x", 1.5).put("y", 2.5));
        try (SinkBench bench = bench("typed_" + format)) {
            bench.with("load.format", format);
            SinkTaskHarness task =
                    bench.task().produce(List.of(new SinkRecord("orders", 0, null, null, schema, value, 0)));
            task.assign(ORDERS_0);

            task.deliverAll();

            assertThat(bench.field("orders", "lasts").getType()).isEqualTo("INTERVAL");
            assertThat(bench.column("at")).containsExactly("POINT(1.5 2.5)");
            assertThat(bench.column("lasts")).hasToString("[1-2 3 4:5:6.5]");
        }
    }

    @Test
    void aCommitDoesNotWaitForALoadJob() {
        try (SinkBench bench = bench("no_wait")) {
            bench.with("load.interval.ms", "60000").with("flush.timeout.ms", "20000");
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 10));
            task.assign(ORDERS_0);
            task.pollUntil("the table is made", () -> bench.hasTable("orders"));
            task.poll(10);

            long before = System.nanoTime();
            assertThat(task.commit().values()).allMatch(offset -> offset == 0);

            assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
        }
    }

    @Test
    void aTableMayHaveAFormAndAnIntervalOfItsOwn() {
        try (SinkBench bench = bench("own_form")) {
            bench.with("load.interval.ms", "60000")
                    .with("table.t1.load.format", "json")
                    .with("table.t1.load.interval.ms", "100");
            SinkTaskHarness task = bench.task();
            for (long offset = 0; offset < 20; offset++) {
                task.produce(routed("t" + offset % 2, offset));
            }
            task.assign(ORDERS_0);

            task.pollUntil(
                    "the quick one is loaded",
                    () -> bench.hasTable("t1") && bench.column("t1", "id").size() == 10);

            assertThat(bench.column("t1", "id")).doesNotHaveDuplicates();
            assertThat(bench.column("t0", "id")).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("own_form-0-load-")
                            && !thread.getName().contains("call"))
                    .as("one writer for both")
                    .hasSize(1);
        }
    }

    /** By its own names, and with a topic that it streams beside the one that it loads. */
    @Test
    void aConfigurationOfKcbqThatLoadsIsValidAndRuns() {
        String dataset = "kcbq_loads";
        try (SinkBench bench = new SinkBench(emulator, dataset)) {
            bench.properties.remove("dataset");
            bench.with("name", dataset)
                    .with("topics", "t0,t1")
                    .with("defaultDataset", dataset)
                    .with("enableBatchLoad", "t1")
                    .with("gcsBucketName", LoadBench.bucket(dataset))
                    .with("gcsFolderName", "staged")
                    .with("gcs.endpoint", emulator.restEndpoint())
                    .with("load.interval.ms", "100");
            assertThat(new BigQuerySinkConnector().validate(bench.properties).configValues())
                    .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
            SinkTaskHarness task = bench.task();
            for (long offset = 0; offset < 20; offset++) {
                task.produce(routed("t" + offset % 2, offset));
            }
            task.assign(ORDERS_0);

            task.deliverAll();

            assertThat(bench.column("t0", "id")).hasSize(10).doesNotHaveDuplicates();
            assertThat(bench.column("t1", "id")).hasSize(10).doesNotHaveDuplicates();
            assertThat(bench.calls("AppendRows")).isPositive();
            assertThat(emulator.journal()
                            .tally("jobs.insert", "*" + dataset + "*")
                            .calls())
                    .isPositive();
        }
    }

    private static SinkRecord routed(String table, long offset) {
        SinkRecord order = SinkBench.order(0, offset);
        return new SinkRecord(
                table,
                0,
                null,
                null,
                SinkBench.ORDER,
                order.value(),
                offset,
                1_700_000_000_000L,
                TimestampType.CREATE_TIME,
                List.of(),
                "orders",
                0,
                offset);
    }

    @Test
    void aThousandTablesOfOneTaskShareItsBufferAndItsThreads() {
        int tables = 1_000;
        try (SinkBench bench = bench("thousand")) {
            bench.with("buffer.max.bytes", Integer.toString(2 << 20)).with("load.interval.ms", "1000");
            SinkTaskHarness task = bench.task();
            for (long offset = 0; offset < 3L * tables; offset++) {
                task.produce(routed("t" + offset % tables, offset));
            }
            task.assign(ORDERS_0);

            task.pollUntil("some are staged", Duration.ofSeconds(100), () -> {
                assertThat(bench.held()).isLessThan(3 << 20);
                return bench.hasTable("t999");
            });
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("thousand-0-load"))
                    .hasSizeLessThanOrEqualTo(9);
            task.deliverAll(Duration.ofSeconds(150));

            for (int table = 0; table < tables; table += 111) {
                assertThat(bench.column("t" + table, "id")).hasSize(3);
            }
        }
    }
}
