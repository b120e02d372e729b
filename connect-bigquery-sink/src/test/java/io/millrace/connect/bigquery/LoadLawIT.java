// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The law of at-least-once by load jobs: whatever fails at any step, and whoever has a partition when, what is committed is in
 * its table, reported or skipped by rule, and in the end all of it is and nothing is held. Everything follows from the seed;
 * more with {@code -Dlaw.seeds=…}, others with {@code -Dlaw.first=…}.
 */
@Timeout(120)
class LoadLawIT {
    private static final int PARTITIONS = 3;

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().faultSeed(7).start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    static LongStream seeds() {
        long first = Long.getLong("law.first", 1);
        return LongStream.range(first, first + Long.getLong("law.seeds", 6));
    }

    static LongStream fewerSeeds() {
        long first = Long.getLong("law.first", 1) + 100;
        return LongStream.range(first, first + Math.max(1, Long.getLong("law.seeds", 6) / 2));
    }

    private static SinkBench bench(String dataset) {
        return LoadBench.of(emulator, dataset)
                .with("buffer.max.bytes", Integer.toString(1 << 20))
                .with("request.max.bytes", "65536")
                .with("load.max.bytes", "65536")
                .with("load.interval.ms", "50")
                .with("flush.timeout.ms", "20");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRecordIsLoadedReportedOrSkipped(long seed) {
        Random random = new Random(seed);
        LawRecords records = new LawRecords(random, PARTITIONS, 120, 6_000);
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = bench("loadlaw" + seed)) {
            SinkTaskHarness task = bench.task(letters).produce(records.all);
            Set<TopicPartition> mine = new HashSet<>();
            LoadBench.breakLoads(emulator, "loadlaw" + seed, random);

            for (int step = 0; step < 200; step++) {
                rebalance(task, mine, records, random);
                task.poll(1 + random.nextInt(30));
                LockSupport.parkNanos(random.nextInt(20_000_000)); // time that jobs take
                if (random.nextInt(10) == 0) {
                    records.check(bench, letters, task.commit());
                }
            }

            finish(task, records, mine);
            records.check(bench, letters, task.committed());
            task.pollUntil("seed " + seed + ": nothing is held", () -> bench.held() == 0);
        }
    }

    /** The same while somebody alters the tables, so that what was staged for them as they were has to be read again. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyRecordIsLoadedReportedOrSkippedWhoeverAltersItsTable(long seed) {
        Random random = new Random(seed);
        LawRecords records = new LawRecords(random, PARTITIONS, 120, 600);
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = bench("loadalter" + seed).with("load.format", seed % 3 == 0 ? "json" : "avro")) {
            SinkTaskHarness task = bench.task(letters).produce(records.all);
            Set<TopicPartition> mine = new HashSet<>();
            LoadBench.breakLoads(emulator, "loadalter" + seed, random);

            for (int step = 0; step < 150; step++) {
                rebalance(task, mine, records, random);
                task.poll(1 + random.nextInt(10));
                LockSupport.parkNanos(random.nextInt(20_000_000)); // time that jobs take
                if (random.nextInt(8) == 0) {
                    LoadBench.alter(bench, random);
                }
                if (random.nextInt(10) == 0) {
                    records.check(bench, letters, task.commit());
                }
            }

            finish(task, records, mine);
            records.check(bench, letters, task.committed());
            task.pollUntil("seed " + seed + ": nothing is held", () -> bench.held() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("fewerSeeds")
    void tasksThatEndAtAnyMomentLoseNothing(long seed) {
        Random random = new Random(seed);
        LawRecords records = new LawRecords(random, PARTITIONS, 80, 6_000);
        DeadLetters letters = new DeadLetters();
        Map<TopicPartition, Long> committed = new HashMap<>();
        try (SinkBench bench = bench("loadend" + seed)) {
            LoadBench.breakLoads(emulator, "loadend" + seed, random);
            for (int run = 0; run < 8; run++) {
                SinkTaskHarness task =
                        bench.task(letters).committedElsewhere(committed).produce(records.all);
                records.partitions.forEach(task::assign);
                for (int step = random.nextInt(60); step > 0; step--) {
                    task.poll(1 + random.nextInt(40));
                    LockSupport.parkNanos(random.nextInt(20_000_000));
                    if (random.nextInt(6) == 0) {
                        committed.putAll(task.commit());
                        records.check(bench, letters, committed);
                    }
                }
                bench.stop(task);
            }
            SinkTaskHarness last =
                    bench.task(letters).committedElsewhere(committed).produce(records.all);
            finish(last, records, new HashSet<>());
            records.check(bench, letters, last.committed());
        }
    }

    private static void finish(SinkTaskHarness task, LawRecords records, Set<TopicPartition> mine) {
        emulator.faults().clear();
        records.partitions.stream().filter(mine::add).forEach(task::assign);
        task.deliverAll();
    }

    private static void rebalance(SinkTaskHarness task, Set<TopicPartition> mine, LawRecords records, Random random) {
        if (random.nextInt(12) != 0 && !mine.isEmpty()) {
            return;
        }
        TopicPartition partition = records.partitions.get(random.nextInt(PARTITIONS));
        if (mine.add(partition)) {
            task.assign(partition);
        } else if (random.nextBoolean()) {
            mine.remove(partition);
            task.revoke(partition);
        } else {
            mine.remove(partition);
            task.lose(partition);
        }
    }
}
