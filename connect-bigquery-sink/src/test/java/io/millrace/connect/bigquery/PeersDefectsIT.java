// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What goes wrong in other BigQuery sinks and must not here, as far as it is not the subject of another test:
 *
 * <ul>
 *   <li>A1 work that waits for a thread it occupies: here; in merges: with the merge strategy
 *   <li>A2, A2b, A3 letters and survivors: {@link AppendIT}; with insertAll: with streaming-insert
 *   <li>A4 schema notice: {@link AppendIT}, {@link EvolutionIT}
 *   <li>A5, pain 1 two topics in one table: {@link AppendIT}; in staging files: with gcs-load
 *   <li>A6, pains 2, 3, 25 object names, deletes and ownership: with gcs-load
 *   <li>A7, A8, pains 7 to 12, 14, 20 counters, order and staging of upserts: with upsert
 *   <li>A17 typing by text: {@code AppendErrorTest}, {@link AppendIT}
 *   <li>B rebalance, revoked rows: {@link AppendIT}, {@link EvolutionIT}, {@link DeliveryPropertyIT}
 *   <li>B flush barrier: here; B interrupts: here; B memory, pain 24: {@link AppendIT}, {@link DeliveryPropertyIT}
 *   <li>B, pain 15 schema updates without etag, last record's schema, a dropped table: {@link EvolutionIT},
 *       {@link AppendIT}
 *   <li>B letters that are not awaited, tails that never move the offset: {@link AppendIT}
 *   <li>pain 4 an append that is never answered: {@link AppendIT}
 *   <li>pain 5 new columns that need a restart: {@link EvolutionIT}
 *   <li>pain 6 running but not writing: {@link AppendIT}, {@link EvolutionIT}
 *   <li>pain 13 transient errors that end a task: {@link AppendIT}, here
 *   <li>pain 22 metrics: {@code SinkMetricsTest}; pain 23 keyless credentials: connect-kit
 *   <li>pains 26, 27 partitions and clustering: {@code TableDesignTest}, {@link LayoutIT}
 *   <li>pain 28 Kafka columns: {@code schema}, {@code encode}; pain 29 offsets that stand still: here
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
            bench.with("retry.timeout.ms", "100").with("topics", "orders,quick");
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
            task.pollUntil("it is late", () -> {
                task.poll(10);
                return task.lastRetriable() != null;
            });

            task.commit(); // would last ten minutes, were it to wait

            assertThat(task.committed()).containsEntry(ORDERS_0, 1L);
            emulator.faults().clear();
            task.deliverAll();
        }
    }

    @Test
    void lateRowsOfALostPartitionAreLeftToItsNextOwner() { // B: rebalance hazard
        try (SinkBench bench = new SinkBench(emulator, "lost").with("retry.timeout.ms", "100")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 1)).assign(ORDERS_0).deliverAll();
            bench.broken(Trigger.on("AppendRows").always(), new Fault.Refuse(Status.Code.UNAVAILABLE, null, "down"));
            task.produce(orders(0, 1, 3));
            task.pollUntil("they are late", () -> {
                task.poll(10);
                return task.lastRetriable() != null;
            });

            task.lose(ORDERS_0);

            task.pollUntil("nothing is late any more", () -> {
                task.poll(10);
                return task.lastRetriable() == null;
            });
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
            assertThatThrownBy(task::commit).isInstanceOf(ConnectException.class);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(task.committed().getOrDefault(ORDERS_0, 0L)).isZero();
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
            bench.broken(Trigger.on("AppendRows").at(6), new Fault.Delay(Duration.ofSeconds(2), Moment.BEFORE));

            task.pollUntil("some are committed", () -> {
                task.commit();
                return task.committed().getOrDefault(ORDERS_0, 0L) >= 10;
            });

            task.deliverAll();
        }
    }

    @Test
    void aRowThatNoRequestCanTakeIsALetterAndTheRestIsWritten() {
        try (SinkBench bench = new SinkBench(emulator, "huge").with("buffer.max.bytes", "67108864")) {
            DeadLetters letters = new DeadLetters();
            SinkTaskHarness task = bench.task(letters).produce(orders(0, 0, 2));
            task.produce(record("orders", 0, 2, SinkBench.ORDER, SinkBench.struct(2, "x".repeat(9_600_000))));

            task.assign(ORDERS_0).deliverAll();

            assertThat(letters.offsets()).containsExactly(2L);
            assertThat(letters.letters().get(0).error()).hasMessageContaining("bytes");
            assertThat(bench.column("id")).containsExactlyInAnyOrder(0L, 1L);
        }
    }
}
