// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_1;
import static io.millrace.connect.bigquery.SinkBench.order;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.health.TaskHealth;
import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.testkit.CapturedLogs;
import io.millrace.connect.testkit.DeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** What a task does while BigQuery cannot or will not serve one of its tables. */
class TableTroubleTest {
    /** A bench whose table orders is there and has its first row. */
    private static TaskBench ready(TaskBench bench) {
        bench.task.assign(ORDERS_0, ORDERS_1);
        bench.take(order(0, 0)).made("created").acknowledge();
        return bench;
    }

    @Test
    void keepsRecordsWhileBigQueryCannotBeAskedAndTellsOfItOnce() {
        try (TaskBench bench = new TaskBench();
                CapturedLogs logs = new CapturedLogs()) {
            bench.task.assign(ORDERS_0);
            bench.take(order(0, 0));
            TableQuestion first = bench.questions.getFirst();

            for (int i = 0; i < 100; i++) {
                bench.news(new TableNews.Late(first.table(), "503 backendError"));
                bench.pass(Duration.ofMinutes(1));
            }

            assertThat(bench.task.lastRetriable()).isNull();
            assertThat(bench.questions).containsExactly(first);
            assertThat(bench.number(TableMetric.RETRIES_UNAVAILABLE_TOTAL)).isEqualTo(100);
            bench.made("created").acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 1L);
            assertThat(logs.text().lines().filter(line -> line.contains(TaskHealth.class.getName())))
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("WARNING") && line.contains("503 backendError"))
                    .anyMatch(line -> line.startsWith("INFO") && line.contains("afterSeconds=6000"));
        }
    }

    @Test
    void aLookThatNobodyWaitsForIsNobodysTrouble() {
        try (TaskBench bench = ready(new TaskBench());
                CapturedLogs logs = new CapturedLogs()) {
            bench.take(order(0, 1));
            bench.answer(new WriteResult.Written(bench.written.getFirst(), Duration.ZERO, true));
            TableQuestion look = bench.questions.removeFirst();

            bench.news(new TableNews.Late(look.table(), "503 backendError"));
            bench.news(new TableNews.Refused(look.table(), new ConnectException("403 accessDenied")));
            bench.take(order(0, 2)).acknowledge();

            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 3L);
            assertThat(logs.text()).doesNotContain("WARNING");
        }
    }

    @Test
    void makesATableAnewThatWasDroppedMeanwhile() {
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(order(0, 1));
            bench.answer(new WriteResult.Written(bench.written.getFirst(), Duration.ZERO, true));

            bench.news(new TableNews.Gone(bench.questions.removeFirst().table()));
            bench.take(order(0, 2));
            bench.made("created").acknowledge();

            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 3L);
        }
    }

    @Test
    void failsAtOnceWhereATableIsRefused() {
        try (TaskBench bench = new TaskBench()) {
            bench.task.assign(ORDERS_0);
            bench.take(order(0, 0));
            Destination table = bench.questions.removeFirst().table();

            assertThatThrownBy(
                            () -> bench.news(new TableNews.Refused(table, new ConnectException("table.create=false"))))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("table.create=false");
        }
    }

    @Test
    void goesOnForOthersAndAsksAgainWhereATableIsRefusedAndErrorsAreTolerated() {
        DeadLetters letters = new DeadLetters();
        try (TaskBench bench = new TaskBench(letters, 1 << 20);
                CapturedLogs logs = new CapturedLogs()) {
            bench.task.assign(ORDERS_0, ORDERS_1);
            bench.take(order(0, 0));
            bench.news(new TableNews.Refused(
                    bench.questions.removeFirst().table(), new ConnectException("table.create=false")));

            bench.take(order(0, 1));
            assertThat(bench.questions).isEmpty();
            assertThat(logs.text()).contains("table.create=false");
            bench.pass(Duration.ofMinutes(2));
            bench.flush();

            bench.made("created").acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);
            assertThat(letters.letters()).isEmpty();
        }
    }

    @Test
    void waitsTwoMinutesForThePermissionOnATableThatIsYoungWhoeverMadeIt() {
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(order(0, 1));
            Destination table = bench.written.getFirst().table();
            TableShape shape = bench.written.getFirst().shape();
            for (int i = 0; i < 11; i++) {
                bench.answer(new WriteResult.TableBehind(bench.written.getFirst(), Lack.PERMISSION));
                bench.questions.removeFirst();
                bench.news(new TableNews.Ready(table, shape, "EU", Instant.ofEpochMilli(900_000), List.of()));
                bench.pass(Duration.ofSeconds(10));
            }
            bench.acknowledge();

            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);
        }
    }

    @Test
    void takesADenialThatPassesForNoneAndSaysWhichPermissionIsMissingWhereItStays() {
        try (TaskBench bench = ready(new TaskBench())) {
            bench.take(order(0, 1));
            TableShape shape = bench.written.getFirst().shape();
            bench.answer(new WriteResult.TableBehind(bench.written.getFirst(), Lack.PERMISSION));
            bench.found(shape).acknowledge();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);

            bench.take(order(0, 2));
            bench.answer(new WriteResult.TableBehind(bench.written.getFirst(), Lack.PERMISSION));
            bench.found(shape);
            bench.pass(Duration.ofSeconds(40));
            bench.answer(new WriteResult.TableBehind(bench.written.getFirst(), Lack.PERMISSION));

            assertThatThrownBy(() -> bench.found(shape))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("p.d.orders")
                    .hasMessageContaining("bigquery.tables.updateData");
        }
    }

    private static final Schema TEXT = SchemaBuilder.struct()
            .name("order")
            .field("id", Schema.STRING_SCHEMA)
            .build();

    @Test
    void looksAgainBeforeItRefusesARecordByATableThatWasSeenLongAgo() {
        DeadLetters letters = new DeadLetters();
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.pass(Duration.ofMinutes(1));
            bench.take(record("orders", 0, 1, TEXT, new Struct(TEXT).put("id", "a")));
            assertThat(letters.letters()).isEmpty();
            TableShape texts = new TableShape(List.of(Column.of("id", ColumnType.STRING, ColumnMode.NULLABLE)));

            bench.found(texts).acknowledge();

            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);
            assertThat(letters.letters()).isEmpty();
        }
    }

    @Test
    void refusesARecordByATableThatItHasOnlyJustSeen() {
        DeadLetters letters = new DeadLetters();
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.pass(Duration.ofMinutes(1));
            TableShape shape = new TableShape(List.of(Column.of("id", ColumnType.INT64, ColumnMode.REQUIRED)));
            bench.take(record("orders", 0, 1, TEXT, new Struct(TEXT).put("id", "a")))
                    .found(shape);
            bench.take(record("orders", 0, 2, TEXT, new Struct(TEXT).put("id", "b")));

            assertThat(bench.questions).isEmpty();
            assertThat(letters.offsets()).containsExactly(1L, 2L);
        }
    }

    @Test
    void looksAgainForARecordThatComesRightAfterALookForSomethingElse() {
        DeadLetters letters = new DeadLetters();
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.take(record("orders", 0, 1, TEXT, new Struct(TEXT).put("id", "a")));

            assertThat(letters.letters())
                    .as("the table was made this very moment")
                    .isEmpty();
            assertThat(bench.questions).hasSize(1);
        }
    }

    @Test
    void looksAgainForRowsThatAreRefusedRightAfterALook() {
        DeadLetters letters = new DeadLetters();
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.take(order(0, 1));
            TableShape texts = new TableShape(List.of(
                    Column.of("id", ColumnType.STRING, ColumnMode.NULLABLE),
                    Column.of("note", ColumnType.STRING, ColumnMode.NULLABLE)));

            bench.answer(new WriteResult.RowsRefused(bench.written.getFirst(), Map.of(0, "bad"), false))
                    .found(texts)
                    .acknowledge();

            assertThat(letters.letters())
                    .as("somebody altered the table this very moment")
                    .isEmpty();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);
        }
    }

    @Test
    void judgesRowsAgainThatAreRefusedByATableThatWasSeenLongAgo() {
        DeadLetters letters = new DeadLetters();
        try (TaskBench bench = ready(new TaskBench(letters, 1 << 20))) {
            bench.pass(Duration.ofMinutes(1));
            bench.take(order(0, 1));
            TableShape shape = bench.written.getFirst().shape();
            bench.answer(new WriteResult.RowsRefused(bench.written.getFirst(), Map.of(0, "bad"), false));
            assertThat(letters.letters()).isEmpty();

            bench.found(shape);

            assertThat(letters.offsets()).containsExactly(1L);
            assertThat(bench.written).as("sent again for nothing").isEmpty();
            assertThat(bench.task.committed()).containsEntry(ORDERS_0, 2L);
        }
    }
}
