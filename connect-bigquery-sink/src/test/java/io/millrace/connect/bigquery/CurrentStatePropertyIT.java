// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.SinkTaskHarness;
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
 * The law of the current-state view: it shows what the database holds, whatever snapshots met, whichever source it is, and
 * whatever became of connector, server and topic on the way. What happens follows from the seed.
 */
@Timeout(180)
class CurrentStatePropertyIT {
    private static final int STEPS = 150;
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
    void theViewIsTheDatabase(ChangeForm form) {
        for (long seed = 1; seed <= Integer.getInteger("millrace.seeds", 2); seed++) {
            String dataset = (form.name() + "_" + seed).toLowerCase(Locale.ROOT);
            DatabaseModel model = new DatabaseModel(form, new Random(seed));
            for (int i = 0; i < STEPS; i++) {
                model.step();
            }
            try (SinkBench bench = new SinkBench(emulator, dataset).with("view.create", "true")) {
                bench.with("primary.key", "id");

                model.lives.forEach(life -> deliver(bench, life));

                assertThat(bench.rows("SELECT id, note FROM " + dataset + ".orders_current ORDER BY id"))
                        .as("seed %d", seed)
                        .containsExactlyElementsOf(model.rows.entrySet().stream()
                                .<List<Object>>map(row -> List.of(row.getKey(), row.getValue()))
                                .toList());
            }
        }
    }

    /** One life of the topic; the tail is delivered twice, as after a task that could not commit. */
    private static void deliver(SinkBench bench, List<SinkRecord> life) {
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
