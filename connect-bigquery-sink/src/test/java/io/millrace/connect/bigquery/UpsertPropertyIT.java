// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
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
 * The law of a table with one row for each key: whatever a database, its connector and the topic go through, and whatever
 * is delivered twice, answered late or never, in the end the table is the database.
 */
@Timeout(300)
class UpsertPropertyIT {
    static final int STEPS = 120;
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
        for (long seed = 1; seed <= Integer.getInteger("millrace.seeds", 3); seed++) {
            String dataset = ("upsert_" + form.name() + "_" + seed).toLowerCase(Locale.ROOT);
            Random random = new Random(seed);
            DatabaseModel model = new DatabaseModel(form, random, /* truncates= */ false);
            for (int i = 0; i < STEPS; i++) {
                model.step();
            }
            try (SinkBench bench = new SinkBench(emulator, dataset).with("change.mode", "upsert-delete")) {
                bench.with("primary.key", "id").with("request.max.rows", String.valueOf(1 + random.nextInt(20)));
                breakTheWire(bench, random);

                model.lives.forEach(life -> deliver(bench, life));

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

    /** Answers get lost, requests are refused after others were taken, and some take long: order is not what arrives. */
    private static void breakTheWire(SinkBench bench, Random random) {
        List<Fault> faults = List.of(
                new Fault.LoseAck(),
                new Fault.Close(Status.Code.UNAVAILABLE),
                new Fault.Refuse(Status.Code.INTERNAL, null, "again"),
                new Fault.Delay(Duration.ofMillis(1 + random.nextInt(100)), Moment.BEFORE));
        for (Fault fault : faults) {
            bench.broken(Trigger.on("AppendRows").withProbability(0.1).always(), fault);
        }
    }

    /** One life of the topic; the tail is delivered twice, as after a task that could not commit. */
    static void deliver(SinkBench bench, List<SinkRecord> life) {
        for (List<SinkRecord> records : List.of(life, life.subList(life.size() * 2 / 3, life.size()))) {
            SinkTaskHarness task = bench.task();
            TopicPartition[] partitions = IntStream.range(0, 4)
                    .mapToObj(partition -> new TopicPartition("orders", partition))
                    .toArray(TopicPartition[]::new);
            task.produce(records).assign(partitions).deliverAll();
            bench.stop(task);
        }
    }
}
