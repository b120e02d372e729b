// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.orders;
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
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What goes wrong in other BigQuery sinks and must not here, by the numbers of {@code facts/peers.md}: where it is tested.
 *
 * <ul>
 *   <li>A1 work that waits for a thread it occupies: here; in merges: with the merge strategy
 *   <li>A2, A2b, A3 letters and survivors: {@link TablePipelineTest} (which rows), {@code StorageRowWriterTest} (what is said of
 *       them), {@link AppendIT}, here (many in flight); with insertAll: with streaming-insert
 *   <li>A4 schema notice: {@link AppendIT} (with and without evolution), {@link EvolutionIT}, {@code StorageRowWriterTest}
 *   <li>A5, pain 1 two topics in one table: {@link AppendIT}; renamed by a transform: {@code OffsetTrackerTest}; in staging
 *       files: with gcs-load; as insertId: with streaming-insert
 *   <li>A6 object names: with gcs-load; A7, A8 counters of merges: with upsert
 *   <li>A9 shared converters: {@link TwoConnectorsIT}, {@code encode.PeersDefectsTest}
 *   <li>A10 to A15, A18, A19 types and cost: {@code encode.PeersDefectsTest} by their ids
 *   <li>A16 validation that finds nothing: {@link ValidationIT}, {@code ValidationTest}; that start refuses what it lets
 *       through: {@code SinkConfigTest}
 *   <li>A17 typing by text: {@code AppendErrorTest}, {@link AppendIT}
 *   <li>B rebalance, revoked rows: {@link TablePipelineTest}, {@code WithdrawalTest}, here, {@link AppendIT},
 *       {@link EvolutionIT}, {@link DeliveryPropertyIT}; old values over new ones: with upsert
 *   <li>B batch mode: with exactly-once and gcs-load; tails of tombstones and letters: {@link AppendIT}
 *   <li>B flush barrier, sleeping after a table is made: here; interrupts: here; running on after a stop:
 *       {@code StorageRowWriterTest}
 *   <li>B memory, pain 24: {@link TablePipelineTest}, {@link AppendIT}, {@link DeliveryPropertyIT}
 *   <li>B, pain 15 schema updates without etag, last record's schema, nested fields, a dropped table: {@link EvolutionIT},
 *       {@link AppendIT}; a conversion per record: {@link DebeziumFixturesTest}
 *   <li>B loader, pains 2, 3, 25: with gcs-load; B upsert, pains 7 to 12, 14: with upsert; B insertAll: with
 *       streaming-insert
 *   <li>B default stream, one append at a time, connections closed under others: {@code StorageRowWriterTest}
 *   <li>B letters that are not awaited: {@link AppendIT}, {@code RejectsTest}
 *   <li>pain 4 an append that is never answered: {@link AppendIT}, {@code StorageRowWriterTest}
 *   <li>pain 5 new columns that need a restart: {@link EvolutionIT}, {@link TablePipelineTest}
 *   <li>pain 6 running but not writing: {@link AppendIT}, {@link EvolutionIT}, {@link TablePipelineTest}
 *   <li>pain 13 transient errors that end a task: {@link AppendIT}, {@code StorageRowWriterTest}, {@link TablePipelineTest}
 *   <li>pains 16 to 20 types and keys: {@code encode.PeersDefectsTest} by their numbers; keys of rows: with upsert
 *   <li>pain 21 tombstones alone, where rows are appended: here; elsewhere: with upsert
 *   <li>pain 22 metrics: {@link TaskNumbersTest}, {@code SinkMetricsTest}; pain 23 keyless credentials: connect-kit
 *   <li>pains 26, 27 partitions and clustering: {@code TableDesignTest}, {@link LayoutIT}; rows whose time no column takes:
 *       {@code TypesTest}
 *   <li>pain 28 Kafka columns: {@code KafkaColumnsTest}, {@link LayoutIT}
 *   <li>pain 29 offsets that stand still: here, {@code OffsetTrackerTest}, {@link TaskNumbersTest}
 *   <li>pain 30 duplicates: with exactly-once
 * </ul>
 */
@Timeout(120)
class PeersDefectsIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void moreTablesThanThreadsDoNotBlockEachOther() { // A1
        try (SinkBench bench = new SinkBench(emulator, "many").with("topics.regex", "t.*")) {
            bench.properties.remove("topics");
            bench.broken(
                    Trigger.on("tables.insert").every(3).always(),
                    new Fault.Delay(Duration.ofMillis(50), Moment.BEFORE));
            SinkTaskHarness task = bench.task();
            List<TopicPartition> partitions = new ArrayList<>();
            for (int table = 0; table < 25; table++) {
                partitions.add(new TopicPartition("t" + table, 0));
                task.produce(record("t" + table, 0, 0, SinkBench.ORDER, SinkBench.struct(table, "x")));
            }

            task.assign(partitions.toArray(TopicPartition[]::new)).deliverAll();

            assertThat(bench.column("t24", "id")).containsExactly(24L);
        }
    }

    @Test
    void aCommitDoesNotWaitForWhatIsLateAlready() { // B: flush barrier
        try (SinkBench bench = new SinkBench(emulator, "barrier").with("flush.timeout.ms", "600000")) {
            bench.with("topics", "orders,quick");
            TopicPartition quick = new TopicPartition("quick", 0);
            SinkTaskHarness task = bench.task()
                    .produce(orders(0, 0, 1))
                    .assign(ORDERS_0, quick)
                    .deliverAll();
            emulator.faults()
                    .arm(
                            Trigger.on("AppendRows").of("barrier.orders").always(),
                            new Fault.Refuse(Status.Code.UNAVAILABLE, null, "down"));
            task.produce(orders(0, 1, 2)).produce(record("quick", 0, 0, SinkBench.ORDER, SinkBench.struct(1, "x")));
            task.pollUntil("it is repeated", () -> bench.calls("AppendRows") > 3);

            task.commit(); // would last ten minutes, were it to wait

            assertThat(task.committed()).containsEntry(ORDERS_0, 1L);
            emulator.faults().clear();
            task.deliverAll();
        }
    }

    @Test
    void lateRowsOfALostPartitionAreLeftToItsNextOwner() { // B: rebalance hazard
        try (SinkBench bench = new SinkBench(emulator, "lost")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 1)).assign(ORDERS_0).deliverAll();
            bench.broken(Trigger.on("AppendRows").always(), new Fault.Refuse(Status.Code.UNAVAILABLE, null, "down"));
            task.produce(orders(0, 1, 3));
            task.pollUntil("they are repeated", () -> bench.calls("AppendRows") > 3);

            task.lose(ORDERS_0);

            task.pollUntil("nothing is held any more", () -> bench.held() == 0);
            emulator.faults().clear();
            assertThat(bench.column("id")).containsExactly(0L);
        }
    }

    @Test
    void rowsThatWaitToBeRepeatedWhenTheirPartitionIsLostAreNeverWritten() { // B: rebalance hazard
        try (SinkBench bench = new SinkBench(emulator, "taken").with("retry.backoff.initial.ms", "200")) {
            SinkTaskHarness task = bench.task()
                    .produce(orders(0, 0, 1))
                    .assign(ORDERS_0, ORDERS_1)
                    .deliverAll();
            bench.broken(Trigger.on("AppendRows").always(), new Fault.Refuse(Status.Code.UNAVAILABLE, null, "down"));
            task.produce(orders(0, 1, 3));
            long before = bench.calls("AppendRows");
            task.pollUntil("they were tried", () -> {
                task.poll(10);
                return bench.calls("AppendRows") > before;
            });

            task.lose(ORDERS_0);
            emulator.faults().clear();
            task.produce(orders(1, 10, 12)).deliverAll();
            task.pollUntil("what was under way is answered", () -> bench.held() == 0);

            assertThat(bench.column("id")).containsExactlyInAnyOrder(0L, 10L, 11L);
        }
    }

    @Test
    void anInterruptedCommitKeepsTheInterruptAndCommitsNothingNew() { // B: interrupts
        try (SinkBench bench = new SinkBench(emulator, "interrupted")) {
            bench.broken(Trigger.on("AppendRows"), new Fault.Delay(Duration.ofMillis(500), Moment.BEFORE));
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 3)).assign(ORDERS_0);
            task.pollUntil("an append is out", () -> bench.calls("AppendRows") > 0);

            Thread.currentThread().interrupt();
            assertThat(task.commit().getOrDefault(ORDERS_0, 0L)).isZero(); // thrown, the worker would deliver all again

            assertThat(Thread.interrupted()).isTrue();
            task.deliverAll();
        }
    }

    @Test
    void refusedRowsAmongManyInFlightEndInLettersOnly() { // A2, A3 under load
        try (SinkBench bench = new SinkBench(emulator, "mixed").with("request.max.rows", "7")) {
            DeadLetters letters = new DeadLetters();
            bench.broken(Trigger.on("AppendRows").every(3).times(8), new Fault.RowErrors(List.of(0, 2, 6), false));

            bench.task(letters).produce(orders(0, 0, 200)).assign(ORDERS_0).deliverAll();

            List<Object> expected =
                    new ArrayList<>(LongStream.range(0, 200).boxed().toList());
            expected.removeAll(letters.offsets());
            assertThat(letters.offsets()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(bench.column("id")).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void offsetsMoveWithEveryAcknowledgementNotWithTheSlowestTable() { // pain 29
        try (SinkBench bench = new SinkBench(emulator, "moving").with("request.max.rows", "10")) {
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 100)).assign(ORDERS_0);
            bench.broken(Trigger.on("AppendRows").at(6), new Fault.Delay(Duration.ofSeconds(5), Moment.BEFORE));

            task.pollUntil("some are committed", () -> {
                task.commit();
                return task.committed().getOrDefault(ORDERS_0, 0L) >= 10;
            });

            assertThat(task.committed().get(ORDERS_0)).as("not all at once").isLessThan(100);
            task.deliverAll();
        }
    }

    @Test
    void takingRecordsNeverWaitsForTheNetwork() { // B: 30 s sleeps after a table is made, one blocking append a table
        try (SinkBench bench = new SinkBench(emulator, "unblocked").with("request.max.rows", "1")) {
            bench.broken(Trigger.on("tables.*"), new Fault.Delay(Duration.ofSeconds(3), Moment.BEFORE));
            bench.broken(Trigger.on("AppendRows"), new Fault.Delay(Duration.ofSeconds(3), Moment.BEFORE));
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 200)).assign(ORDERS_0);
            long longest = 0;

            for (long done = 0; done < 200; done = task.committed().getOrDefault(ORDERS_0, 0L)) {
                long before = System.nanoTime();
                task.poll(10);
                longest = Math.max(longest, System.nanoTime() - before);
                task.commit();
            }

            assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void tombstonesAloneMoveTheOffsetAndMakeNoTable() { // pain 21
        try (SinkBench bench = new SinkBench(emulator, "tombs")) {
            SinkTaskHarness task =
                    bench.task().produce(record("orders", 0, 0, null, null), record("orders", 0, 1, null, null));

            task.assign(ORDERS_0).deliverAll();

            assertThat(task.committed()).containsEntry(ORDERS_0, 2L);
            assertThat(bench.hasTable("orders")).isFalse();
        }
    }

    @Test
    void aRowThatNoRequestCanTakeIsALetterAndTheRestIsWritten() {
        try (SinkBench bench = new SinkBench(emulator, "huge").with("buffer.max.bytes", "67108864")) {
            DeadLetters letters = new DeadLetters();
            SinkTaskHarness task = bench.task(letters).produce(orders(0, 0, 2));
            task.produce(record("orders", 0, 2, SinkBench.ORDER, SinkBench.struct(2, "x".repeat(20_000_000))));

            task.assign(ORDERS_0).deliverAll();

            assertThat(letters.offsets()).containsExactly(2L);
            assertThat(letters.letters().get(0).error()).hasMessageContaining("bytes");
            assertThat(bench.column("id")).containsExactlyInAnyOrder(0L, 1L);
        }
    }
}
