// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.DeadLetters;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.runtime.RealWorker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The law of at-least-once under Connect's own worker, that of the Kafka on the class path: whatever fails and whatever the
 * worker does in whichever order, a put takes its records; what is committed is written, reported or skipped by rule; memory
 * stays within its limit; and once BigQuery is well again everything arrives and nothing stays paused. Each seed is a life:
 * odd ones with eager rebalances, even ones with cooperative ones. More with {@code -Dlaw.seeds=…}, others with
 * {@code -Dlaw.first=…}.
 */
@Timeout(60)
class RealWorkerLawIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        assertThat(AppInfoParser.getVersion())
                .as("the build runs this on two releases of Kafka")
                .isEqualTo(System.getProperty("law.kafka", AppInfoParser.getVersion()));
        emulator = Emulator.builder().faultSeed(7).start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    static Stream<Arguments> seeds() {
        long count = Long.getLong("law.seeds", 50);
        return Stream.concat(
                arguments(LawFaults.STORAGE_WRITE, count),
                arguments(LawFaults.STREAMING_INSERT, Math.max(1, count / 4)));
    }

    static Stream<Arguments> fewerSeeds() {
        long count = Long.getLong("law.seeds", 50);
        return Stream.concat(
                arguments(LawFaults.STORAGE_WRITE, Math.max(1, count * 2 / 5)),
                arguments(LawFaults.STREAMING_INSERT, Math.max(1, count / 10)));
    }

    private static Stream<Arguments> arguments(LawFaults by, long count) {
        long first = Long.getLong("law.first", 1);
        return LongStream.range(first, first + count).mapToObj(seed -> Arguments.of(by, seed));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRecordIsWrittenReportedOrSkipped(LawFaults by, long seed) {
        Random random = new Random(seed);
        LawRecords records = new LawRecords(random, 3, 100, 6_000);
        try (SinkBench bench = bench(by, "worker" + seed)) {
            breakThings(by, bench, random);

            live(bench, records, random, seed % 2 == 1, life -> life.steps(120));
        }
    }

    static LongStream loadSeeds() {
        long first = Long.getLong("law.first", 1);
        return LongStream.range(first, first + Math.max(1, Long.getLong("law.seeds", 50) / 5));
    }

    @ParameterizedTest
    @MethodSource("loadSeeds")
    void everyRecordIsLoadedReportedOrSkipped(long seed) {
        Random random = new Random(seed);
        LawRecords records = new LawRecords(random, 3, 100, 6_000);
        String dataset = "load" + seed;
        try (SinkBench bench = bench(LoadBench.of(emulator, dataset))) {
            bench.with("load.interval.ms", "40").with("load.max.bytes", "65536");
            LoadBench.breakLoads(emulator, dataset, random);

            live(bench, records, random, seed % 2 == 1, life -> life.steps(120));
        }
    }

    @ParameterizedTest
    @MethodSource("loadSeeds")
    void everyRecordIsLoadedReportedOrSkippedWhoeverAltersItsTable(long seed) {
        Random random = new Random(seed);
        LawRecords records = new LawRecords(random, 3, 100, 600);
        String dataset = "alter" + seed;
        try (SinkBench bench = bench(LoadBench.of(emulator, dataset))) {
            bench.with("load.interval.ms", "40");
            LoadBench.breakLoads(emulator, dataset, random);

            live(bench, records, random, seed % 2 == 1, life -> {
                for (int some = 0; some < 20; some++) {
                    life.steps(6);
                    LoadBench.alter(bench, random);
                }
            });
        }
    }

    /** Whatever the order of rebalances, pressure, outages and a connector that is paused and resumed. */
    @ParameterizedTest
    @MethodSource("fewerSeeds")
    void noPartitionStaysPausedWithoutAReason(LawFaults by, long seed) {
        Random random = new Random(-seed);
        LawRecords records = new LawRecords(random, 2, 100, 30_000);
        try (SinkBench bench = bench(by, "paused" + seed)) {
            live(bench, records, random, seed % 2 == 1, life -> {
                life.steps(20);
                life.rebalanceUnderPressure();
            });
        }
    }

    private static void live(
            SinkBench bench, LawRecords records, Random random, boolean eager, Consumer<WorkerLife> course) {
        DeadLetters letters = new DeadLetters();
        try (RealWorker worker = bench.worker(letters, Duration.ofMillis(100))) {
            worker.produce(records.all);
            WorkerLife life = new WorkerLife(bench, worker, records, letters, random, eager);
            try {
                life.begin();
                course.accept(life);
                emulator.faults().clear();
                boolean done = life.end(Duration.ofSeconds(20));

                records.check(bench, letters, worker.committed());
                // A connector that was paused when all was committed is resumed by its worker's next turn.
                assertThat(worker.iterateUntil(
                                Duration.ofSeconds(5), () -> worker.paused().isEmpty()))
                        .as("nothing is paused but %s, %d bytes held", worker.paused(), bench.held())
                        .isTrue();
                assertThat(done).as("all is committed: %s", worker.committed()).isTrue();
                assertThat(worker.iterateUntil(Duration.ofSeconds(5), () -> bench.held() == 0))
                        .as("nothing is held")
                        .isTrue();
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("after " + String.join("\n", worker.history()), failed);
            }
        }
    }

    private static SinkBench bench(LawFaults by, String name) {
        String dataset = name + "_" + by.name().toLowerCase(Locale.ROOT);
        return bench(new SinkBench(emulator, dataset).with("name", dataset).with("write.method", by.method));
    }

    private static SinkBench bench(SinkBench bench) {
        return bench.with("buffer.max.bytes", Long.toString(WorkerLife.BUFFER))
                .with("request.max.bytes", "65536")
                .with("request.timeout.ms", "1000")
                .with("linger.ms", "5")
                .with("flush.timeout.ms", "20");
    }

    private static void breakThings(LawFaults by, SinkBench bench, Random random) {
        by.arm(bench, random, 100);
        if (random.nextInt(4) == 0) {
            bench.broken(by.on().at(1 + random.nextInt(10)), new Fault.NeverAnswer(Moment.AFTER));
        }
        bench.broken(
                Trigger.on("tables.*").withProbability(0.1).always(), new Fault.RefuseHttp(503, "backendError", "x"));
    }
}
