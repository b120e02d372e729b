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
 * What goes wrong in other BigQuery sinks (KCBQ of Confluent and of Aiven, Confluent Cloud's) and must not here: where it is
 * tested.
 *
 * <ul>
 *   <li>work that waits for a thread it occupies: here
 *   <li>the wrong rows are reported, or those that BigQuery did not refuse are lost: {@link TablePipelineTest} (which rows),
 *       {@code DefaultStreamWriterTest} (what is said of them), {@link AppendIT}, here (many in flight)
 *   <li>the notice that a table has changed ends the task: {@link AppendIT} (with and without evolution),
 *       {@link EvolutionIT}, {@code DefaultStreamWriterTest}
 *   <li>two topics in one table take each other's rows for their own: {@link AppendIT}; renamed by a transform:
 *       {@code OffsetTrackerTest}
 *   <li>converters that all connectors of a worker share: {@link TwoConnectorsIT}, {@code encode.PeersDefectsTest}
 *   <li>values that are another type, or cost twenty times what they need: {@code encode.PeersDefectsTest}
 *   <li>validation that finds nothing: {@link ValidationIT}, {@code ValidationTest}; that start refuses what it lets
 *       through: {@code SinkConfigTest}
 *   <li>errors that are told apart by their text: {@code AppendErrorTest}, {@link AppendIT}
 *   <li>rows of revoked partitions that are written over those of the next owner: {@link TablePipelineTest},
 *       {@code WithdrawalTest}, here, {@link AppendIT}, {@link EvolutionIT}, {@link DeliveryPropertyIT}
 *   <li>tombstones and dead letters at the end of a topic that never move the offset: {@link AppendIT}, here
 *   <li>commits that wait for the slowest table, sleeping after a table is made, swallowed interrupts: here; running on
 *       after a stop: {@code DefaultStreamWriterTest}
 *   <li>memory that grows until the worker dies: {@link TablePipelineTest}, {@link AppendIT}, {@link DeliveryPropertyIT}
 *   <li>schema updates that undo another's, that know the last record only, or no nested field, and a table that is
 *       dropped: {@link EvolutionIT}, {@link AppendIT}; a conversion per record: {@link DebeziumFixturesTest}
 *   <li>one append at a time, and connections closed under others: {@code DefaultStreamWriterTest}
 *   <li>dead letters that are not awaited: {@link AppendIT}, {@code RejectsTest}
 *   <li>an append that is never answered: {@link AppendIT}, {@code DefaultStreamWriterTest}
 *   <li>new tables and columns that need a restart: {@link EvolutionIT}, {@link TablePipelineTest}
 *   <li>a task that runs and writes nothing: {@link AppendIT}, {@link EvolutionIT}, {@link TablePipelineTest}
 *   <li>passing refusals that end a task: {@link AppendIT}, {@code DefaultStreamWriterTest}, {@link TablePipelineTest}
 *   <li>metrics that are missing: {@link TaskNumbersTest}, {@code SinkMetricsTest}; credentials that need a key file:
 *       connect-kit
 *   <li>partitions by decorators, clustering only with partitions: {@code TableDesignTest}, {@link LayoutIT}; rows whose
 *       time no column takes: {@code TypesTest}
 *   <li>rows that do not say where in Kafka they come from: {@code KafkaColumnsTest}, {@link LayoutIT}
 *   <li>offsets that stand still while one table is slow: here, {@code OffsetTrackerTest}, {@link TaskNumbersTest}
 *   <li>of upserts, load jobs, insertAll and exactly-once: with those write methods and modes
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
    void moreTablesThanThreadsDoNotBlockEachOther() {
        // Elsewhere work waits for a thread that it occupies itself.
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
    void aCommitDoesNotWaitForWhatIsLateAlready() {
        // Elsewhere a commit waits for the slowest table.
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
    void lateRowsOfALostPartitionAreLeftToItsNextOwner() {
        // Elsewhere rows of a lost partition are written over those of its next owner.
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
    void rowsThatWaitToBeRepeatedWhenTheirPartitionIsLostAreNeverWritten() {
        // Elsewhere rows of a lost partition are written over those of its next owner.
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
    void anInterruptedCommitKeepsTheInterruptAndCommitsNothingNew() {
        // Elsewhere the interrupt is swallowed.
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
    void refusedRowsAmongManyInFlightEndInLettersOnly() {
        // Elsewhere the wrong rows are reported, or the others are lost.
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
    void offsetsMoveWithEveryAcknowledgementNotWithTheSlowestTable() {
        // Elsewhere all offsets stand still while one table is slow.
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
    void takingRecordsNeverWaitsForTheNetwork() {
        // Elsewhere put sleeps after a table is made, and waits for each append.
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
    void tombstonesAloneMoveTheOffsetAndMakeNoTable() {
        // Elsewhere tombstones alone never move the offset.
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
