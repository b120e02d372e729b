// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.MergeIT.ENVELOPE;
import static io.millrace.connect.bigquery.MergeIT.KEY;
import static io.millrace.connect.bigquery.MergeIT.SOURCE;
import static io.millrace.connect.bigquery.MergeIT.UNSENT;
import static io.millrace.connect.bigquery.MergeIT.deliver;
import static io.millrace.connect.bigquery.MergeIT.envelope;
import static io.millrace.connect.bigquery.MergeIT.key;
import static io.millrace.connect.bigquery.MergeIT.other;
import static io.millrace.connect.bigquery.MergeIT.row;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.List;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Merges with {@code truncate=apply}: the source's table is emptied, and so is the table, in the order of changes. */
@Timeout(120)
class MergeTruncateIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static SinkBench bench(String dataset) {
        return MergeIT.bench(emulator, dataset).with("truncate", "apply");
    }

    @Test
    void takesAwayWhatCameBeforeItAndNothingElse() {
        try (SinkBench bench = bench("truncate_one")) {
            SinkTaskHarness task = bench.task();
            task.produce(
                            envelope(0, 1, null, row(1, "a"), "c"),
                            envelope(1, 2, null, row(2, "b"), "c"),
                            truncate(2),
                            envelope(3, 2, null, row(2, "B"), "c"),
                            envelope(4, 3, null, row(3, "c"), "c"))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT id, note FROM truncate_one.orders ORDER BY id"))
                    .containsExactly(List.of(2L, "B"), List.of(3L, "c"));
            assertThat(task.committed().get(ORDERS_0)).isEqualTo(5L);
        }
    }

    @Test
    void takesAwayWhatEarlierMergesBrought() {
        try (SinkBench bench = bench("truncate_two")) {
            deliver(bench, envelope(0, 1, null, row(1, "a", "large"), "c"), envelope(1, 2, null, row(2, "b"), "c"));
            deliver(bench, truncate(2));
            assertThat(bench.rows("SELECT id FROM truncate_two.orders")).isEmpty();

            deliver(bench, envelope(3, 2, null, row(2, "B"), "c"));
            assertThat(bench.rows("SELECT note FROM truncate_two.orders")).containsExactly(List.of("B"));
        }
    }

    @Test
    void doesNotEmptyTheTableAgainWhenItIsReadAgain() {
        SinkRecord[] all = {
            envelope(0, 1, null, row(1, "a"), "c"), truncate(1), envelope(2, 2, null, row(2, "b"), "c"),
        };
        try (SinkBench bench = bench("truncate_again")) {
            deliver(bench, all);
            deliver(bench, all[1]);
            assertThat(bench.rows("SELECT id FROM truncate_again.orders")).containsExactly(List.of(2L));

            deliver(bench, all[0], all[1]);
            deliver(bench, all[0]);
            assertThat(bench.rows("SELECT id FROM truncate_again.orders")).containsExactly(List.of(2L));
        }
    }

    @Test
    void leavesNothingThatALaterChangeCouldKeep() {
        try (SinkBench bench = bench("truncate_kept")) {
            deliver(bench, envelope(0, 1, null, row(1, "a", "large"), "c"));
            deliver(
                    bench,
                    envelope(1, 2, null, row(2, "b", "large"), "c"),
                    truncate(2),
                    envelope(3, 1, null, row(1, "A", UNSENT), "u"),
                    envelope(4, 2, null, row(2, "B", UNSENT), "u"));

            assertThat(bench.rows("SELECT id, note, big IS NULL FROM truncate_kept.orders ORDER BY id"))
                    .containsExactly(List.of(1L, "A", true), List.of(2L, "B", true));
        }
    }

    /** A truncate stands in one partition; rows of all partitions are older than it, or later, by their records' times. */
    @Test
    void isOfTheRowsOfAllPartitions() {
        try (SinkBench bench = bench("truncate_all")) {
            deliver(bench, other(0, 1, row(1, "old")), later(0, 2, row(2, "later")));
            deliver(bench, truncate(0), envelope(1, 3, null, row(3, "c"), "c"));
            assertThat(bench.rows("SELECT id FROM truncate_all.orders ORDER BY id"))
                    .containsExactly(List.of(2L), List.of(3L));

            deliver(bench, other(1, 4, row(4, "old, and late")), later(1, 5, row(5, "later")));
            assertThat(bench.rows("SELECT id FROM truncate_all.orders ORDER BY id"))
                    .containsExactly(List.of(2L), List.of(3L), List.of(5L));
        }
    }

    @Test
    void isNothingToATableThatIsNotThere() {
        try (SinkBench bench = bench("truncate_none")) {
            SinkTaskHarness task = bench.task();
            task.produce(truncate(0)).assign(ORDERS_0).deliverAll();
            assertThat(task.committed().get(ORDERS_0)).isEqualTo(1L);

            task.produce(envelope(1, 1, null, row(1, "a"), "c")).deliverAll();
            assertThat(bench.rows("SELECT id FROM truncate_none.orders")).containsExactly(List.of(1L));
        }
    }

    @Test
    void emptiesTablesThatRequireAPartitionFilterAndHaveDefaults() {
        Schema dated = SchemaBuilder.struct()
                .name("row")
                .optional()
                .field("id", Schema.INT64_SCHEMA)
                .field(
                        "day",
                        SchemaBuilder.int32().name("io.debezium.time.Date").build())
                .build();
        Schema envelope = SchemaBuilder.struct()
                .name("shop.orders.Envelope")
                .field("before", dated)
                .field("after", dated)
                .field("source", SOURCE)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        try (SinkBench bench = bench("truncate_dated").with("primary.key", "id,day")) {
            bench.run("CREATE SCHEMA truncate_dated");
            bench.run(
                    "CREATE TABLE truncate_dated.orders (id INT64 DEFAULT 7, day DATE DEFAULT '2024-01-01',"
                            + " PRIMARY KEY (id, day) NOT ENFORCED) PARTITION BY day OPTIONS (require_partition_filter = TRUE)");
            List<SinkRecord> records = List.of(
                    change(envelope, 0, "c", new Struct(dated).put("id", 7L).put("day", 19_723)),
                    change(envelope, 1, "t", null),
                    change(envelope, 2, "c", new Struct(dated).put("id", 2L).put("day", 20_000)));
            deliver(bench, records.toArray(SinkRecord[]::new));
            deliver(bench, change(envelope, 3, "t", null));
            deliver(
                    bench,
                    change(envelope, 4, "c", new Struct(dated).put("id", 7L).put("day", 19_723)));

            assertThat(bench.rows("SELECT id FROM truncate_dated.orders WHERE day > '2000-01-01'"))
                    .containsExactly(List.of(7L));
        }
    }

    /** Whichever statement it is that fails, or that is done though nobody hears of it. */
    @ParameterizedTest
    @ValueSource(strings = {"deletes", "truncate", "merge", "look"})
    void isDoneOnceMoreWhereAStepFails(String step) {
        String name = "truncate_step_" + step;
        try (SinkBench bench = bench(name).with("name", name)) {
            deliver(bench, envelope(0, 1, null, row(1, "a"), "c"));
            String job = "*" + name + "*-" + step + "-*";
            emulator.faults().arm(Trigger.on("jobs.insert").of(job).at(1), new Fault.LoseAck());
            emulator.faults()
                    .arm(Trigger.on("jobs.get").of(job).at(2), new Fault.RefuseHttp(503, "backendError", "no"));

            deliver(bench, truncate(1), envelope(2, 2, null, row(2, "b"), "c"));

            assertThat(bench.rows("SELECT id FROM " + name + ".orders")).containsExactly(List.of(2L));
        }
    }

    private static SinkRecord truncate(long offset) {
        return change(ENVELOPE, offset, "t", null);
    }

    private static SinkRecord change(Schema envelope, long offset, String op, @Nullable Struct after) {
        Struct value = new Struct(envelope)
                .put("after", after)
                .put("source", new Struct(SOURCE).put("ts_ms", offset))
                .put("op", op);
        return MergeIT.record(offset, null, null, envelope, value);
    }

    /** Of another partition, and later than all others. */
    private static SinkRecord later(long offset, long id, Struct row) {
        return new SinkRecord(
                "orders",
                1,
                KEY,
                key(id),
                MergeIT.ROW,
                row,
                10 + offset,
                1_800_000_000_000L,
                TimestampType.CREATE_TIME);
    }
}
