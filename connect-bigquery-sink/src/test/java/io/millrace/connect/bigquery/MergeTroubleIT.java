// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.MergeIT.KEY;
import static io.millrace.connect.bigquery.MergeIT.ROW;
import static io.millrace.connect.bigquery.MergeIT.deliver;
import static io.millrace.connect.bigquery.MergeIT.key;
import static io.millrace.connect.bigquery.MergeIT.record;
import static io.millrace.connect.bigquery.MergeIT.row;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Merges that BigQuery refuses, or whose tables somebody else meddles with. */
@Timeout(120)
class MergeTroubleIT {
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
        return MergeIT.bench(emulator, dataset);
    }

    /** What no load job takes is found by halves: here the first two files are refused for nothing. */
    @Test
    void loadByHalvesWhatIsRefused() {
        try (SinkBench bench = bench("merge_halves").with("request.max.rows", "2")) {
            bench.broken(Trigger.on("jobs.run").at(1).times(2), new Fault.FailJob("invalid", "bad"));
            List<SinkRecord> records = new ArrayList<>();
            for (long id = 0; id < 10; id++) {
                records.add(record(id, KEY, key(id), ROW, row(id, "n" + id)));
            }
            deliver(bench, records.toArray(SinkRecord[]::new));

            assertThat(bench.rows("SELECT id FROM merge_halves.orders")).hasSize(10);
        }
    }

    @Test
    void reportNoRowForWhatIsWrongElsewhere() {
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = bench("merge_elsewhere").with("errors.tolerance", "all")) {
            bench.broken(Trigger.on("jobs.run").always(), new Fault.FailJob("resourcesExceeded", "too much"));
            SinkTaskHarness task = bench.task(letters)
                    .produce(record(0, KEY, key(1), ROW, row(1, "a")))
                    .assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .hasMessageContaining("merge_elsewhere.orders")
                    .hasMessageContaining("resourcesExceeded")
                    .hasMessageContaining("staging table");
            assertThat(letters.letters()).isEmpty();
        }
    }

    @Test
    void endTheTaskWhereAMergeIsRefusedForGood() {
        try (SinkBench bench = bench("merge_refused").with("name", "merge_refused")) {
            emulator.faults()
                    .arm(
                            Trigger.on("jobs.insert")
                                    .of("*merge_refused*-merge-*")
                                    .always(),
                            new Fault.RefuseHttp(400, "invalidQuery", "a value of a row"));
            SinkTaskHarness task = bench.task()
                    .produce(record(0, KEY, key(1), ROW, row(1, "a")))
                    .assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .hasMessageContaining("merge_refused.orders")
                    .hasMessageContaining("400 invalidQuery in job millrace-merge_refused-0-")
                    .hasMessageContaining("staging table")
                    .hasMessageNotContaining("a value of a row");
        }
    }

    @Test
    void goOnWithoutWhatIsRefusedForGoodWhereThatIsTolerated() {
        try (SinkBench bench =
                bench("merge_tolerant").with("name", "merge_tolerant").with("errors.tolerance", "all")) {
            emulator.faults()
                    .arm(
                            Trigger.on("jobs.insert")
                                    .of("*merge_tolerant*-merge-*")
                                    .at(1)
                                    .times(2),
                            new Fault.RefuseHttp(400, "invalidQuery", "no"));
            SinkTaskHarness task = bench.task();
            task.produce(record(0, KEY, key(1), ROW, row(1, "a")))
                    .assign(ORDERS_0)
                    .deliverAll();
            task.produce(record(1, KEY, key(2), ROW, row(2, "b"))).deliverAll();

            assertThat(bench.rows("SELECT id FROM merge_tolerant.orders")).containsExactly(List.of(2L));
        }
    }

    /** A snapshot of years, in partitions of hours: BigQuery changes 4,000 partitions by one statement. */
    @Test
    void mergeBySlicesWhereChangesAreOfTooManyPartitions() {
        try (SinkBench bench = bench("merge_wide").with("name", "merge_wide")) {
            Fault refused = new Fault.FailJob(
                    "invalidQuery",
                    "Too many partitions produced by query, allowed 4000, query produces at least 4001 partitions");
            for (String step : List.of("merge-*", "merge-2-1-*", "merge-4-2-*")) {
                emulator.faults().arm(Trigger.on("statements.run").of("*merge_wide*-" + step), refused);
            }
            bench.with("table.partition.type", "day").with("table.partition.field", "at");
            Schema dated = SchemaBuilder.struct()
                    .field("id", Schema.INT64_SCHEMA)
                    .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                    .field(
                            "at",
                            SchemaBuilder.int32().name("io.debezium.time.Date").build())
                    .build();
            SinkTaskHarness task = bench.task();
            for (int id = 0; id < 50; id++) {
                Struct row = new Struct(dated)
                        .put("id", (long) id)
                        .put("note", "n" + id)
                        .put("at", 19_000 + id);
                task.produce(record(id, KEY, key(id), dated, row));
            }
            Struct kept =
                    new Struct(dated).put("id", 3L).put("note", MergeIT.UNSENT).put("at", 19_999);
            task.produce(record(50, KEY, key(7), null, null), record(51, KEY, key(3), dated, kept))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT COUNT(*), COUNT(DISTINCT id), COUNTIF(id = 7) FROM merge_wide.orders"))
                    .containsExactly(List.of(49L, 49L, 0L));
            assertThat(bench.rows("SELECT note, CAST(`at` AS STRING) FROM merge_wide.orders WHERE id = 3"))
                    .containsExactly(List.of("n3", "2024-10-03"));
            assertThat(emulator.journal().entries("jobs.insert", "*merge_wide*-merge-8-7-*"))
                    .hasSize(1);
        }
    }

    @Test
    void failWhenBigQueryIsAwayForLongerThanIsBearable() {
        try (SinkBench bench = bench("merge_away").with("name", "merge_away").with("outage.timeout.ms", "1000")) {
            emulator.faults()
                    .arm(
                            Trigger.on("jobs.insert").of("*merge_away*-merge-*").always(),
                            new Fault.RefuseHttp(503, "backendError", "later"));
            SinkTaskHarness task = bench.task()
                    .produce(record(0, KEY, key(1), ROW, row(1, "a")))
                    .assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll).hasMessageContaining("merge_away.orders");
        }
    }

    @Test
    @Timeout(60)
    void failWhenWhatARefusedMergeReadsCannotBeLookedAt() {
        try (SinkBench bench =
                bench("merge_unseen").with("name", "merge_unseen").with("outage.timeout.ms", "1000")) {
            bench.with("change.mode", "upsert"); // without a table of deletes, which would be looked at first
            emulator.faults()
                    .arm(
                            Trigger.on("jobs.insert")
                                    .of("*merge_unseen*-merge-*")
                                    .always(),
                            new Fault.RefuseHttp(400, "invalidQuery", "no"));
            emulator.faults()
                    .arm(
                            Trigger.on("tables.get")
                                    .of("*merge_unseen.orders_millrace_merge_*")
                                    .always(),
                            new Fault.RefuseHttp(503, "backendError", "later"));
            SinkTaskHarness task = bench.task()
                    .produce(record(0, KEY, key(1), ROW, row(1, "a")))
                    .assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .hasMessageContaining("merge_unseen.orders")
                    .hasMessageContaining("503 backendError");
        }
    }

    /** Somebody tidies up: the records are read again. */
    @Test
    void loseNothingWhereTheirStagingTableIsDropped() {
        try (SinkBench bench = bench("merge_dropped").with("merge.interval.ms", "2000")) {
            SinkTaskHarness task = bench.task();
            task.produce(record(0, KEY, key(1), ROW, row(1, "a")), record(1, KEY, key(2), ROW, row(2, "b")))
                    .assign(ORDERS_0)
                    .pollUntil(
                            "there is a staging table",
                            () -> bench.hasTable("orders") && !staging(bench).isEmpty());
            bench.run("DROP TABLE merge_dropped." + staging(bench).get(0));
            task.deliverAll();

            assertThat(bench.rows("SELECT id FROM merge_dropped.orders ORDER BY id"))
                    .containsExactly(List.of(1L), List.of(2L));
        }
    }

    @Test
    void sayWhatKeepsATableThatRequiresAPartitionFilterFromBeingMerged() {
        try (SinkBench bench = bench("merge_filtered")) {
            bench.run("CREATE SCHEMA merge_filtered");
            bench.run("CREATE TABLE merge_filtered.orders (id INT64, note STRING, big STRING, day DATE,"
                    + " PRIMARY KEY (id) NOT ENFORCED) PARTITION BY day OPTIONS (require_partition_filter = TRUE)");
            SinkTaskHarness task = bench.task()
                    .produce(record(0, KEY, key(1), ROW, row(1, "a")))
                    .assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .hasMessageContaining("merge_filtered.orders requires a partition filter")
                    .hasMessageContaining("the key is [id], the column day");
        }
    }

    @Test
    void showInNumbersWhatTheyDo() throws Exception {
        try (SinkBench bench = bench("merge_numbers").with("name", "merge_numbers")) {
            SinkTaskHarness task = bench.task();
            task.produce(record(0, KEY, key(1), ROW, row(1, "a")))
                    .assign(ORDERS_0)
                    .deliverAll();

            ObjectName numbers = new ObjectName(
                    "io.millrace.connect:type=bigquery-sink-task,connector=\"merge_numbers\",task=\"0\"");
            assertThat(number(numbers, "merges-total")).isEqualTo(1);
            assertThat(number(numbers, "merge-queries-total")).isEqualTo(2); // the merge, and the look for deletes
            assertThat(number(numbers, "merge-refusals-total")).isZero();
        }
    }

    private static long number(ObjectName numbers, String name) throws Exception {
        return ((Number) ManagementFactory.getPlatformMBeanServer().getAttribute(numbers, name)).longValue();
    }

    private static List<String> staging(SinkBench bench) {
        return bench.rows("SELECT table_name FROM merge_dropped.INFORMATION_SCHEMA.TABLES").stream()
                .map(row -> String.valueOf(row.get(0)))
                .filter(name -> name.startsWith("orders_millrace_merge_") && !name.endsWith("_deletes"))
                .toList();
    }
}
