// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDER;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static io.millrace.connect.bigquery.SinkBench.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others do under a running task: to its topic, its table, its dataset, its dead letter queue. */
@Timeout(120)
class ChangedUnderneathIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static List<SinkRecord> withIds(long firstId, int count) {
        return LongStream.range(0, count)
                .mapToObj(offset -> record("orders", 0, offset, ORDER, struct(firstId + offset, "anew")))
                .toList();
    }

    private static Object[] ids(long from, long to) {
        return LongStream.range(from, to).boxed().toArray();
    }

    @Test
    void aTopicThatIsDeletedAndMadeAnewLosesNoRecord() {
        try (SinkBench bench = new SinkBench(emulator, "anew")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 10)).assign(ORDERS_0).deliverAll();

            task.recreate(ORDERS_0).produce(withIds(100, 5)).deliverAll();

            assertThat(bench.column("id")).contains(ids(100, 105)).hasSize(15);
            assertThat(task.committed()).containsEntry(ORDERS_0, 5L);
        }
    }

    @Test
    void whatIsUnderWayFromATopicThatIsMadeAnewIsStillWritten() {
        try (SinkBench bench = new SinkBench(emulator, "both")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 10)).assign(ORDERS_0).deliverAll();
            bench.broken(Trigger.on("AppendRows").times(2), new Fault.Refuse(Status.Code.UNAVAILABLE, null, "later"));
            task.produce(orders(0, 10, 20)).poll(10);

            task.recreate(ORDERS_0).produce(withIds(100, 5)).deliverAll();

            task.pollUntil("all rows are there", () -> bench.column("id").size() >= 25);
            assertThat(bench.column("id")).contains(ids(0, 20)).contains(ids(100, 105));
        }
    }

    @Test
    void aReportThatIsLostEndsTheTaskInsteadOfHoldingItsOffsetForEver() {
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = new SinkBench(emulator, "lostreport").with("flush.timeout.ms", "10")) {
            letters.hold();
            SinkTaskHarness task = bench.task(letters)
                    .produce(orders(0, 0, 3))
                    .produce(record("orders", 0, 3, Schema.STRING_SCHEMA, "no row"))
                    .assign(ORDERS_0);
            task.pollUntil("reported", () -> letters.letters().size() == 1);

            letters.lose();
            task.commit();

            assertThat(task.committed().get(ORDERS_0)).isIn(null, 0L, 3L);
            assertThatThrownBy(() -> task.poll(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("orders-0@3")
                    .hasMessageContaining("dead letter queue");
        }
    }

    @Test
    void aTableThatComesBackWithAnotherTypeIsNamedWithColumnAndTypes() {
        try (SinkBench bench = new SinkBench(emulator, "othertype")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 5)).assign(ORDERS_0).deliverAll();
            bench.dropTable("orders");
            bench.run("CREATE TABLE orders (id BYTES, note STRING)");

            task.produce(orders(0, 5, 8));

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("table test-project.othertype.orders")
                    .hasMessageContaining("column id is BYTES, was REQUIRED INT64")
                    .hasMessageContaining("start the task again");
            SinkTaskHarness restarted = bench.task().produce(orders(0, 5, 8)).committedElsewhere(task.committed());
            assertThatThrownBy(() -> restarted.assign(ORDERS_0).deliverAll())
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("column id is BYTES, the record has REQUIRED INT64");
            assertThat(task.committed()).containsEntry(ORDERS_0, 5L);
        }
    }

    @Test
    void recordsThatNoLongerFitAreLettersAfterTheTaskStartsAgain() {
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = new SinkBench(emulator, "othertypeletters")) {
            bench.stop(bench.task().produce(orders(0, 0, 1)).assign(ORDERS_0).deliverAll());
            bench.run("DROP TABLE orders");
            bench.run("CREATE TABLE orders (id INT64, note ARRAY<STRING>)");

            bench.task(letters).produce(orders(0, 1, 3)).assign(ORDERS_0).deliverAll();

            assertThat(letters.offsets()).containsExactly(1L, 2L);
            assertThat(letters.letters().get(0).error())
                    .hasMessageContaining("column note is REPEATED STRING, the record has STRING");
        }
    }

    @Test
    void recordsOnTheirWayToATableOfOtherTypesAreEncodedAgain() {
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = new SinkBench(emulator, "retyped")) {
            SinkTaskHarness task = bench.task(letters)
                    .produce(orders(0, 0, 5))
                    .assign(ORDERS_0)
                    .deliverAll();
            bench.dropTable("orders");
            bench.run("CREATE TABLE orders (id STRING, note STRING)");

            task.produce(orders(0, 5, 10)).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrder("5", "6", "7", "8", "9");
            assertThat(letters.letters()).isEmpty();
            assertThat(task.committed()).containsEntry(ORDERS_0, 10L);
            task.pollUntil("nothing is held", () -> bench.held() == 0);
        }
    }

    @Test
    void recordsOnTheirWayThatDoNotFitTheTableAnyMoreAreLetters() {
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = new SinkBench(emulator, "retypedbadly")) {
            SinkTaskHarness task = bench.task(letters)
                    .produce(orders(0, 0, 5))
                    .assign(ORDERS_0)
                    .deliverAll();
            bench.dropTable("orders");
            bench.run("CREATE TABLE orders (id BYTES, note STRING)");

            task.produce(orders(0, 5, 8)).deliverAll();

            assertThat(letters.offsets()).containsExactly(5L, 6L, 7L);
            assertThat(letters.letters().get(0).error())
                    .hasMessageContaining("column id is BYTES, the record has REQUIRED INT64");
            assertThat(task.committed()).containsEntry(ORDERS_0, 8L);
        }
    }

    @Test
    void aViewInTheTablesPlaceIsNamed() {
        try (SinkBench bench = new SinkBench(emulator, "viewed")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 5)).assign(ORDERS_0).deliverAll();
            bench.dropTable("orders");
            bench.run("CREATE VIEW orders AS SELECT 1 AS id");

            task.produce(orders(0, 5, 8));

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("test-project.viewed.orders is a VIEW");
        }
    }

    @Test
    void aDatasetThatIsDroppedIsMadeAnewWhereThatIsAllowed() {
        try (SinkBench bench = new SinkBench(emulator, "gone")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 5)).assign(ORDERS_0).deliverAll();
            bench.dropDataset();

            task.produce(orders(0, 5, 10)).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrder(ids(5, 10));
        }
    }

    @Test
    void aDatasetThatIsDroppedIsNamedWhereItMayNotBeMade() {
        try (SinkBench bench = new SinkBench(emulator, "goneforgood")) {
            bench.task().produce(orders(0, 0, 1)).assign(ORDERS_0).deliverAll();
            SinkTaskHarness task = bench.with("dataset.create", "false")
                    .task()
                    .produce(orders(0, 1, 5))
                    .assign(ORDERS_0)
                    .deliverAll();
            bench.dropDataset();

            task.produce(orders(0, 5, 10));

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("dataset test-project.goneforgood does not exist and dataset.create=false");
        }
    }

    @Test
    void aColumnThatIsDroppedComesBack() {
        try (SinkBench bench = new SinkBench(emulator, "dropcol")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 5)).assign(ORDERS_0).deliverAll();
            bench.run("ALTER TABLE orders DROP COLUMN note");

            task.produce(orders(0, 5, 10)).deliverAll();

            assertThat(bench.fields("orders")).containsExactly("id", "note");
            assertThat(bench.column("note")).contains("n5", "n9");
        }
    }

    @Test
    void accountingGoesByTheTopicThatWasConsumed() {
        try (SinkBench bench = new SinkBench(emulator, "renamed")) {
            Schema schema =
                    SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
            List<SinkRecord> renamed = LongStream.range(0, 5)
                    .mapToObj(offset -> new SinkRecord(
                            "other",
                            7,
                            null,
                            null,
                            schema,
                            new Struct(schema).put("id", offset),
                            900 + offset % 2,
                            null,
                            TimestampType.NO_TIMESTAMP_TYPE,
                            List.of(),
                            "orders",
                            0,
                            offset))
                    .toList();

            SinkTaskHarness task =
                    bench.task().produce(renamed).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("other", "id")).containsExactly(ids(0, 5));
            assertThat(task.committed()).containsOnlyKeys(ORDERS_0).containsEntry(ORDERS_0, 5L);
        }
    }
}
