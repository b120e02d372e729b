// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The law of {@link UpsertPropertyIT} by merges: whatever answers are lost, jobs refused or repeated, and tasks killed with a
 * merge under way whose effect comes later, in the end the table is the database.
 */
@Timeout(300)
class MergePropertyIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @EnumSource(ChangeForm.class)
    void theTableIsTheDatabase(ChangeForm form) {
        for (long seed = 1; seed <= Integer.getInteger("millrace.seeds", 1); seed++) {
            String dataset = ("merge_" + form.name() + "_" + seed).toLowerCase(Locale.ROOT);
            Random random = new Random(seed);
            DatabaseModel model = new DatabaseModel(form, random, /* truncates= */ true);
            for (int i = 0; i < UpsertPropertyIT.STEPS; i++) {
                model.step();
            }
            try (SinkBench bench = new SinkBench(emulator, dataset).with("change.mode", "upsert-delete")) {
                bench.with("name", dataset)
                        .with("upsert.strategy", "merge")
                        .with("merge.interval.ms", String.valueOf(1 + random.nextInt(100)))
                        .with("primary.key", "id")
                        .with("truncate", "apply")
                        .with("request.max.rows", String.valueOf(1 + random.nextInt(20)));
                breakCalls(dataset, random);

                model.lives.forEach(life -> {
                    kill(bench, life, random);
                    UpsertPropertyIT.deliver(bench, life);
                });

                if (bench.hasTable("orders")) {
                    assertThat(bench.rows("SELECT id, note FROM " + dataset + ".orders ORDER BY id"))
                            .as("seed %d", seed)
                            .containsExactlyElementsOf(model.rows.entrySet().stream()
                                    .<List<Object>>map(row -> List.of(row.getKey(), row.getValue()))
                                    .toList());
                } else {
                    assertThat(model.rows).as("seed %d", seed).isEmpty();
                }
            }
        }
    }

    /** A task reads some of it and is stopped, wherever its jobs are just then; nothing is committed. */
    private static void kill(SinkBench bench, List<SinkRecord> life, Random random) {
        SinkTaskHarness task = bench.task();
        TopicPartition[] partitions = IntStream.range(0, 4)
                .mapToObj(partition -> new TopicPartition("orders", partition))
                .toArray(TopicPartition[]::new);
        task.produce(life).assign(partitions).poll(1 + random.nextInt(30));
        bench.stop(task);
    }

    /** Calls fail and are answered late or never, by chance. */
    private static void breakCalls(String dataset, Random random) {
        List<Fault> passing = List.of(
                new Fault.LoseAck(),
                new Fault.RefuseHttp(503, "backendError", "later"),
                new Fault.RefuseHttp(429, "rateLimitExceeded", "slower"),
                new Fault.Delay(Duration.ofMillis(1 + random.nextInt(100)), Moment.BEFORE),
                new Fault.Delay(Duration.ofMillis(1 + random.nextInt(100)), Moment.AFTER));
        for (Fault fault : passing) {
            arm(Trigger.on("jobs.*").of("*" + dataset + "*"), 0.04, fault);
        }
        String tables = dataset + ".*";
        arm(Trigger.on("tables.*").of(tables), 0.04, new Fault.LoseAck());
        arm(Trigger.on("tables.*").of(tables), 0.04, new Fault.RefuseHttp(503, "backendError", "later"));
        arm(Trigger.on("jobs.run").of(tables), 0.05, new Fault.FailJob("backendError", "again"));
        arm(Trigger.on("jobs.run").of(tables), 0.1, new Fault.Delay(Duration.ofMillis(100), Moment.AFTER));
    }

    private static void arm(Trigger trigger, double probability, Fault fault) {
        emulator.faults().arm(trigger.withProbability(probability).always(), fault);
    }
}
