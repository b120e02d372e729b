// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a healthy table's rows take while others are not answered, or late. */
@Timeout(120)
class HeadOfLineIT {
    private static final TopicPartition QUICK = new TopicPartition("quick", 0);
    private static final Duration LENGTH = Duration.ofSeconds(8);
    /** A slow table is found out within a second; this leaves a busy machine one and a half. */
    private static final long MOST_MS = 2_500;

    private static final int EVERY = 20;

    /** The first rows of a JVM take seconds by themselves. */
    @BeforeAll
    static void warmUp() {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = bench(emulator, 0)) {
            bench.task()
                    .produce(record("quick", 0, 0, SinkBench.ORDER, order(0, 0).value()))
                    .assign(QUICK)
                    .deliverAll();
        }
    }

    static Stream<Arguments> ailing() {
        Fault silent = new Fault.NeverAnswer(Moment.BEFORE);
        return Stream.of(
                Arguments.of("one is never answered", 1, silent),
                Arguments.of("one's acknowledgements never come", 1, new Fault.NeverAnswer(Moment.AFTER)),
                Arguments.of("one is slow", 1, delay(3)),
                Arguments.of("eight are slow", 8, delay(15)),
                Arguments.of("twelve are never answered", 12, silent));
    }

    private static Fault delay(int seconds) {
        return new Fault.Delay(Duration.ofSeconds(seconds), Moment.BEFORE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ailing")
    void aHealthyTablesRowsAreWrittenSoonFromTheStart(String name, int tables, Fault fault) {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = bench(emulator, tables)) {
            breakTables(bench, tables, fault);
            SinkTaskHarness task = bench.task().assign(partitions(tables));

            assertThat(worstMs(task, tables, 0)).isLessThan(MOST_MS);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ailing")
    void aHealthyTablesRowsAreWrittenSoonWhereOthersFallIll(String name, int tables, Fault fault) {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = bench(emulator, tables)) {
            SinkTaskHarness task = bench.task().assign(partitions(tables));
            for (int i = 0; i <= tables; i++) {
                task.produce(record(
                        i == tables ? "quick" : "s" + i,
                        0,
                        0,
                        SinkBench.ORDER,
                        order(0, 0).value()));
            }
            task.deliverAll();
            breakTables(bench, tables, fault);

            assertThat(worstMs(task, tables, 1)).isLessThan(MOST_MS);
        }
    }

    private static SinkBench bench(Emulator emulator, int tables) {
        String topics = IntStream.range(0, tables).mapToObj(i -> "s" + i + ",").reduce("", String::concat) + "quick";
        return new SinkBench(emulator, "hol")
                .with("name", "hol")
                .with("topics", topics)
                .with("request.timeout.ms", "5000")
                .with("flush.timeout.ms", "0");
    }

    private static void breakTables(SinkBench bench, int tables, Fault fault) {
        for (int i = 0; i < tables; i++) {
            bench.brokenTable("s" + i, Trigger.on("AppendRows").always(), fault);
        }
    }

    private static TopicPartition[] partitions(int tables) {
        List<TopicPartition> partitions = new ArrayList<>(List.of(QUICK));
        for (int i = 0; i < tables; i++) {
            partitions.add(new TopicPartition("s" + i, 0));
        }
        return partitions.toArray(TopicPartition[]::new);
    }

    /** How long the healthy table's slowest row took, while rows come for all. */
    private static long worstMs(SinkTaskHarness task, int tables, long from) {
        List<Long> sent = new ArrayList<>();
        long start = System.nanoTime();
        long committed = 0;
        long slowOffset = from;
        long worst = 0;
        while (System.nanoTime() - start < LENGTH.toNanos()) {
            if (sent.size() % EVERY == 0) {
                for (int i = 0; i < tables; i++) {
                    task.produce(record(
                            "s" + i,
                            0,
                            slowOffset,
                            SinkBench.ORDER,
                            order(0, slowOffset).value()));
                }
                slowOffset++;
            }
            long offset = from + sent.size();
            task.produce(
                    record("quick", 0, offset, SinkBench.ORDER, order(0, offset).value()));
            sent.add(System.nanoTime());
            task.poll(100);
            task.commit();
            long now = task.committed().getOrDefault(QUICK, from) - from;
            for (; committed < now; committed++) {
                worst = Math.max(worst, System.nanoTime() - sent.get((int) committed));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        for (; committed < sent.size(); committed++) {
            worst = Math.max(worst, System.nanoTime() - sent.get((int) committed));
        }
        return TimeUnit.NANOSECONDS.toMillis(worst);
    }
}
