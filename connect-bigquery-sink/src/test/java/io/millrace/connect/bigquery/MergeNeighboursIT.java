// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.MergeIT.KEY;
import static io.millrace.connect.bigquery.MergeIT.ROW;
import static io.millrace.connect.bigquery.MergeIT.deliver;
import static io.millrace.connect.bigquery.MergeIT.key;
import static io.millrace.connect.bigquery.MergeIT.record;
import static io.millrace.connect.bigquery.MergeIT.row;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Merges whose tables beside the table have names that others have, too. */
@Timeout(120)
class MergeNeighboursIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static SinkBench bench(String dataset) {
        return MergeIT.bench(emulator, dataset);
    }

    /** Their names in the dataset of staging tables must not be one. */
    @Test
    void doNotMeetWhereTablesOfSeveralDatasetsHaveOneName() {
        try (SinkBench bench = bench("merge_met").with("topics", "merge_one.t,merge_two.t")) {
            for (String dataset : List.of("merge_one", "merge_two", "merge_stage")) {
                bench.run("CREATE SCHEMA " + dataset);
            }
            bench.with("dataset", "${topic:1}").with("table", "${topic:2}").with("merge.dataset", "merge_stage");
            SinkTaskHarness task = bench.task();
            task.produce(
                            of("merge_one.t", 0, row(1, "of one")),
                            of("merge_two.t", 0, row(1, "of two")),
                            of("merge_two.t", 1, row(2, "of two")))
                    .assign(new TopicPartition("merge_one.t", 0), new TopicPartition("merge_two.t", 0))
                    .deliverAll();
            task.produce(new SinkRecord("merge_two.t", 0, KEY, key(1), null, null, 2))
                    .deliverAll();
            task.produce(of("merge_one.t", 1, row(3, "of one"))).deliverAll();

            assertThat(bench.rows("SELECT id, note FROM merge_one.t ORDER BY id"))
                    .containsExactly(List.of(1L, "of one"), List.of(3L, "of one"));
            assertThat(bench.rows("SELECT id, note FROM merge_two.t")).containsExactly(List.of(2L, "of two"));
        }
    }

    private static SinkRecord of(String topic, long offset, Struct row) {
        return new SinkRecord(topic, 0, KEY, key(row.getInt64("id")), ROW, row, offset);
    }

    @Test
    void leaveATableAloneThatHasTheNameOfTheirDeletes() {
        try (SinkBench bench = bench("merge_taken")) {
            bench.run("CREATE SCHEMA merge_taken");
            bench.run("CREATE TABLE merge_taken.orders_millrace_merge_deletes (a STRING)");
            bench.run("INSERT INTO merge_taken.orders_millrace_merge_deletes (a) VALUES ('precious')");
            SinkTaskHarness task = bench.task()
                    .produce(record(0, KEY, key(1), ROW, row(1, "a")))
                    .assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .hasMessageContaining("table test-project.merge_taken.orders")
                    .hasMessageContaining("merge_taken.orders_millrace_merge_deletes")
                    .hasMessageContaining("merge.staging.suffix");
            assertThat(bench.rows("SELECT a FROM merge_taken.orders_millrace_merge_deletes"))
                    .containsExactly(List.of("precious"));
        }
    }

    /** A table is made anew with a key of another type: what is remembered is of rows that are gone. */
    @Test
    void forgetDeletesOfAKeyOfAnotherType() {
        Schema key = SchemaBuilder.struct().field("id", Schema.STRING_SCHEMA).build();
        try (SinkBench bench = bench("merge_retyped")) {
            deliver(bench, record(0, KEY, key(1), ROW, row(1, "a")), record(1, KEY, key(1), null, null));
            bench.dropTable("orders");
            deliver(bench, record(2, key, new Struct(key).put("id", "x"), key, new Struct(key).put("id", "x")));

            assertThat(bench.rows("SELECT id FROM merge_retyped.orders")).containsExactly(List.of("x"));
        }
    }

    /** A dataset may say when its new tables go; what goes too early lets older changes bring rows back. */
    @Test
    void rememberDeletesForAsLongAsIsSaidWhereTheirDatasetForgetsItsTablesEarlier() {
        try (SinkBench bench = bench("merge_brief").with("merge.dataset", "merge_brief_stage")) {
            bench.run("CREATE SCHEMA merge_brief_stage OPTIONS (default_table_expiration_days = 0.5)");
            deliver(bench, record(0, KEY, key(1), ROW, row(1, "a")), record(1, KEY, key(1), null, null));

            Object deletes = bench.rows("SELECT table_name FROM merge_brief_stage.INFORMATION_SCHEMA.TABLES")
                    .get(0)
                    .get(0);
            Table made = emulator.warehouse()
                    .table(new TableName("test-project", "merge_brief_stage", deletes.toString()))
                    .orElseThrow()
                    .metadata();
            assertThat(made.getExpirationTime() - made.getCreationTime())
                    .isGreaterThan(Duration.ofDays(2).toMillis());
        }
    }
}
