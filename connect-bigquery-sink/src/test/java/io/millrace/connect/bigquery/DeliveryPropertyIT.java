// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The law of at-least-once: whatever fails, every produced record ends in its table, or reported, or skipped by rule;
 * committed offsets are never ahead of that and never go back (the harness checks the latter with every commit); memory
 * stays within {@code buffer.max.bytes} and one poll. Records, faults and rebalances follow from the seed.
 */
@Timeout(180)
class DeliveryPropertyIT {
    private static final int PARTITIONS = 4;
    private static final List<String> TABLES = List.of("orders", "returns", "late");
    private static final int RECORDS = 400;
    private static final long BUFFER = 1 << 20;
    /** What one poll may add: 50 records of at most 6 KB, their rows, and the copies of these in requests. */
    private static final long ONE_POLL = 50 * 3 * 8_000;

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
        final boolean tolerant;
        final List<SinkRecord> records = new ArrayList<>();
        /** By the unique id that a record's row carries; absent for what never becomes a row. */
        final Map<String, SinkRecord> rows = new HashMap<>();

        World(long seed, boolean tolerant) {
            this.tolerant = tolerant;
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
            SinkRecord row = tolerant && random.nextInt(40) == 0 ? bad(partition, offset) : row(id, partition, offset);
            records.add(row);
            rows.put(id, row);
        }

        /** No row of the others' table: its value is none, or it needs a column of another mode. */
        private SinkRecord bad(int partition, long offset) {
            if (random.nextBoolean()) {
                return record("orders", partition, offset, Schema.INT64_SCHEMA, 7L);
            }
            Schema list = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
            Schema schema = SchemaBuilder.struct()
                    .field("id", Schema.STRING_SCHEMA)
                    .field("pad", list)
                    .build();
            Struct value =
                    new Struct(schema).put("id", partition + "@" + offset).put("pad", List.of("xxx"));
            return record("orders", partition, offset, schema, value);
        }

        private SinkRecord row(String id, int partition, long offset) {
            int version = random.nextInt(20) == 0 ? random.nextInt(4) : 0;
            SchemaBuilder builder = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA);
            builder.field("pad", Schema.OPTIONAL_STRING_SCHEMA);
            if (version > 0) {
                Schema inner = SchemaBuilder.struct()
                        .optional()
                        .field("n" + random.nextInt(3), Schema.OPTIONAL_INT64_SCHEMA)
                        .build();
                builder.field("v" + version, Schema.OPTIONAL_INT64_SCHEMA).field("r", inner);
            }
            Schema schema = builder.build();
            Struct value = new Struct(schema).put("id", id).put("pad", "x".repeat(random.nextInt(6_000)));
            String topic = TABLES.get(random.nextInt(4) == 0 ? random.nextInt(TABLES.size()) : 0);
            return new SinkRecord(
                    topic,
                    partition,
                    null,
                    null,
                    schema,
                    value,
                    offset,
                    1_700_000_000_000L,
                    TimestampType.CREATE_TIME,
                    List.of(),
                    "orders", // what a transform made another topic of is still accounted for as consumed
                    partition,
                    offset);
        }
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("orders", number);
    }

    private static void breakThings(LawFaults by, SinkBench bench, Random random) {
        by.arm(bench, random, 400);
        bench.broken(by.on().at(1 + random.nextInt(20)), new Fault.NeverAnswer(Moment.AFTER));
        for (Fault fault : List.of(
                new Fault.RefuseHttp(503, "backendError", "later"),
                new Fault.RefuseHttp(403, "rateLimitExceeded", "slower"),
                new Fault.Close(Status.Code.UNAVAILABLE),
                new Fault.LoseAck())) {
            bench.broken(Trigger.on("tables.*").withProbability(0.08).always(), fault);
        }
        bench.brokenTable(
                "late", by.on().always(), new Fault.Delay(Duration.ofMillis(random.nextInt(100)), Moment.BEFORE));
    }

    /** More with {@code -Dlaw.seeds=…}, others with {@code -Dlaw.first=…}. */
    static Stream<Arguments> seeds() {
        long first = Long.getLong("law.first", 1);
        long count = Long.getLong("law.seeds", 8);
        return Stream.concat(
                arguments(LawFaults.STORAGE_WRITE, first, count),
                arguments(LawFaults.STREAMING_INSERT, first, Math.max(1, count / 2)));
    }

    static Stream<Arguments> fewerSeeds() {
        long first = Long.getLong("law.first", 1) + 10;
        long count = Long.getLong("law.seeds", 8);
        return Stream.concat(
                arguments(LawFaults.STORAGE_WRITE, first, Math.max(1, count / 4)),
                arguments(LawFaults.STREAMING_INSERT, first, Math.max(1, count / 8)));
    }

    private static Stream<Arguments> arguments(LawFaults by, long first, long count) {
        return LongStream.range(first, first + count).mapToObj(seed -> Arguments.of(by, seed));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyRecordIsWrittenReportedOrSkipped(LawFaults by, long seed) {
        World world = new World(seed, true);
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = bench(by, "law" + seed)) {
            SinkTaskHarness task = bench.task(letters).produce(world.records);
            Set<TopicPartition> mine = new HashSet<>();
            breakThings(by, bench, world.random);

            for (int step = 0; step < 250; step++) {
                rebalance(task, mine, world.random);
                disturb(bench, letters, world.random);
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
            letters.release();
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
    @MethodSource("fewerSeeds")
    void aTaskThatFailsAndStartsAgainLosesNothing(
            LawFaults by, long seed) { // errors.tolerance none: a refused row ends the task
        World world = new World(seed, false);
        Map<TopicPartition, Long> committed = new HashMap<>();
        try (SinkBench bench = bench(by, "fail" + seed)) {
            breakThings(by, bench, world.random);
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

    private static SinkBench bench(LawFaults by, String name) {
        String dataset = name + "_" + by.name().toLowerCase(Locale.ROOT);
        return new SinkBench(emulator, dataset)
                .with("name", dataset)
                .with("write.method", by.method)
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

    /** What is not the network's fault: slow dead letter queues, and others who change the tables. */
    private static void disturb(SinkBench bench, DeadLetters letters, Random random) {
        switch (random.nextInt(20)) {
            case 0 -> letters.hold();
            case 1, 2 -> letters.release();
            case 3 -> {
                String table = TABLES.get(random.nextInt(TABLES.size()));
                String column = "other" + random.nextInt(5);
                if (bench.hasTable(table) && !bench.fields(table).contains(column)) {
                    bench.addColumn(table, column);
                }
            }
            default -> {}
        }
    }

    /** All below a committed offset is in the table, or reported, or was never to be a row. */
    private static void check(
            World world, SinkBench bench, DeadLetters letters, Map<TopicPartition, Long> committed, long seed) {
        if (committed.values().stream().allMatch(offset -> offset == 0)) {
            return;
        }
        Set<Object> there = new HashSet<>();
        TABLES.stream().filter(bench::hasTable).forEach(table -> there.addAll(bench.column(table, "id")));
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
