// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.orders;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.testkit.DeadLetters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** Rows that are on their way to a table while its columns become others. */
class RetypedTableTest {
    private static final TableShape TEXTS = shape(ColumnType.STRING);
    private static final TableShape BYTES = shape(ColumnType.BYTES);

    private final DeadLetters letters = new DeadLetters();

    private static TableShape shape(ColumnType id) {
        return new TableShape(List.of(
                Column.of("id", id, ColumnMode.NULLABLE), Column.of("note", ColumnType.STRING, ColumnMode.NULLABLE)));
    }

    /** A bench whose table orders is there and has its first row. */
    private static TaskBench ready(TaskBench bench) {
        bench.task.assign(ORDERS_0, ORDERS_1);
        bench.take(order(0, 0)).made("created").acknowledge();
        return bench;
    }

    private TaskBench tolerant() {
        return ready(new TaskBench(letters, 1 << 20));
    }

    private static void refuse(TaskBench bench) {
        bench.answer(new WriteResult.TableBehind(bench.written.getFirst(), Lack.TYPES));
    }

    @Test
    void encodesTheRecordsAgainForTheTableAsItIs() {
        try (TaskBench bench = tolerant()) {
            bench.take(order(0, 1), order(1, 1));

            refuse(bench);
            assertThat(bench.questions).hasSize(1);
            assertThat(bench.questions.getFirst().wanted()).as("only a look").isNull();
            bench.found(TEXTS);

            assertThat(bench.origins()).containsExactly("orders-0@1", "orders-1@1");
            assertThat(bench.written.getFirst().shape()).isEqualTo(TEXTS);
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 1L).doesNotContainEntry(ORDERS_1, 2L);
            bench.acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L).containsEntry(ORDERS_1, 2L);
            assertThat(bench.bytesHeld()).isZero();
            assertThat(letters.letters()).isEmpty();
        }
    }

    @Test
    void keepsTheOrderOfAllThatIsOnItsWayAndReadsTheTableOnce() {
        try (TaskBench bench = tolerant()) {
            bench.take(order(0, 1)).take(order(0, 2)).take(order(0, 3));
            Batch first = bench.written.removeFirst();

            refuse(bench); // the second, for the first was sent again with its schema
            bench.take(order(0, 4));
            bench.post(new WriteResult.TableBehind(first, Lack.TYPES));
            bench.flush();
            assertThat(bench.questions).as("not while a batch is under way").isEmpty();
            refuse(bench);
            assertThat(bench.questions).hasSize(1);
            bench.found(TEXTS);

            assertThat(bench.origins()).containsExactly("orders-0@1", "orders-0@2", "orders-0@3", "orders-0@4");
            assertThat(bench.questions).isEmpty();
            while (!bench.written.isEmpty()) {
                bench.acknowledge();
            }
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 5L);
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void takesNoAnswerThatMayBeOlderThanTheRefusal() {
        try (TaskBench bench = tolerant()) {
            bench.take(order(0, 1));
            TableShape before = bench.written.getFirst().shape();
            bench.answer(new WriteResult.Written(bench.written.getFirst(), Duration.ZERO, true));
            assertThat(bench.questions).as("a look at a table that has changed").hasSize(1);
            bench.take(order(0, 2));

            refuse(bench);
            bench.found(before); // read before it was changed
            assertThat(bench.written).isEmpty();
            bench.found(TEXTS);

            assertThat(bench.origins()).containsExactly("orders-0@2");
        }
    }

    @Test
    void reportsRecordsThatDoNotFitTheTableAnyMore() {
        try (TaskBench bench = tolerant()) {
            bench.take(order(0, 1), order(0, 2));

            refuse(bench);
            bench.found(BYTES);

            assertThat(letters.offsets()).containsExactly(1L, 2L);
            assertThat(letters.letters().get(0).error())
                    .hasMessageContaining("column id is BYTES, the record has REQUIRED INT64");
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 3L);
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void namesColumnsAndTypesWhereNoRecordsAreKept() {
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(order(0, 1));
            refuse(bench);

            assertThatThrownBy(() -> bench.found(BYTES))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("table p.d.orders was changed while rows were on their way")
                    .hasMessageContaining("column id is BYTES, was REQUIRED INT64");
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 1L);
        }
    }

    @Test
    void looksForTheRowsAtFaultWhereTheTableIsWhatTheyWereEncodedFor() {
        try (TaskBench bench = tolerant()) {
            bench.take(orders(0, 1, 4));
            Batch refused = bench.written.getFirst();

            refuse(bench);
            bench.found(refused.shape());

            assertThat(bench.sifted).containsExactly(refused);
            bench.refused(new WriteResult.RowsRefused(refused, Map.of(1, "outside of its partitions"), true));
            assertThat(bench.written).as("the others are there").isEmpty();
            assertThat(letters.offsets()).containsExactly(2L);
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 4L);
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void sendsAgainForAWhileWhatAnOlderViewOfTheTableRefuses() {
        try (TaskBench bench = tolerant()) {
            bench.take(order(0, 1));
            refuse(bench);
            bench.found(TEXTS);

            refuse(bench); // by a part of BigQuery that does not see the new types yet
            bench.found(TEXTS);

            assertThat(bench.origins()).containsExactly("orders-0@1");
            bench.acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void waitsForALookThatIsLate() {
        try (TaskBench bench = tolerant()) {
            bench.take(order(0, 1));
            refuse(bench);

            bench.news(new TableNews.Late(bench.questions.getFirst().table(), "503 backendError"));
            bench.take(order(0, 2));
            assertThat(bench.questions).hasSize(1);
            bench.found(TEXTS);

            bench.flush();
            assertThat(bench.origins()).containsExactly("orders-0@1", "orders-0@2");
        }
    }

    @Test
    void forgetsWhatIsHeldOfLostPartitionsAndGoesOnWithTheRest() {
        try (TaskBench bench = tolerant()) {
            bench.take(order(0, 1), order(1, 1));
            refuse(bench);
            bench.take(order(0, 2), order(1, 2));

            bench.task.lose(ORDERS_0);
            bench.found(TEXTS);

            assertThat(bench.origins()).containsExactly("orders-1@1", "orders-1@2");
            bench.acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 1L).containsEntry(ORDERS_1, 3L);
            assertThat(bench.bytesHeld()).isZero();
        }
    }

    @Test
    void doesNotStandStillWhenAllThatWasHeldIsLost() {
        try (TaskBench bench = tolerant()) {
            bench.take(order(0, 1)).take(order(1, 1));
            refuse(bench); // partition 0's
            bench.take(order(1, 2));

            bench.task.lose(ORDERS_0);
            bench.acknowledge();
            while (!bench.questions.isEmpty()) {
                bench.found(TEXTS);
            }

            assertThat(bench.origins()).containsExactly("orders-1@2");
        }
    }

    @Test
    void rowsThatNeedAColumnOfTypesThatDoNotGoTogetherAreJudgedOneAfterTheOther() {
        Column id = Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE);
        TableShape lists = new TableShape(List.of(id, Column.of("x", ColumnType.INT64, ColumnMode.REPEATED)));
        TableShape numbers = new TableShape(List.of(id, Column.of("x", ColumnType.INT64, ColumnMode.NULLABLE)));
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(record("orders", 0, 1, null, Map.of("x", List.of(1)))).found(lists);
            bench.pass(Duration.ofSeconds(1));
            bench.take(record("orders", 0, 2, null, Map.of("x", 1))).found(numbers);
            Batch second = bench.written.removeLast();
            bench.answer(new WriteResult.TableBehind(bench.written.getFirst(), Lack.COLUMNS));
            bench.answer(new WriteResult.TableBehind(second, Lack.COLUMNS));

            bench.found(new TableShape(List.of(id)));

            assertThat(bench.questions).hasSize(1);
            assertThat(bench.questions.getFirst().wanted()).isEqualTo(lists);
        }
    }
}
