// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.MergeIT.KEY;
import static io.millrace.connect.bigquery.MergeIT.ROW;
import static io.millrace.connect.bigquery.MergeIT.deliver;
import static io.millrace.connect.bigquery.MergeIT.key;
import static io.millrace.connect.bigquery.MergeIT.record;
import static io.millrace.connect.bigquery.MergeIT.row;
import static org.apache.kafka.common.record.TimestampType.CREATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several tasks whose merges of one table overlap. */
@Timeout(300)
class MergeTasksIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    /** Each has its partitions; keys move between them as partitions are added, and truncates are of the rows of both. */
    @ParameterizedTest
    @EnumSource(
            value = ChangeForm.class,
            names = {"POSTGRESQL", "MYSQL", "FLATTENED"})
    void endEqualToTheDatabase(ChangeForm form) throws Exception {
        for (long seed = 1; seed <= Integer.getInteger("millrace.seeds", 1); seed++) {
            String dataset = ("merge_tasks_" + form.name() + "_" + seed).toLowerCase(Locale.ROOT);
            Random random = new Random(seed);
            DatabaseModel model = new DatabaseModel(form, random);
            for (int i = 0; i < UpsertPropertyIT.STEPS; i++) {
                model.step();
            }
            try (SinkBench bench = MergeIT.bench(emulator, dataset)
                    .with("name", dataset)
                    .with("primary.key", "id")
                    .with("truncate", "apply")
                    .with("merge.interval.ms", "20")
                    .with("request.max.rows", "5")) {
                Trigger jobs = Trigger.on("jobs.insert").of("*" + dataset + "*-merge-*");
                Duration late = Duration.ofMillis(50);
                emulator.faults().arm(jobs.withProbability(0.2).always(), new Fault.Delay(late, Moment.BEFORE));

                for (List<SinkRecord> life : model.lives) {
                    deliverByTwo(bench, life);
                }

                assertThat(bench.rows("SELECT id, note FROM " + dataset + ".orders ORDER BY id"))
                        .as("seed %d", seed)
                        .containsExactlyElementsOf(model.rows.entrySet().stream()
                                .<List<Object>>map(row -> List.of(row.getKey(), row.getValue()))
                                .toList());
            }
        }
    }

    private static void deliverByTwo(SinkBench bench, List<SinkRecord> records) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<SinkTaskHarness> tasks = new ArrayList<>();
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                int own = number;
                SinkTaskHarness task =
                        bench.with("millrace.task", String.valueOf(number)).task();
                tasks.add(task);
                task.produce(records.stream()
                                .filter(record -> record.kafkaPartition() % 2 == own)
                                .toList())
                        .assign(new TopicPartition("orders", own), new TopicPartition("orders", own + 2));
                ends.add(threads.submit(() -> {
                    task.deliverAll();
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
            tasks.forEach(bench::stop);
        }
    }

    /** As BigQuery may leave them: merges that only add rows do not conflict there, so two may add one of the same key each. */
    @ParameterizedTest
    @ValueSource(strings = {"upsert", "upsert-delete"})
    void leaveOneRowOfAKeyThatTwoMergesAdded(String mode) {
        String dataset = "merge_doubled_" + mode.replace('-', '_');
        try (SinkBench bench = MergeIT.bench(emulator, dataset).with("change.mode", mode)) {
            deliver(bench, record(1, KEY, key(1), ROW, row(1, "a")), record(2, KEY, key(2), ROW, row(2, "b")));
            bench.run("INSERT INTO " + dataset + ".orders (id, note, `__sequence`) VALUES (1, 'older', '7')");
            bench.run("INSERT INTO " + dataset + ".orders (id, note, `__sequence`) SELECT id, note, `__sequence` FROM "
                    + dataset + ".orders WHERE id = 2");

            deliver(bench, record(1, KEY, key(1), ROW, row(1, "a")), record(2, KEY, key(2), ROW, row(2, "b")));

            assertThat(bench.rows("SELECT id, note FROM " + dataset + ".orders ORDER BY id"))
                    .containsExactly(List.of(1L, "a"), List.of(2L, "b"));
        }
    }

    /** What is known of a table that has nothing to merge is forgotten, and nothing of it comes again. */
    @Test
    void forgetTablesThatComeAndGo() {
        String dataset = "merge_many";
        int tables = Integer.getInteger("millrace.tables", 40);
        try (SinkBench bench = MergeIT.bench(emulator, dataset).with("name", dataset)) {
            SinkTaskHarness task = bench.task();
            TopicPartition[] partitions = IntStream.range(0, tables)
                    .mapToObj(table -> new TopicPartition("t" + table, 0))
                    .toArray(TopicPartition[]::new);
            task.assign(partitions);
            for (int time = 0; time < 3; time++) {
                for (TopicPartition table : partitions) {
                    Struct row = row(1, "n" + time);
                    task.produce(
                            new SinkRecord(table.topic(), 0, KEY, key(1), ROW, row, time, 1_000L + time, CREATE_TIME));
                }
                task.deliverAll();
                long idle = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
                task.pollUntil("all tables are idle", () -> System.nanoTime() > idle);
            }

            for (TopicPartition table : partitions) {
                assertThat(bench.rows("SELECT note FROM " + dataset + "." + table.topic()))
                        .containsExactly(List.of("n2"));
            }
            assertThat(emulator.journal().entries("jobs.insert", "*" + dataset + "*"))
                    .extracting(entry -> entry.call().resource())
                    .doesNotHaveDuplicates();
        }
    }

    /** Which BigQuery gives up after it has tried three times; or there are too many of them. */
    @Test
    void goOnWhereStatementsConflict() {
        String dataset = "merge_conflicts";
        try (SinkBench bench = MergeIT.bench(emulator, dataset).with("name", dataset)) {
            Trigger run = Trigger.on("statements.run").of("*" + dataset + "*-merge-*");
            emulator.faults()
                    .arm(
                            run.at(1).times(2),
                            new Fault.FailJob(
                                    "invalidQuery",
                                    "Could not serialize access to table p:d.orders due to concurrent update"));
            emulator.faults()
                    .arm(
                            run.at(3).times(2),
                            new Fault.FailJob(
                                    "resourcesExceeded",
                                    "Resources exceeded during query execution: Too many DML statements outstanding"
                                            + " against table p:d.orders, limit is 20."));

            deliver(bench, record(1, KEY, key(1), ROW, row(1, "a")));

            assertThat(bench.rows("SELECT note FROM merge_conflicts.orders")).containsExactly(List.of("a"));
        }
    }
}
