// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.testkit.DeadLetters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** The way of a table's records while the table, the writer or the worker does as it likes. */
class TablePipelineTest {
    private static final TopicPartition OTHER = new TopicPartition("other", 0);

    private static SinkRecord with(String field, int partition, long offset) {
        Schema schema = SchemaBuilder.struct()
                .name("order")
                .field("id", Schema.INT64_SCHEMA)
                .field(field, Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        return record("orders", partition, offset, schema, new Struct(schema).put("id", offset));
    }

    private static SinkRecord other(long offset) {
        return record("other", 0, offset, SinkBench.ORDER, SinkBench.struct(offset, "x"));
    }

    private static List<String> columns(TableQuestion question) {
        return requireNonNull(question.wanted()).columns().stream()
                .map(Column::name)
                .toList();
    }

    /** A bench whose table orders is there and has its first row. */
    private static TaskBench ready(TaskBench bench) {
        bench.task.assign(ORDERS_0, ORDERS_1, OTHER);
        bench.take(order(0, 0)).made("created").acknowledge();
        return bench;
    }

    // ---- order behind a change

    @Test
    void asksOnceForATableThatHoldsAllThatWaits() {
        try (TaskBench bench = new TaskBench()) {
            bench.task.assign(ORDERS_0);
            bench.take(order(0, 0)).take(with("phone", 0, 1), with("mail", 0, 2));
            assertThat(bench.questions).hasSize(1); // the first answer settles some of it
            assertThat(bench.written).isEmpty();

            bench.made("created");

            assertThat(bench.origins()).containsExactly("orders-0@0");
            assertThat(bench.questions).hasSize(1);
            assertThat(columns(bench.questions.getFirst())).containsExactly("id", "note", "phone", "mail");
        }
    }

    @Test
    void keepsRecordsInOrderBehindAColumnThatIsAdded() {
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(order(0, 1), with("phone", 0, 2), order(0, 3), order(1, 4));
            assertThat(bench.origins()).containsExactly("orders-0@1");

            bench.made("added phone");

            assertThat(bench.origins()).containsExactly("orders-0@1", "orders-0@2", "orders-0@3", "orders-1@4");
        }
    }

    @Test
    void aChangeOfOneTableHoldsUpNoOther() {
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(with("phone", 0, 1), other(0));
            TableQuestion aboutOrders = bench.questions.removeFirst();

            bench.made("created"); // the other table

            assertThat(aboutOrders.table().table()).isEqualTo("orders");
            assertThat(bench.origins()).containsExactly("other-0@0");
            bench.acknowledge();
            assertThat(bench.task.committed()).containsEntry(OTHER, 1L).containsEntry(ORDERS_0, 1L);
        }
    }

    @Test
    void refusesInItsTurnARecordThatTheTableCannotFollow() {
        DeadLetters letters = new DeadLetters();
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            Schema text = SchemaBuilder.struct()
                    .field("id", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                    .build();
            SinkRecord bad = record("orders", 0, 2, text, new Struct(text).put("id", List.of("s3cret")));

            bench.take(with("phone", 0, 1), bad, order(0, 3)).made("added phone");

            assertThat(bench.origins()).containsExactly("orders-0@1", "orders-0@3");
            assertThat(letters.offsets()).containsExactly(2L);
            assertThat(letters.letters().get(0).error())
                    .hasMessageContaining("column id")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void looksAtATableThatIsSaidToHaveChangedButNotAtEveryAnswer() {
        try (TaskBench bench = ready(new TaskBench())) {
            for (int offset = 1; offset < 4; offset++) {
                bench.take(order(0, offset));
                bench.answer(new WriteResult.Written(bench.written.getFirst(), Duration.ZERO, true));
            }

            assertThat(bench.questions).hasSize(1);
            assertThat(bench.questions.getFirst().wanted()).isNull();
        }
    }

    // ---- what the writer answers

    @Test
    void reportsRefusedRowsAndSendsTheRestAgain() {
        // Elsewhere the wrong rows are reported, or the others are lost.
        DeadLetters letters = new DeadLetters();
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.take(orders(0, 1, 6));

            bench.refused(new WriteResult.RowsRefused(bench.written.getFirst(), Map.of(0, "bad", 3, "bad")));

            assertThat(letters.offsets()).containsExactly(1L, 4L);
            assertThat(bench.origins()).containsExactly("orders-0@2", "orders-0@3", "orders-0@5");
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L); // the letter is durable, the next row open
            bench.acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 6L);
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void reportsTheRightRowsWhenTheRestIsRefusedInPartAsWell() {
        // Elsewhere rows are named by their positions in a request that is no more.
        DeadLetters letters = new DeadLetters();
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.take(orders(0, 1, 11)); // offsets 1 to 10
            bench.refused(new WriteResult.RowsRefused(
                    bench.written.getFirst(), Map.of(0, "bad", 1, "bad", 2, "bad", 9, "bad")));

            bench.answer(new WriteResult.RowsRefused(bench.written.getFirst(), Map.of(0, "bad", 5, "bad")));

            assertThat(letters.offsets()).containsExactly(1L, 2L, 3L, 10L, 4L, 9L);
            assertThat(bench.origins()).containsExactly("orders-0@5", "orders-0@6", "orders-0@7", "orders-0@8");
            bench.acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 11L);
        }
    }

    @Test
    void splitsWhatIsTooLargeAndReportsTheRowThatIsTooLargeAlone() {
        DeadLetters letters = new DeadLetters();
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.take(orders(0, 1, 4));

            bench.answer(new WriteResult.TooLarge(bench.written.getFirst()));
            assertThat(bench.written)
                    .extracting(TaskBench::origins)
                    .containsExactly(List.of("orders-0@1"), List.of("orders-0@2", "orders-0@3"));
            bench.answer(new WriteResult.TooLarge(bench.written.getFirst())).acknowledge();

            assertThat(letters.offsets()).containsExactly(1L);
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 4L);
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void keepsWhatTheWriterRepeatsAndNeverTroublesTheWorkerWithIt() {
        // Elsewhere a passing refusal ends the task.
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(order(0, 1));

            bench.repeat(RetryReason.UNAVAILABLE).repeat(RetryReason.UNAVAILABLE);

            assertThat(bench.task.lastRetriable()).isNull();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 1L);
            bench.acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);
        }
    }

    @Test
    void aBrokenWriterEndsTheTaskThoughNoBatchIsConcerned() {
        try (TaskBench bench = ready(new TaskBench())) {
            bench.breakWriter(new ConnectException("the writer is broken"));

            assertThatThrownBy(() -> bench.task.poll(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("the writer is broken");
        }
    }

    @Test
    void sendsAgainLessAndLessOftenWhatWritesDoNotSeeYet() {
        // Elsewhere a new table or column needs a restart.
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(order(0, 1));
            Batch batch = bench.written.getFirst();
            TableShape shape = batch.shape();
            bench.delays.clear();

            for (int time = 0; time < 4; time++) {
                bench.answer(new WriteResult.TableBehind(batch, Lack.COLUMNS));
                assertThat(bench.written).as("until the table was read again").isEmpty();
                bench.found(shape);
                assertThat(bench.written).containsExactly(batch);
            }

            assertThat(bench.delays).isSorted().first().isNotEqualTo(Duration.ZERO);
            bench.acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);
        }
    }

    @Test
    void endsWithAnErrorThatNamesTheTableWhereNothingElseHelps() {
        // Elsewhere the task runs on and writes nothing.
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(order(0, 1));

            bench.post(new WriteResult.Failed(bench.written.getFirst(), new ConnectException("table p.d.orders")));

            assertThatThrownBy(() -> bench.task.poll(1)).isInstanceOf(ConnectException.class);
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 1L);
        }
    }

    // ---- pausing

    @Test
    void pausesThePartitionsOfATableThatHoldsHalfOfTheBufferAndNoOther() {
        // Elsewhere memory grows until the worker dies.
        try (TaskBench bench = ready(new TaskBench(null, 40_000))) {
            bench.take(orders(0, 1, 200));
            assertThat(bench.task.paused()).containsExactly(ORDERS_0);

            bench.take(other(0)).made("created");
            assertThat(bench.origins()).contains("other-0@0");
            while (!bench.written.isEmpty()) {
                bench.acknowledge();
            }

            assertThat(bench.task.paused()).isEmpty();
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void pausesEverythingWhenTheBufferIsFull() {
        try (TaskBench bench = ready(new TaskBench(null, 10_000))) {
            bench.take(orders(0, 1, 200));
            assertThat(bench.task.paused()).containsExactlyInAnyOrder(ORDERS_0, ORDERS_1, OTHER);

            bench.acknowledge();

            assertThat(bench.task.paused()).isEmpty();
        }
    }

    // ---- partitions that are lost

    @Test
    void forgetsWhatWaitsOrIsHeldForLostPartitions() {
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(order(0, 1), order(1, 1));
            bench.answer(new WriteResult.TableBehind(bench.written.getFirst(), Lack.TABLE));
            bench.take(with("phone", 0, 2), with("phone", 1, 2));

            bench.task.lose(ORDERS_0);
            bench.made();
            while (!bench.questions.isEmpty()) {
                bench.made();
            }

            assertThat(bench.origins()).containsExactlyInAnyOrder("orders-1@1", "orders-1@2");
            while (!bench.written.isEmpty()) {
                bench.acknowledge();
            }
            assertThat(bench.bytesHeld()).isZero();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 1L).containsEntry(ORDERS_1, 3L);
        }
    }

    @Test
    void takesBackFromTheWriterWhatIsOfLostPartitionsAndSendsTheRestWithoutIt() {
        // Elsewhere rows of a lost partition are written over those of its next owner.
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(orders(0, 1, 3)).take(orders(1, 1, 3)).take(order(0, 3), order(1, 3));
            List<Batch> batches = new ArrayList<>(bench.written);

            bench.task.lose(ORDERS_0);

            assertThat(bench.withdrawn).containsExactlyInAnyOrder(batches.get(0), batches.get(2));
            bench.withdrawn.forEach(batch -> bench.answer(new WriteResult.Withdrawn(batch)));
            assertThat(bench.origins()).containsExactlyInAnyOrder("orders-1@1", "orders-1@2", "orders-1@3");
            bench.acknowledge().acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 1L).containsEntry(ORDERS_1, 4L);
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void neverCommitsWhatIsAcknowledgedAfterItsPartitionWasLostEvenIfItComesBack() {
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(orders(0, 1, 3));
            Batch onTheWire = bench.written.removeFirst();
            bench.task.lose(ORDERS_0);
            bench.task.assign(ORDERS_0);

            bench.answer(new WriteResult.Written(onTheWire, Duration.ZERO, false));

            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 1L);
            assertThat(bench.origins()).as("written again").containsExactly("orders-0@1", "orders-0@2");
            bench.acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 3L);
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void leavesTheBadRowsOfLostPartitionsToTheirNextOwner() {
        DeadLetters letters = new DeadLetters();
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.take(order(0, 1), order(1, 1));
            Batch onTheWire = bench.written.getFirst();
            bench.task.lose(ORDERS_0);

            bench.refused(new WriteResult.RowsRefused(onTheWire, Map.of(0, "bad", 1, "bad")));

            assertThat(letters.letters())
                    .extracting(letter -> letter.record().kafkaPartition())
                    .containsExactly(1);
        }
    }

    @Test
    void doesNotFailForWhatIsNoLongerItsOwn() {
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(order(0, 1));
            Batch onTheWire = bench.written.getFirst();
            bench.task.lose(ORDERS_0);

            bench.answer(new WriteResult.Failed(onTheWire, new ConnectException("denied")));

            assertThat(bench.bytesHeld()).isZero();
        }
    }
}
