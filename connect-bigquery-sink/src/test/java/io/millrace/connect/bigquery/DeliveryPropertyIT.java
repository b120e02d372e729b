// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import io.grpc.Status;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The law of at-least-once: whatever fails, every produced record ends in its table, or reported, or skipped by rule;
 * committed offsets are never ahead of that and never go back (the harness checks the latter with every commit); memory
 * stays within {@code buffer.max.bytes} and one poll. Records, faults and rebalances follow from the seed.
 */
@Timeout(180)
class DeliveryPropertyIT {
    private static final int PARTITIONS = 4;
    private static final int RECORDS = 400;
    private static final long BUFFER = 1 << 20;
    /** What one poll may add: 50 records of at most 6 KB and their rows. */
    private static final long ONE_POLL = 50 * 2 * 8_000;

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().faultSeed(7).start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    /** What was produced, and what must become of it. */
    private static final class World {
        final Random random;
        final List<SinkRecord> records = new ArrayList<>();
        /** By the unique id that a record's row carries; absent for what never becomes a row. */
        final Map<String, SinkRecord> rows = new HashMap<>();

        World(long seed) {
            random = new Random(seed);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                long offset = random.nextInt(3);
                for (int i = 0; i < RECORDS / PARTITIONS; i++) {
                    add(partition, offset);
                    offset += random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 1;
                }
            }
        }

        private void add(int partition, long offset) {
            if (random.nextInt(30) == 0) {
                records.add(record("orders", partition, offset, null, null)); // a tombstone, skipped by rule
                return;
            }
            String id = partition + "@" + offset;
            int version = random.nextInt(20) == 0 ? random.nextInt(4) : 0;
            SchemaBuilder builder = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA);
            builder.field("pad", Schema.OPTIONAL_STRING_SCHEMA);
            if (version > 0) {
                builder.field("v" + version, Schema.OPTIONAL_INT64_SCHEMA);
            }
            Schema schema = builder.build();
            Struct value = new Struct(schema).put("id", id).put("pad", "x".repeat(random.nextInt(6_000)));
            SinkRecord row = record("orders", partition, offset, schema, value);
            records.add(row);
            rows.put(id, row);
        }
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("orders", number);
    }

    private static List<Fault> faults(Random random) {
        return List.of(
                new Fault.LoseAck(),
                new Fault.Close(Status.Code.UNAVAILABLE),
                new Fault.Close(Status.Code.ABORTED),
                new Fault.Refuse(Status.Code.INTERNAL, null, "again"),
                new Fault.Refuse(Status.Code.RESOURCE_EXHAUSTED, null, "slower"),
                new Fault.Refuse(Status.Code.NOT_FOUND, StorageErrorCode.TABLE_NOT_FOUND, "late"),
                new Fault.RowErrors(List.of(0, random.nextInt(5)), random.nextBoolean()),
                new Fault.AnnounceSchema(),
                new Fault.Delay(Duration.ofMillis(1 + random.nextInt(300)), Moment.BEFORE),
                new Fault.Delay(Duration.ofMillis(1 + random.nextInt(300)), Moment.AFTER));
    }

    private static void breakThings(SinkBench bench, Random random) {
        for (Fault fault : faults(random)) {
            bench.broken(
                    Trigger.on("AppendRows")
                            .withProbability(0.02 + random.nextDouble() * 0.06)
                            .always(),
                    fault);
        }
        bench.broken(Trigger.on("AppendRows").at(1 + random.nextInt(20)), new Fault.NeverAnswer(Moment.AFTER));
        bench.broken(Trigger.on("AppendRows").always(), new Fault.TableLate(Duration.ofMillis(random.nextInt(400))));
        bench.broken(
                Trigger.on("tables.*").withProbability(0.2).always(),
                new Fault.RefuseHttp(503, "backendError", "later"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyRecordIsWrittenReportedOrSkipped(long seed) {
        World world = new World(seed);
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = bench("law" + seed)) {
            SinkTaskHarness task = bench.task(letters).produce(world.records);
            Set<TopicPartition> mine = new HashSet<>();
            breakThings(bench, world.random);

            for (int step = 0; step < 250; step++) {
                rebalance(task, mine, world.random);
                task.poll(1 + world.random.nextInt(50));
                assertThat(bench.held()).as("seed %d: bytes held", seed).isLessThanOrEqualTo(BUFFER + ONE_POLL);
                if (world.random.nextInt(10) == 0) {
                    check(world, bench, letters, task.commit(), seed);
                }
                if (world.random.nextInt(40) == 0) {
                    task.seekBack();
                }
            }

            emulator.faults().clear();
            for (int number = 0; number < PARTITIONS; number++) {
                if (mine.add(partition(number))) {
                    task.assign(partition(number));
                }
            }
            task.deliverAll();
            check(world, bench, letters, task.committed(), seed);
            // What was under way for lost partitions is answered as well, and then nothing is held any more.
            task.pollUntil("seed " + seed + ": nothing is held", () -> bench.held() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void aTaskThatFailsAndStartsAgainLosesNothing(long seed) { // errors.tolerance none: a refused row ends the task
        World world = new World(seed);
        Map<TopicPartition, Long> committed = new HashMap<>();
        try (SinkBench bench = bench("fail" + seed)) {
            breakThings(bench, world.random);
            boolean finished = false;
            for (int run = 0; run < 40 && !finished; run++) {
                SinkTaskHarness task =
                        bench.task().committedElsewhere(committed).produce(world.records);
                if (run == 39) {
                    emulator.faults().clear();
                }
                try {
                    for (int number = 0; number < PARTITIONS; number++) {
                        task.assign(partition(number));
                    }
                    task.deliverAll();
                    finished = true;
                } catch (ConnectException ended) {
                    assertThat(ended).hasMessageNotContaining("xxx");
                }
                committed.putAll(task.committed());
                check(world, bench, new DeadLetters(), committed, seed);
                bench.stop(task);
            }
            assertThat(finished).as("seed %d", seed).isTrue();
        }
    }

    private static SinkBench bench(String dataset) {
        return new SinkBench(emulator, dataset)
                .with("name", dataset)
                .with("buffer.max.bytes", Long.toString(BUFFER))
                .with("request.max.bytes", "65536")
                .with("request.timeout.ms", "1500")
                .with("flush.timeout.ms", "50");
    }

    private static void rebalance(SinkTaskHarness task, Set<TopicPartition> mine, Random random) {
        if (random.nextInt(12) != 0 && !mine.isEmpty()) {
            return;
        }
        TopicPartition partition = partition(random.nextInt(PARTITIONS));
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

    /** All below a committed offset is in the table, or reported, or was never to be a row. */
    private static void check(
            World world, SinkBench bench, DeadLetters letters, Map<TopicPartition, Long> committed, long seed) {
        if (committed.values().stream().allMatch(offset -> offset == 0)) {
            return;
        }
        Set<Object> there = new HashSet<>(bench.hasTable("orders") ? bench.column("id") : List.of());
        Set<SinkRecord> reported = new HashSet<>();
        letters.letters().forEach(letter -> reported.add(letter.record()));
        world.rows.forEach((id, row) -> {
            long limit = committed.getOrDefault(partition(row.originalKafkaPartition()), 0L);
            if (row.originalKafkaOffset() < limit) {
                assertThat(there.contains(id) || reported.contains(row))
                        .as("seed %d: record %s below committed offset %d", seed, id, limit)
                        .isTrue();
            }
        });
    }
}
