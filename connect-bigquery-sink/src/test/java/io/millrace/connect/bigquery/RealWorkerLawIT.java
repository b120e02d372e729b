// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.DeadLetters;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.connect.runtime.RealWorker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
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

    static LongStream seeds() {
        long first = Long.getLong("law.first", 1);
        return LongStream.range(first, first + Long.getLong("law.seeds", 50));
    }

    static LongStream fewerSeeds() {
        long first = Long.getLong("law.first", 1);
        return LongStream.range(first, first + Math.max(1, Long.getLong("law.seeds", 50) * 2 / 5));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRecordIsWrittenReportedOrSkipped(long seed) {
        Random random = new Random(seed);
        LawRecords records = new LawRecords(random, 3, 100, 6_000);
        try (SinkBench bench = bench("worker" + seed)) {
            breakThings(bench, random);

            live(bench, records, random, seed % 2 == 1, life -> life.steps(120));
        }
    }

    /** Whatever the order of rebalances, pressure, outages and a connector that is paused and resumed. */
    @ParameterizedTest
    @MethodSource("fewerSeeds")
    void noPartitionStaysPausedWithoutAReason(long seed) {
        Random random = new Random(-seed);
        LawRecords records = new LawRecords(random, 2, 100, 30_000);
        try (SinkBench bench = bench("paused" + seed)) {
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
                assertThat(worker.paused())
                        .as("paused, %d bytes held", bench.held())
                        .isEmpty();
                assertThat(done).as("all is committed: %s", worker.committed()).isTrue();
                assertThat(worker.iterateUntil(Duration.ofSeconds(5), () -> bench.held() == 0))
                        .as("nothing is held")
                        .isTrue();
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("after " + String.join("\n", worker.history()), failed);
            }
        }
    }

    private static SinkBench bench(String dataset) {
        return new SinkBench(emulator, dataset)
                .with("name", dataset)
                .with("buffer.max.bytes", Long.toString(WorkerLife.BUFFER))
                .with("request.max.bytes", "65536")
                .with("request.timeout.ms", "1000")
                .with("linger.ms", "5")
                .with("flush.timeout.ms", "20");
    }

    private static void breakThings(SinkBench bench, Random random) {
        for (Fault fault : List.of(
                new Fault.LoseAck(),
                new Fault.Close(Status.Code.UNAVAILABLE),
                new Fault.Close(Status.Code.ABORTED),
                new Fault.Refuse(Status.Code.INTERNAL, null, "again"),
                new Fault.Refuse(Status.Code.RESOURCE_EXHAUSTED, null, "slower"),
                new Fault.Refuse(Status.Code.NOT_FOUND, StorageErrorCode.TABLE_NOT_FOUND, "late"),
                new Fault.RowErrors(List.of(0, random.nextInt(5)), random.nextBoolean()),
                new Fault.AnnounceSchema(),
                new Fault.Delay(Duration.ofMillis(1 + random.nextInt(100)), Moment.BEFORE),
                new Fault.Delay(Duration.ofMillis(1 + random.nextInt(100)), Moment.AFTER))) {
            bench.broken(
                    Trigger.on("AppendRows")
                            .withProbability(0.02 + random.nextDouble() * 0.08)
                            .always(),
                    fault);
        }
        if (random.nextInt(4) == 0) {
            bench.broken(Trigger.on("AppendRows").at(1 + random.nextInt(10)), new Fault.NeverAnswer(Moment.AFTER));
        }
        bench.broken(Trigger.on("AppendRows").always(), new Fault.TableLate(Duration.ofMillis(random.nextInt(100))));
        bench.broken(
                Trigger.on("tables.*").withProbability(0.1).always(), new Fault.RefuseHttp(503, "backendError", "x"));
    }
}
