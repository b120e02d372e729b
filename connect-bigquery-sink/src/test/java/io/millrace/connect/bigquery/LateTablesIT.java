// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.runtime.RealWorker;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A table that is late holds up neither a commit nor a stop, with the default {@code flush.timeout.ms}. */
@Timeout(60)
class LateTablesIT {
    private static final TopicPartition LATE = new TopicPartition("late", 0);
    private static final TopicPartition QUICK = new TopicPartition("quick", 0);

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private enum Lateness {
        REFUSED,
        NOT_VISIBLE,
        NOT_ANSWERED;

        Fault fault() {
            return switch (this) {
                case REFUSED -> new Fault.Refuse(Status.Code.UNAVAILABLE, null, "later");
                case NOT_VISIBLE -> new Fault.TableLate(Duration.ofMinutes(5));
                case NOT_ANSWERED -> new Fault.NeverAnswer(Moment.BEFORE);
            };
        }
    }

    private static SinkBench bench(String dataset, Lateness lateness) {
        String name = dataset + "_" + lateness.name().toLowerCase(Locale.ROOT);
        SinkBench bench = new SinkBench(emulator, name)
                .with("name", name)
                .with("topics", "late,quick")
                .with("flush.timeout.ms", "10000");
        return bench.brokenTable("late", Trigger.on("AppendRows").always(), lateness.fault());
    }

    private static SinkRecord row(TopicPartition partition) {
        return record(partition.topic(), 0, 0, SinkBench.ORDER, order(0, 0).value());
    }

    /** The late table's row is on its way, then the quick one's is written. */
    private static void bothTaken(SinkBench bench, RealWorker worker) {
        worker.produce(row(LATE), row(QUICK)).assign(LATE, QUICK);
        worker.fetch(LATE);
        assertThat(worker.iterateUntil(Duration.ofSeconds(20), () -> bench.calls("AppendRows") > 0))
                .isTrue();
        worker.iterate(Duration.ofMillis(300));
        worker.fetch(QUICK);
        assertThat(worker.iterateUntil(Duration.ofSeconds(20), () -> bench.rowsWritten("quick") == 1))
                .isTrue();
        worker.iterate(Duration.ofMillis(300));
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "NOT_VISIBLE"})
    void aCommitDoesNotWaitForWhatIsKnownToBeLate(Lateness lateness) {
        try (SinkBench bench = bench("commit", lateness);
                RealWorker worker = bench.worker(Duration.ofMinutes(10))) {
            bothTaken(bench, worker);
            worker.requestCommit();

            long start = System.nanoTime();
            worker.iterate();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(worker.committed(QUICK)).isEqualTo(1);
        }
    }

    /** Connect grants five seconds for a stop, and skips the last commit of a task that takes longer. */
    @ParameterizedTest
    @EnumSource
    void aStopCommitsWhatIsWrittenWithinConnectsTime(Lateness lateness) {
        try (SinkBench bench = bench("stop", lateness);
                RealWorker worker = bench.worker(Duration.ofMinutes(10))) {
            bothTaken(bench, worker);

            long start = System.nanoTime();
            worker.stopGracefully();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(worker.committed(QUICK)).isEqualTo(1);
        }
    }
}
