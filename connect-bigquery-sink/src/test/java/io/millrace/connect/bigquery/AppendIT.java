// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job, and what becomes of it when BigQuery or the network fails. */
@Timeout(120)
class AppendIT {
    private static final Trigger APPEND = Trigger.on("AppendRows");
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static List<Object> ids(long from, long to) {
        return LongStream.range(from, to).boxed().map(Object.class::cast).toList();
    }

    @Test
    void createsDatasetAndTableAndLandsEveryRow() {
        try (SinkBench bench = new SinkBench(emulator, "created")) {
            bench.task().produce(orders(0, 0, 1_000)).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrderElementsOf(ids(0, 1_000));
        }
    }

    @Test
    void repeatsWhatWasNotAcknowledgedWhenTheConnectionBreaks() {
        try (SinkBench bench = new SinkBench(emulator, "broken")) {
            bench.broken(APPEND.times(2), new Fault.LoseAck());
            bench.broken(APPEND.at(4).times(2), new Fault.Close(Status.Code.INTERNAL));

            bench.task().produce(orders(0, 0, 100)).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("id")).containsAll(ids(0, 100));
        }
    }

    @Test
    void doesNotHangOnAnAppendThatIsNeverAnswered() {
        // Elsewhere the task hangs for ever.
        try (SinkBench bench = new SinkBench(emulator, "silent").with("request.timeout.ms", "1000")) {
            bench.broken(APPEND, new Fault.NeverAnswer(Moment.BEFORE));

            bench.task().produce(orders(0, 0, 10)).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrderElementsOf(ids(0, 10));
        }
    }

    @Test
    void reportsTheRowsThatBigQueryRefusesAndWritesTheOthers() {
        // Elsewhere the wrong rows are reported, or the others are lost.
        try (SinkBench bench = new SinkBench(emulator, "refused")) {
            DeadLetters letters = new DeadLetters();
            bench.broken(APPEND, new Fault.RowErrors(List.of(0, 3), false));

            bench.task(letters).produce(orders(0, 0, 10)).assign(ORDERS_0).deliverAll();

            assertThat(letters.offsets()).containsExactly(0L, 3L);
            List<Object> expected = new ArrayList<>(ids(0, 10));
            letters.offsets().forEach(expected::remove);
            assertThat(bench.column("id")).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void takesRowErrorsSeriouslyWhenTheAnswerOtherwiseLooksLikeSuccess() {
        // Elsewhere row errors beside a success are overlooked.
        try (SinkBench bench = new SinkBench(emulator, "bare")) {
            DeadLetters letters = new DeadLetters();
            bench.broken(APPEND, new Fault.RowErrors(List.of(0), true));

            bench.task(letters).produce(orders(0, 0, 5)).assign(ORDERS_0).deliverAll();

            assertThat(letters.offsets()).containsExactly(0L);
            assertThat(bench.column("id")).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
        }
    }

    @Test
    void failsOnARefusedRowWhereNoneIsToleratedWithoutSayingItsValue() {
        try (SinkBench bench = new SinkBench(emulator, "intolerant")) {
            bench.broken(APPEND, new Fault.RowErrors(List.of(0), false));
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 3)).assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("orders-0@0")
                    .hasMessageContaining("errors.tolerance=all")
                    .hasMessageNotContaining("n0");
            assertThat(task.committed().getOrDefault(ORDERS_0, 0L)).isZero();
        }
    }

    @Test
    void waitsForReportsBeforeTheirOffsetsAreCommitted() { // B, errors: futures never awaited
        try (SinkBench bench = new SinkBench(emulator, "reports")) {
            DeadLetters letters = new DeadLetters();
            letters.hold();
            bench.broken(APPEND, new Fault.RowErrors(List.of(0), false));
            SinkTaskHarness task = bench.task(letters).produce(orders(0, 0, 3)).assign(ORDERS_0);

            task.pollUntil("the row is reported", () -> !letters.letters().isEmpty());
            assertThat(task.commit().getOrDefault(ORDERS_0, 0L)).isZero();
            letters.release();

            task.deliverAll();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"add-fields", "none"})
    void takesAnAnnouncedSchemaAsNews(String evolution) {
        // Elsewhere the notice that a table has changed ends the task.
        try (SinkBench bench = new SinkBench(emulator, "announced_" + evolution.length())) {
            bench.with("schema.evolution", evolution).with("request.max.rows", "5");
            bench.broken(APPEND.always(), new Fault.AnnounceSchema());

            bench.task().produce(orders(0, 0, 50)).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrderElementsOf(ids(0, 50));
        }
    }

    @Test
    void waitsForATableThatWritesDoNotSeeYet() {
        // Elsewhere a new table needs a restart.
        try (SinkBench bench = new SinkBench(emulator, "late")) {
            bench.broken(APPEND.always(), new Fault.TableLate(Duration.ofMillis(700)));

            bench.task().produce(orders(0, 0, 20)).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrderElementsOf(ids(0, 20));
            assertThat(bench.calls("tables.insert")).as("created once").isLessThanOrEqualTo(2);
        }
    }

    @Test
    void repeatsWhatAQuotaRefuses() {
        // Elsewhere a passing refusal ends the task.
        try (SinkBench bench = new SinkBench(emulator, "quota")) {
            bench.broken(APPEND.times(3), new Fault.Refuse(Status.Code.RESOURCE_EXHAUSTED, null, "slower"));

            bench.task().produce(orders(0, 0, 20)).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrderElementsOf(ids(0, 20));
        }
    }

    @Test
    void asksAgainWhenTheAdminApiFailsForAMoment() {
        try (SinkBench bench = new SinkBench(emulator, "admin")) {
            bench.broken(Trigger.on("tables.*").times(3), new Fault.RefuseHttp(503, "backendError", "later"));

            bench.task().produce(orders(0, 0, 20)).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("id")).hasSize(20);
        }
    }

    @Test
    void failsAtOnceWhereNothingButAnOperatorCanHelp() {
        // Elsewhere the task runs on and writes nothing.
        try (SinkBench bench = new SinkBench(emulator, "fatal")) {
            bench.broken(APPEND.always(), new Fault.Refuse(Status.Code.INVALID_ARGUMENT, null, "secret value"));
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 3)).assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("fatal.orders")
                    .hasMessageContaining("INVALID_ARGUMENT")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void triesAgainWhereThePermissionIsDeniedOnATableThatIsYoung() { // TableTroubleTest has those that are old
        try (SinkBench bench = new SinkBench(emulator, "denied")) {
            bench.task().produce(orders(0, 0, 1)).assign(ORDERS_0).deliverAll();
            bench.broken(APPEND.times(5), new Fault.Refuse(Status.Code.PERMISSION_DENIED, null, "no"));
            SinkTaskHarness task =
                    bench.task().committedElsewhere(Map.of(ORDERS_0, 1L)).produce(orders(0, 1, 3));

            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.column("id")).containsAll(ids(0, 3));
        }
    }

    @Test
    void writesAnAppendAloneToLearnWhoseFaultAClosedConnectionWas() {
        try (SinkBench bench = new SinkBench(emulator, "suspects").with("request.max.rows", "2")) {
            bench.task().produce(orders(0, 0, 1)).assign(ORDERS_0).deliverAll();
            bench.broken(APPEND.at(2), new Fault.Close(Status.Code.NOT_FOUND));
            SinkTaskHarness task =
                    bench.task().committedElsewhere(Map.of(ORDERS_0, 1L)).produce(orders(0, 1, 30));

            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.column("id")).containsAll(ids(0, 30));
        }
    }

    @Test
    void keepsTheRowsOfTwoTopicsInOneTableApart() {
        // Elsewhere rows are told apart by partition and offset alone.
        try (SinkBench bench = new SinkBench(emulator, "shared")) {
            bench.with("topics", "orders,returns").with("topic.to.table.map", "returns:orders");
            SinkRecord same =
                    record("returns", 0, 7, SinkBench.ORDER, order(0, 70).value());

            bench.task()
                    .produce(order(0, 7), same)
                    .assign(ORDERS_0, new TopicPartition("returns", 0))
                    .deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrder(7L, 70L);
        }
    }

    @Test
    void tombstonesAtTheEndMoveTheOffset() {
        // Elsewhere tombstones at the end never move the offset.
        try (SinkBench bench = new SinkBench(emulator, "tail")) {
            SinkTaskHarness task = bench.task().produce(order(0, 0), record("orders", 0, 1, null, null));

            task.assign(ORDERS_0).deliverAll();

            assertThat(task.committed()).containsEntry(ORDERS_0, 2L);
        }
    }

    @Test
    void aSlowTableDoesNotStopTheOthers() {
        try (SinkBench bench = new SinkBench(emulator, "slow")) {
            bench.with("topics", "orders,quick");
            emulator.faults()
                    .arm(APPEND.of("slow.orders").always(), new Fault.Delay(Duration.ofSeconds(5), Moment.BEFORE));
            TopicPartition quick = new TopicPartition("quick", 0);
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 10)).assign(ORDERS_0, quick);
            task.pollUntil("the slow append is out", () -> bench.calls("AppendRows") > 0);
            long out = System.nanoTime();
            task.pollUntil("it is known to be slow", () -> System.nanoTime() - out > 1_200_000_000L);
            for (long offset = 0; offset < 10; offset++) {
                task.produce(record(
                        "quick", 0, offset, SinkBench.ORDER, order(0, offset).value()));
            }

            task.pollUntil("the other table has its rows", () -> {
                task.commit();
                return task.committed().getOrDefault(quick, 0L) == 10;
            });

            assertThat(task.committed().getOrDefault(ORDERS_0, 0L)).isZero();
            task.deliverAll();
        }
    }

    @Test
    void pausesWhenTheBufferIsFullAndResumesWithoutWaitingForACommit() {
        // Elsewhere memory grows until the worker dies.
        try (SinkBench bench = new SinkBench(emulator, "full").with("buffer.max.bytes", "1048576")) {
            bench.with("request.max.bytes", "262144");
            String big = "x".repeat(50_000);
            bench.broken(APPEND.times(1), new Fault.Delay(Duration.ofMillis(800), Moment.BEFORE));
            SinkTaskHarness task = bench.task();
            for (long offset = 0; offset < 60; offset++) {
                task.produce(record("orders", 0, offset, SinkBench.ORDER, SinkBench.struct(offset, big)));
            }
            task.assign(ORDERS_0);

            task.pollUntil("it pauses", () -> {
                task.poll(1);
                return !task.paused().isEmpty();
            });
            task.pollUntil("it resumes", () -> {
                task.poll(1);
                return task.paused().isEmpty();
            });

            task.deliverAll();
            assertThat(bench.column("id")).hasSize(60);
        }
    }

    @Test
    void forgetsRevokedPartitionsAndIgnoresTheirLateAcknowledgements() {
        // Elsewhere rows of a lost partition are written over those of its next owner.
        try (SinkBench bench = new SinkBench(emulator, "revoked").with("flush.timeout.ms", "0")) {
            bench.broken(APPEND, new Fault.Delay(Duration.ofMillis(500), Moment.AFTER));
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 5)).produce(orders(1, 0, 5));
            task.assign(ORDERS_0, ORDERS_1);
            task.pollUntil("an append is out", () -> bench.calls("AppendRows") > 0);

            task.lose(ORDERS_0);

            task.pollUntil("the other partition is committed", () -> {
                task.commit();
                return task.committed().getOrDefault(ORDERS_1, 0L) == 5;
            });
            assertThat(task.committed()).doesNotContainKey(ORDERS_0);
            task.assign(ORDERS_0).deliverAll();
            assertThat(bench.column("id")).containsAll(ids(0, 5));
        }
    }

    @Test
    void skipsWhatConnectDeliversAgain() {
        try (SinkBench bench = new SinkBench(emulator, "again")) {
            SinkTaskHarness task = bench.task().produce(orders(0, 0, 100)).assign(ORDERS_0);
            task.poll(50);
            task.seekBack();

            task.deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrderElementsOf(ids(0, 100));
        }
    }

    @Test
    void makesATableAnewThatWasDroppedUnderIt() {
        // Elsewhere a table that was dropped is taken for one that exists.
        try (SinkBench bench = new SinkBench(emulator, "dropped")) {
            SinkTaskHarness task =
                    bench.task().produce(orders(0, 0, 5)).assign(ORDERS_0).deliverAll();
            bench.dropTable("orders");

            task.produce(orders(0, 5, 10)).deliverAll();

            assertThat(bench.column("id")).containsExactlyInAnyOrderElementsOf(ids(5, 10));
        }
    }

    @Test
    void knowsATableThatMayNotBeSeenFromOneThatIsMissing() {
        // Elsewhere errors are told apart by their text.
        try (SinkBench bench = new SinkBench(emulator, "unseen")) {
            bench.broken(
                    APPEND.times(2), new Fault.Refuse(Status.Code.NOT_FOUND, StorageErrorCode.STREAM_NOT_FOUND, ""));

            bench.task().produce(orders(0, 0, 5)).assign(ORDERS_0).deliverAll();

            assertThat(bench.calls("tables.insert")).isLessThanOrEqualTo(2);
            assertThat(bench.column("id")).hasSize(5);
        }
    }
}
