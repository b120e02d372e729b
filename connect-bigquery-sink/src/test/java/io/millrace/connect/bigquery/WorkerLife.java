// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.DeadLetters;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.runtime.RealWorker;

/** What happens around a task, by chance: fetches, rebalances in halves, commits, pauses, outages, a slow dead letter queue. */
final class WorkerLife {
    static final long BUFFER = 1 << 20;

    private static final int POLL = 50;
    /** What is held when a poll is the last before a pause, and what that adds: records, their rows, and copies in requests. */
    private static final long MOST = BUFFER * 3 / 2 + POLL * 3 * 32_000;

    private final SinkBench bench;
    private final RealWorker worker;
    private final LawRecords records;
    private final DeadLetters letters;
    private final Random random;
    private final boolean eager;

    WorkerLife(
            SinkBench bench, RealWorker worker, LawRecords records, DeadLetters letters, Random random, boolean eager) {
        this.bench = bench;
        this.worker = worker;
        this.records = records;
        this.letters = letters;
        this.random = random;
        this.eager = eager;
    }

    void begin() {
        worker.pollAtMost(POLL);
        worker.assign(records.partitions);
    }

    void steps(int count) {
        for (int step = 1; step <= count; step++) {
            step();
            if (step % 20 == 0) {
                records.check(bench, letters, worker.committed());
            }
        }
    }

    /** BigQuery goes away until partitions are paused, and comes back while rebalances are under way. */
    void rebalanceUnderPressure() {
        bench.outage(true);
        letters.release();
        worker.resume();
        worker.iterateUntil(Duration.ofSeconds(2), () -> {
            worker.assign(records.partitions);
            worker.fetch(records.partitions.toArray(TopicPartition[]::new));
            return !worker.paused().isEmpty();
        });
        int wellAfter = random.nextInt(4);
        for (int number = 0; number < 3; number++) {
            if (number == wellAfter) {
                bench.outage(false);
            }
            switch (random.nextInt(4)) {
                case 0 -> worker.pause();
                case 1 -> worker.resume();
                default -> {}
            }
            turns(random.nextInt(3));
            rebalance();
            turns(random.nextInt(3));
        }
    }

    private void step() {
        switch (random.nextInt(30)) {
            case 0, 1 -> rebalance();
            case 2 -> worker.pause();
            case 3, 4 -> worker.resume();
            case 5 -> bench.outage(true);
            case 6, 7 -> bench.outage(false);
            case 8 -> letters.hold();
            case 9 -> letters.release();
            case 10 -> addColumn();
            case 11, 12 -> worker.requestCommit();
            default -> worker.fetch(any(), 1 + random.nextInt(60));
        }
        turns(random.nextInt(3));
    }

    /** BigQuery is well: everything is committed sooner or later, whether a rebalance comes or not. False if it is too late. */
    boolean end(Duration most) {
        bench.outage(false);
        letters.release();
        worker.resume();
        if (random.nextBoolean()) {
            worker.revokeAll();
            turns(random.nextInt(4));
        }
        worker.assign(records.partitions);
        return worker.iterateUntil(most, () -> {
            worker.fetch(records.partitions.toArray(TopicPartition[]::new));
            checkTask();
            return records.partitions.stream()
                    .allMatch(partition -> worker.committed(partition) == worker.end(partition));
        });
    }

    private TopicPartition any() {
        return records.partitions.get(random.nextInt(records.partitions.size()));
    }

    private Set<TopicPartition> some(int oneIn) {
        Set<TopicPartition> some = new HashSet<>();
        for (TopicPartition partition : records.partitions) {
            if (random.nextInt(oneIn) == 0) {
                some.add(partition);
            }
        }
        return some;
    }

    private void turns(int count) {
        for (int turn = 0; turn < count; turn++) {
            worker.iterate(Duration.ofMillis(random.nextInt(5)));
            checkTask();
        }
    }

    private void checkTask() {
        assertThat(worker.lastThrown()).as("a put takes its records").isNull();
        assertThat(bench.held()).as("bytes held").isLessThanOrEqualTo(MOST);
    }

    private void rebalance() {
        if (eager) {
            remove(worker.assignment());
            turns(random.nextInt(4));
            Collection<TopicPartition> rest = new HashSet<>(records.partitions);
            rest.removeAll(some(4));
            worker.assign(rest);
        } else {
            remove(some(3));
            turns(random.nextInt(3));
            if (random.nextBoolean()) { // each rebalance ends with an assignment, often of nothing
                worker.assign(List.of());
                turns(random.nextInt(2));
            }
            worker.assign(some(2));
        }
    }

    private void remove(Collection<TopicPartition> partitions) {
        if (random.nextInt(3) == 0) {
            worker.lose(partitions);
        } else {
            worker.revoke(partitions);
        }
    }

    /** Others change tables, too. */
    private void addColumn() {
        String column = "other" + random.nextInt(5);
        if (bench.hasTable("orders") && !bench.fields("orders").contains(column)) {
            bench.addColumn("orders", column);
        }
    }
}
