// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.testkit.DeadLetters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that say nothing of their table, before it exists. */
class EmptyRecordsTest {
    private static final TableShape LIVE =
            new TableShape(List.of(Column.of("id", ColumnType.INT64, ColumnMode.NULLABLE)));
    private final DeadLetters letters = new DeadLetters();

    private static SinkRecord json(long offset, String text) {
        return record("orders", 0, offset, null, text.replace('\'', '"'));
    }

    static List<SinkRecord> emptyRecords() {
        Schema none = SchemaBuilder.struct().build();
        Schema nothing = SchemaBuilder.struct().field("o", none).build();
        List<SinkRecord> records = new ArrayList<>();
        for (String text : List.of("{}", "{'id':null}", "{'o':{},'l':[]}", "{'o':{'a':null},'l':[{}],'m':[null]}")) {
            records.add(json(0, text));
        }
        records.add(record("orders", 0, 0, null, Map.of()));
        records.add(record("orders", 0, 0, none, new Struct(none)));
        records.add(record("orders", 0, 0, nothing, new Struct(nothing).put("o", new Struct(none))));
        return records;
    }

    private TaskBench bench() {
        TaskBench bench = new TaskBench(letters, 1 << 20);
        bench.task.assign(ORDERS_0);
        return bench;
    }

    private static void gone(TaskBench bench) {
        assertThat(bench.questions.getFirst().wanted()).as("a look").isNull();
        bench.news(new TableNews.Gone(bench.questions.removeFirst().table()));
    }

    private static void done(TaskBench bench, long offset) {
        while (!bench.written.isEmpty()) {
            bench.acknowledge();
        }
        assertThat(bench.task.committed()).containsEntry(ORDERS_0, offset);
        assertThat(bench.bytesHeld()).isZero();
    }

    @ParameterizedTest
    @MethodSource("emptyRecords")
    void areRowsOfATableThatIsThere(SinkRecord empty) {
        try (TaskBench bench = bench()) {
            bench.take(empty).found(LIVE);

            assertThat(bench.origins()).containsExactly("orders-0@0");
            assertThat(letters.letters()).isEmpty();
            done(bench, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("emptyRecords")
    void areRowsOfTheTableThatARecordAfterThemMakes(SinkRecord empty) {
        try (TaskBench bench = bench()) {
            bench.take(empty);
            gone(bench);
            assertThat(bench.questions).isEmpty();

            bench.take(json(1, "{'id':1}"));
            bench.made("created");

            assertThat(bench.origins()).containsExactly("orders-0@0", "orders-0@1");
            assertThat(letters.letters()).isEmpty();
            done(bench, 2);
        }
    }

    @Test
    void areRowsOfATableThatSomebodyElseMakes() {
        try (TaskBench bench = bench()) {
            bench.take(json(0, "{}"));
            gone(bench);
            bench.pass(Duration.ofSeconds(16));
            bench.flush();

            bench.found(LIVE);

            assertThat(bench.origins()).containsExactly("orders-0@0");
            done(bench, 1);
        }
    }

    @Test
    void areSkippedAndCountedWhenNothingTellsOfATableForLong() {
        try (TaskBench bench = bench()) {
            bench.take(json(0, "{}"), json(1, "{'id':null}"));
            gone(bench);
            for (int looks = 0; looks < 3; looks++) {
                bench.pass(Duration.ofSeconds(16));
                bench.flush();
                gone(bench);
                bench.take(json(2 + looks, "{}"));
                assertThat(bench.task.committed().getOrDefault(ORDERS_0, 0L)).isZero();
            }
            bench.pass(Duration.ofSeconds(16));
            bench.flush();

            assertThat(bench.number(TaskMetric.SKIPPED_RECORDS_TOTAL)).isEqualTo(5);
            assertThat(letters.letters()).isEmpty();
            done(bench, 5);

            bench.take(json(5, "{}"), json(6, "{'id':1}")).found(LIVE);
            assertThat(bench.origins()).containsExactly("orders-0@5", "orders-0@6");
            done(bench, 7);
        }
    }

    @Test
    void othersGoOnWhenTheyAreSkipped() {
        try (TaskBench bench = bench()) {
            TopicPartition other = new TopicPartition("other", 0);
            bench.task.assign(other);
            bench.take(json(0, "{}"));
            gone(bench);
            bench.take(record("other", 0, 0, SinkBench.ORDER, SinkBench.struct(0, "x")))
                    .made("created");

            bench.pass(Duration.ofSeconds(61));
            bench.flush();

            assertThat(bench.number(TaskMetric.SKIPPED_RECORDS_TOTAL)).isEqualTo(1);
            done(bench, 1);
            assertThat(bench.task.committed()).containsEntry(other, 1L);
        }
    }

    @Test
    void aRecordThatOnlyATableThatIsThereCanHoldIsJudgedByIt() {
        try (TaskBench bench = bench()) {
            bench.take(json(0, "{'id':[[1]]}"));
            bench.found(new TableShape(List.of(Column.of("id", ColumnType.JSON, ColumnMode.NULLABLE))));

            assertThat(bench.origins()).containsExactly("orders-0@0");
            done(bench, 1);
        }
        try (TaskBench bench = bench()) {
            bench.take(json(0, "{'id':[[1]]}"));
            gone(bench);

            assertThat(letters.offsets()).containsExactly(0L);
            assertThat(bench.questions).isEmpty();
            done(bench, 1);
        }
    }
}
