// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult.RowsRefused;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind;
import io.millrace.connect.testkit.DeadLetters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Rows that are refused shortly after columns of their table ceased to be REQUIRED. */
class LatelyRequiredTest {
    private static final Schema RELAXED = SchemaBuilder.struct()
            .name("order")
            .field("id", Schema.OPTIONAL_INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private static final TableShape WITH_RECORD = new TableShape(List.of(
            Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE),
            Column.record(
                    "r",
                    ColumnMode.NULLABLE,
                    List.of(
                            Column.of("x", ColumnType.INT64, ColumnMode.NULLABLE),
                            Column.of("y", ColumnType.INT64, ColumnMode.REQUIRED)))));

    private final DeadLetters letters = new DeadLetters();

    /** A bench whose table orders is there and has its first row. */
    private TaskBench ready() {
        TaskBench bench = new TaskBench(letters, 1 << 20);
        bench.task.assign(ORDERS_0, ORDERS_1);
        bench.take(order(0, 0)).made("created").acknowledge();
        return bench;
    }

    private static SinkRecord without(long offset) {
        return record("orders", 0, offset, RELAXED, new Struct(RELAXED));
    }

    private static SinkRecord json(long offset, String text) {
        return record("orders", 0, offset, null, text.replace('\'', '"'));
    }

    private static void refuse(TaskBench bench, Map<Integer, String> reasons, String... columns) {
        Batch batch = bench.written.getFirst();
        Map<Integer, Set<String>> named = columns.length == 0
                ? Map.of()
                : Map.of(reasons.keySet().iterator().next(), Set.of(columns));
        bench.answer(new RowsRefused(batch, reasons, named, false));
    }

    @Test
    void holdsRowsThatAreRefusedShortlyAfterAColumnWasRelaxed() {
        try (TaskBench bench = ready()) {
            bench.take(without(1));
            bench.made("relaxed id");

            bench.delays.clear();
            for (int i = 0; i < 5; i++) {
                bench.answer(new RowsRefused(bench.written.getFirst(), Map.of(0, "id is missing")));
                bench.pass(Duration.ofSeconds(10));
                bench.flush();
                assertThat(bench.questions).as("there is nothing to learn").isEmpty();
            }
            assertThat(bench.delays).isSorted().doesNotContain(Duration.ZERO);
            assertThat(letters.letters()).isEmpty();
            bench.acknowledge();

            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);
        }
    }

    @Test
    void reportsRowsThatAreStillRefusedLongAfterAColumnWasRelaxed() {
        try (TaskBench bench = ready()) {
            bench.take(without(1));
            bench.made("relaxed id");

            bench.pass(Duration.ofMinutes(5));
            TableShape shape = bench.written.getFirst().shape();
            bench.answer(new RowsRefused(bench.written.getFirst(), Map.of(0, "id is missing")));
            assertThat(letters.letters()).as("it may have been changed since").isEmpty();
            bench.found(shape);

            assertThat(letters.offsets()).containsExactly(1L);
        }
    }

    @Test
    void areBadAtOnceWhereOthersThatLackTheColumnWereTaken() {
        try (TaskBench bench = ready()) {
            bench.take(without(1), without(2), without(3)).made("relaxed id");

            refuse(bench, Map.of(1, "note is no good"));
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(2L);
            assertThat(bench.origins()).containsExactly("orders-0@1", "orders-0@3");
        }
    }

    @Test
    void areBadAtOnceWhereTheyHaveTheColumn() {
        try (TaskBench bench = ready()) {
            bench.take(without(1)).made("relaxed id").acknowledge();
            bench.take(order(0, 2), order(0, 3));

            refuse(bench, Map.of(0, "note is no good"));
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(2L);
            assertThat(bench.origins()).containsExactly("orders-0@3");
        }
    }

    @Test
    void areBadAtOnceWhereAnotherColumnIsNamed() {
        try (TaskBench bench = ready()) {
            bench.take(without(1)).made("relaxed id");

            refuse(bench, Map.of(0, "no good"), "note");
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(1L);
        }
    }

    @Test
    void areHeldWhereTheColumnIsNamedOrMayBeInsideOfARecordToo() {
        try (TaskBench bench = new TaskBench(letters, 1 << 20)) {
            bench.task.assign(ORDERS_0);
            bench.take(json(0, "{'id':0,'r':{'y':1}}")).found(WITH_RECORD).acknowledge();
            bench.take(json(1, "{'id':1,'r':{'x':1}}"), json(2, "{'id':2}")).made("relaxed r.y");

            refuse(bench, Map.of(0, "no good"), "r", "r.y");
            refuse(bench, Map.of(0, "no good"));
            assertThat(letters.letters()).isEmpty();
            refuse(bench, Map.of(1, "no good")); // has no r that could lack a y
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(2L);
            assertThat(bench.origins()).containsExactly("orders-0@1");
        }
    }

    @Test
    void areHeldAfterATableWasMadeAnewWithoutIt() {
        try (TaskBench bench = ready()) {
            bench.take(order(0, 1));
            TableShape shape = bench.written.getFirst().shape();
            bench.answer(new TableBehind(bench.written.getFirst(), TableBehind.Lack.TABLE));
            bench.news(new TableNews.Gone(bench.questions.removeFirst().table()));
            bench.found(new TableShape(List.of(
                    Column.of("note", ColumnType.STRING, ColumnMode.NULLABLE),
                    Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE))));
            assertThat(shape.columns().get(0).mode()).isEqualTo(ColumnMode.REQUIRED);
            bench.acknowledge();
            bench.take(without(2));

            refuse(bench, Map.of(0, "no good"));

            assertThat(letters.letters()).isEmpty();
            assertThat(bench.origins()).containsExactly("orders-0@2");
        }
    }
}
