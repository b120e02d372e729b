// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.CapturedLogs;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streaming inserts, from a record to what SQL reads. */
@Timeout(60)
class InsertIT {
    private static final Schema WIDER = SchemaBuilder.struct()
            .name("order")
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("extra", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static Emulator emulator;

    private final DeadLetters letters = new DeadLetters();

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static SinkBench bench(String dataset) {
        return new SinkBench(emulator, dataset).with("write.method", "streaming-insert");
    }

    private static Trigger inserts() {
        return Trigger.on("tabledata.insertAll");
    }

    private static SinkRecord wider(long offset) {
        return record(
                "orders",
                0,
                offset,
                WIDER,
                new Struct(WIDER).put("id", offset).put("note", "n").put("extra", "e" + offset));
    }

    private static Long[] ids(long from, long to) {
        return LongStream.range(from, to).boxed().toArray(Long[]::new);
    }

    @Test
    void makesTheTableAndWritesEveryRecordOnce() {
        try (SinkBench bench = bench("insert_first")) {
            SinkTaskHarness task = bench.task();
            task.assign(ORDERS_0);

            task.produce(orders(0, 0, 1_200)).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrder((Object[]) ids(0, 1_200));
            assertThat(task.committed()).containsEntry(ORDERS_0, 1_200L);
            assertThat(bench.calls("AppendRows")).isZero();
            assertThat(bench.calls("tabledata.insertAll"))
                    .as("500 rows each at most")
                    .isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void compressesRequestsAndLeavesIdsOutWhereThatIsAskedFor() {
        try (SinkBench bench =
                bench("insert_gzip").with("insert.compression", "gzip").with("insert.ids", "false")) {
            SinkTaskHarness task = bench.task();
            task.assign(ORDERS_0);

            task.produce(orders(0, 0, 20)).deliverAll();

            assertThat(bench.column("note")).hasSize(20).contains("n19");
        }
    }

    @Test
    void writesEachTableByItsOwnMethod() {
        try (SinkBench bench = new SinkBench(emulator, "insert_mixed")
                .with("topics", "orders,returns")
                .with("table.returns.write.method", "streaming-insert")) {
            SinkTaskHarness task = bench.task();
            task.assign(ORDERS_0, new TopicPartition("returns", 0));

            task.produce(orders(0, 0, 10));
            task.produce(LongStream.range(0, 10)
                            .mapToObj(i -> record("returns", 0, i, SinkBench.ORDER, SinkBench.struct(i, "r" + i)))
                            .toList())
                    .deliverAll();

            assertThat(bench.column("orders", "id")).hasSize(10);
            assertThat(bench.column("returns", "note")).hasSize(10).contains("r9");
            assertThat(bench.rowsWritten("orders")).isEqualTo(10);
            assertThat(bench.rowsWritten("returns")).isZero();
        }
    }

    @Test
    void waitsForATableAndForColumnsThatInsertsSeeLate() {
        try (SinkBench bench =
                bench("insert_late").broken(inserts().always(), new Fault.TableLate(Duration.ofMillis(700)))) {
            SinkTaskHarness task = bench.task(letters);
            task.assign(ORDERS_0);

            task.produce(orders(0, 0, 5)).deliverAll();
            task.produce(List.of(wider(5), order(0, 6), wider(7))).deliverAll();

            assertThat(letters.letters()).isEmpty();
            assertThat(bench.column("id")).containsExactlyInAnyOrder((Object[]) ids(0, 8));
            assertThat(bench.column("extra")).containsOnly("null", "e5", "e7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid", "stopped", "backendError", "timeout"})
    void losesAndDoublesNothingWhereOnlySomeRowsAreTaken(String reason) {
        try (SinkBench bench = bench("insert_some_" + reason.toLowerCase(Locale.ROOT))
                .with("insert.ids", "false")
                .broken(inserts().at(1), new Fault.InsertErrors(List.of(0, 3), reason))) {
            SinkTaskHarness task = bench.task(letters);
            task.assign(ORDERS_0);

            task.produce(orders(0, 0, 10)).deliverAll();

            boolean bad = reason.equals("invalid");
            assertThat(letters.offsets()).hasSize(bad ? 2 : 0);
            assertThat(bench.column("id")).hasSize(bad ? 8 : 10).doesNotHaveDuplicates();
            assertThat(task.committed()).containsEntry(ORDERS_0, 10L);
        }
    }

    @Test
    void reportsARowThatBigQueryRefusesAndWritesTheOthers() {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("at", Schema.STRING_SCHEMA)
                .build();
        try (SinkBench bench = bench("insert_bad")
                .with("column.types", "at=DATE")
                .with("table.partition.type", "day")
                .with("table.partition.field", "at")) {
            SinkTaskHarness task = bench.task(letters);
            task.assign(ORDERS_0);
            task.produce(LongStream.range(0, 6)
                            .mapToObj(i -> record(
                                    "orders",
                                    0,
                                    i,
                                    schema,
                                    new Struct(schema)
                                            .put("id", i)
                                            .put(
                                                    "at",
                                                    i == 2
                                                            ? "1901-02-03"
                                                            : LocalDate.now(ZoneOffset.UTC)
                                                                    .toString())))
                            .toList())
                    .deliverAll();

            assertThat(letters.offsets()).containsExactly(2L);
            assertThat(letters.letters().get(0).error().getMessage())
                    .contains("10 years")
                    .doesNotContain("1901");
            assertThat(bench.column("id")).containsExactlyInAnyOrder(0L, 1L, 3L, 4L, 5L);
        }
    }

    @Test
    void makesATableAnewThatWasDropped() {
        try (SinkBench bench = bench("insert_dropped")) {
            SinkTaskHarness task = bench.task(letters);
            task.assign(ORDERS_0);
            task.produce(orders(0, 0, 5)).deliverAll();

            bench.dropTable("orders");
            task.produce(orders(0, 5, 10)).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrder((Object[]) ids(5, 10));
            assertThat(letters.letters()).isEmpty();
        }
    }

    @Test
    void goesOnWhereAColumnWasDropped() {
        try (SinkBench bench =
                bench("insert_narrow").with("schema.unknown.fields", "ignore").with("schema.evolution", "none")) {
            bench.run("CREATE SCHEMA IF NOT EXISTS insert_narrow");
            bench.run("CREATE TABLE orders (id INT64, note STRING)");
            SinkTaskHarness task = bench.task(letters);
            task.assign(ORDERS_0);
            task.produce(orders(0, 0, 5)).deliverAll();

            bench.run("ALTER TABLE orders DROP COLUMN note");
            task.produce(orders(0, 5, 10)).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrder((Object[]) ids(0, 10));
            assertThat(letters.letters()).isEmpty();
        }
    }

    @Test
    void encodesRecordsAgainWhereAColumnHasAnotherType() {
        try (SinkBench bench = bench("insert_retyped")) {
            SinkTaskHarness task = bench.task(letters);
            task.assign(ORDERS_0);
            task.produce(orders(0, 0, 5)).deliverAll();

            bench.dropTable("orders");
            bench.run("CREATE TABLE orders (id STRING, note STRING)");
            task.produce(orders(0, 5, 10)).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrder("5", "6", "7", "8", "9");
            assertThat(letters.letters()).isEmpty();
        }
    }

    @Test
    void repeatsWhatIsLostOnTheWayByTheSameIds() {
        try (SinkBench bench = bench("insert_lost")
                .broken(inserts().at(1), new Fault.LoseAck())
                .broken(inserts().at(2), new Fault.Close(Status.Code.UNAVAILABLE))
                .broken(inserts().at(3), new Fault.RefuseHttp(403, "quotaExceeded", "slower"))
                .broken(inserts().at(4), new Fault.RefuseHttp(503, "backendError", "later"))) {
            SinkTaskHarness task = bench.task(letters);
            task.assign(ORDERS_0);

            task.produce(orders(0, 0, 10)).deliverAll();

            assertThat(bench.column("id"))
                    .as("BigQuery knows rows again by their ids")
                    .containsExactlyInAnyOrder((Object[]) ids(0, 10));
        }
    }

    @Test
    void dividesARequestThatIsTooLarge() {
        try (SinkBench bench =
                bench("insert_large").broken(inserts().at(1), new Fault.RefuseHttp(413, "uploadTooLarge", "large"))) {
            SinkTaskHarness task = bench.task(letters);
            task.assign(ORDERS_0);

            task.produce(orders(0, 0, 10)).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrder((Object[]) ids(0, 10));
            assertThat(bench.calls("tabledata.insertAll")).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void endsWithTheReasonWhereNoRepetitionHelps() {
        try (SinkBench bench = bench("insert_fatal")
                .broken(inserts().always(), new Fault.RefuseHttp(403, "billingNotEnabled", "n7 is secret"))) {
            SinkTaskHarness task = bench.task();
            task.assign(ORDERS_0);
            task.produce(orders(0, 0, 10));

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("insert_fatal.orders")
                    .hasMessageContaining("403 billingNotEnabled")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void noLogShowsARowAtAnyLevel() {
        try (SinkBench bench = bench("insert_quiet")
                        .broken(inserts().at(1), new Fault.RefuseHttp(503, "backendError", "later"))
                        .broken(inserts().at(2), new Fault.LoseAck())
                        .broken(inserts().at(3), new Fault.InsertErrors(List.of(1), "invalid"));
                CapturedLogs logs = new CapturedLogs()) {
            SinkTaskHarness task = bench.task(letters);
            task.assign(ORDERS_0);

            task.produce(LongStream.range(0, 5)
                            .mapToObj(i -> record("orders", 0, i, SinkBench.ORDER, SinkBench.struct(i, "s3cret" + i)))
                            .toList())
                    .deliverAll();

            assertThat(bench.column("note")).contains("s3cret0");
            assertThat(logs.text()).contains("503 backendError").doesNotContain("s3cret");
        }
    }
}
