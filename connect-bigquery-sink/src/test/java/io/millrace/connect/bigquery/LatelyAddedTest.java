// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteApi;
import io.millrace.connect.bigquery.write.WriteResult.RowsRefused;
import io.millrace.connect.testkit.CapturedLogs;
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

/** Rows that are refused one by one, as bad ones are, for a column that parts of BigQuery may not see yet. */
class LatelyAddedTest {
    private static final WriteApi BY_ROW = new WriteApi("insertAll", true);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Schema WIDE = SchemaBuilder.struct()
            .name("order")
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static final Schema NARROW = SchemaBuilder.struct()
            .name("order")
            .field("id", Schema.INT64_SCHEMA)
            .build();

    private final DeadLetters letters = new DeadLetters();

    private static SinkRecord narrow(long offset) {
        return record("orders", 0, offset, NARROW, new Struct(NARROW).put("id", offset));
    }

    private static SinkRecord wide(long offset) {
        return record(
                "orders", 0, offset, WIDE, new Struct(WIDE).put("id", offset).put("note", "n"));
    }

    /** A bench whose table orders was there long since, with an id, and has its first row. */
    private TaskBench ready(WriteApi api) {
        TaskBench bench = new TaskBench(letters, api);
        bench.task.assign(ORDERS_0);
        bench.take(narrow(0)).made("created").acknowledge();
        bench.pass(LONG);
        return bench;
    }

    private static void refuse(TaskBench bench, String column, int position) {
        Batch batch = bench.written.getFirst();
        bench.answer(new RowsRefused(
                batch, Map.of(position, "invalid; it names " + column), Map.of(position, Set.of(column)), false));
    }

    @Test
    void holdsRowsThatAreRefusedForAColumnThatWasAddedAShortWhileAgo() {
        try (TaskBench bench = ready(BY_ROW)) {
            bench.take(wide(1)).made("added note");
            bench.delays.clear();

            for (int i = 0; i < 4; i++) {
                refuse(bench, "note", 0);
                bench.found(wideShape());
                bench.pass(Duration.ofSeconds(10));
            }

            assertThat(bench.delays).isSorted().doesNotContain(Duration.ZERO);
            assertThat(letters.letters()).isEmpty();
            assertThat(bench.number(TableMetric.RETRIES_TABLE_TOTAL)).isEqualTo(4);
            bench.acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);
        }
    }

    private static TableShape wideShape() {
        return new TableShape(List.of(
                Column.of("id", ColumnType.INT64, ColumnMode.REQUIRED),
                Column.of("note", ColumnType.STRING, ColumnMode.NULLABLE)));
    }

    private static TableShape narrowShape() {
        return new TableShape(List.of(Column.of("id", ColumnType.INT64, ColumnMode.REQUIRED)));
    }

    @Test
    void reportsARowBesideWhichAnotherWithTheColumnWasTaken() {
        try (TaskBench bench = ready(BY_ROW)) {
            bench.take(wide(1), wide(2)).made("added note");

            refuse(bench, "note", 0);
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(1L);
            bench.acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 3L);
        }
    }

    @Test
    void reportsARowThatIsRefusedForAColumnThatHasBeenThereForLong() {
        try (TaskBench bench = ready(BY_ROW)) {
            bench.take(wide(1)).made("added note").acknowledge();
            bench.pass(LONG);
            bench.take(wide(2));

            refuse(bench, "note", 0);
            assertThat(letters.letters()).as("it may have been changed since").isEmpty();
            bench.found(wideShape());

            assertThat(letters.offsets()).containsExactly(2L);
        }
    }

    @Test
    void reportsARowThatNamesNoColumnOrAnother() {
        try (TaskBench bench = ready(BY_ROW)) {
            bench.take(wide(1)).made("added note");

            refuse(bench, "id", 0);
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(1L);
        }
    }

    @Test
    void takesEveryColumnOfATableThatWasNeverSeenForOneThatMayBeNew() {
        try (TaskBench bench = new TaskBench(letters, BY_ROW)) {
            bench.task.assign(ORDERS_0);
            bench.take(wide(1)).found(wideShape());

            refuse(bench, "note", 0);

            assertThat(letters.letters()).isEmpty();
            bench.found(wideShape());
            assertThat(bench.origins()).containsExactly("orders-0@1");
        }
    }

    @Test
    void untilOneWithAValueForItIsWritten() {
        try (TaskBench bench = new TaskBench(letters, BY_ROW)) {
            bench.task.assign(ORDERS_0);
            bench.take(wide(1)).found(wideShape()).acknowledge();
            bench.take(wide(2));

            refuse(bench, "note", 0);
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(2L);
        }
    }

    @Test
    void encodesRecordsAgainWhoseColumnWasDropped() {
        try (TaskBench bench = ready(BY_ROW)) {
            bench.take(wide(1)).made("added note");
            TableShape before = bench.written.getFirst().shape();
            refuse(bench, "note", 0);

            bench.found(narrowShape()); // and is asked for anew
            bench.made("added note");

            assertThat(bench.origins()).containsExactly("orders-0@1");
            assertThat(bench.written.getFirst().shape()).isNotSameAs(before);
        }
    }

    @Test
    void leavesWhatWasLostMeanwhileToItsNextOwner() {
        try (TaskBench bench = ready(BY_ROW)) {
            bench.task.assign(ORDERS_1);
            bench.take(
                    wide(1),
                    record("orders", 1, 0, WIDE, new Struct(WIDE).put("id", 7L).put("note", "n")));
            bench.made("added note");
            bench.task.lose(ORDERS_0);

            Batch batch = bench.written.getFirst();
            bench.answer(new RowsRefused(
                    batch, Map.of(0, "invalid", 1, "invalid"), Map.of(0, Set.of("note"), 1, Set.of("note")), false));
            bench.found(wideShape());

            assertThat(bench.origins()).containsExactly("orders-1@0");
        }
    }

    @Test
    void tellsOnceWhatIsNotSeenAndByWhich() {
        try (TaskBench bench = ready(BY_ROW);
                CapturedLogs logs = new CapturedLogs()) {
            bench.take(wide(1)).made("added note");
            for (int i = 0; i < 3; i++) {
                refuse(bench, "note", 0);
                bench.found(wideShape());
            }

            assertThat(logs.text().lines().filter(line -> line.startsWith("WARNING")))
                    .singleElement()
                    .asString()
                    .contains("insertAll does not see the columns")
                    .doesNotContain("Storage Write");
        }
    }

    @Test
    void rowsOfAnApiThatRefusesRequestsForThatAreBadAtOnce() {
        try (TaskBench bench = ready(WriteMethods.STORAGE_WRITE)) {
            bench.take(wide(1)).made("added note");

            refuse(bench, "note", 0);
            bench.unchanged();

            assertThat(letters.offsets()).containsExactly(1L);
        }
    }
}
