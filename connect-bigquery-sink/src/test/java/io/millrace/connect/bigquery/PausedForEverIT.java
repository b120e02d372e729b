// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.runtime.RealWorker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An eager rebalance (the default assignor's) while the task has paused its partitions: the worker pauses again, after the
 * rebalance, what the task had paused before, so a task that forgets its pauses leaves them paused for ever.
 */
@Timeout(60)
class PausedForEverIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int RECORDS = 600;

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
        return new SinkBench(emulator, dataset)
                .with("name", dataset)
                .with("buffer.max.bytes", "1048576")
                .with("request.max.bytes", "131072")
                .with("request.timeout.ms", "1000")
                .with("flush.timeout.ms", "100");
    }

    private static void everythingArrivesAfterARebalance(SinkBench bench, Duration between) {
        try (RealWorker worker = bench.worker(Duration.ofMillis(300))) {
            worker.produce(SinkBench.padded(0, RECORDS, 2_000)).produce(SinkBench.padded(1, RECORDS, 2_000));
            worker.assign(ORDERS_0, ORDERS_1);
            worker.fetch(ORDERS_0, ORDERS_1);
            assertThat(worker.iterateUntil(LONG, () -> !worker.paused().isEmpty()))
                    .as("back-pressure")
                    .isTrue();
            worker.iterate(Duration.ofMillis(600));

            worker.revokeAll(); // another member joins the group
            worker.iterate(between); // polls come back empty while the group is formed anew
            worker.assign(ORDERS_0, ORDERS_1);
            emulator.faults().clear();

            List<TopicPartition> mine = List.of(ORDERS_0, ORDERS_1);
            boolean done = worker.iterateUntil(LONG, () -> {
                worker.fetch(ORDERS_0, ORDERS_1);
                return mine.stream().allMatch(partition -> worker.committed(partition) == RECORDS);
            });
            assertThat(worker.paused()).as("held: %d", bench.held()).isEmpty();
            assertThat(done).as("committed %s", worker.committed()).isTrue();
            assertThat(bench.held()).isZero();
            assertThat(bench.column("id").stream().distinct()).hasSize(2 * RECORDS);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 500, 1_500})
    void partitionsGoOnThatWerePausedWhileTheirTableWasNotThere(int between) {
        try (SinkBench bench = bench("pausedtable" + between)) {
            bench.broken(Trigger.on("tables.*").always(), new Fault.RefuseHttp(503, "backendError", "later"));
            everythingArrivesAfterARebalance(bench, Duration.ofMillis(between));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 500, 1_500})
    void partitionsGoOnThatWerePausedWhileAppendsWereRefused(int between) {
        try (SinkBench bench = bench("pausedappends" + between)
                .with("retry.backoff.initial.ms", "500")
                .with("retry.backoff.max.ms", "2000")) {
            bench.broken(Trigger.on("AppendRows").always(), new Fault.Refuse(Status.Code.UNAVAILABLE, null, "later"));
            everythingArrivesAfterARebalance(bench, Duration.ofMillis(between));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000})
    void partitionsGoOnThatWerePausedWhileAppendsWereSlow(int between) {
        try (SinkBench bench = bench("pausedslow" + between).with("request.timeout.ms", "60000")) {
            bench.broken(Trigger.on("AppendRows").always(), new Fault.Delay(Duration.ofMillis(1_200), Moment.BEFORE));
            everythingArrivesAfterARebalance(bench, Duration.ofMillis(between));
        }
    }

    @Test
    void partitionsGoOnWhereTheLastFlushIsInTime() {
        try (SinkBench bench = bench("pausedcontrol").with("flush.timeout.ms", "20000")) {
            bench.broken(Trigger.on("AppendRows").always(), new Fault.Delay(Duration.ofMillis(150), Moment.BEFORE));
            everythingArrivesAfterARebalance(bench, Duration.ofMillis(500));
        }
    }
}
