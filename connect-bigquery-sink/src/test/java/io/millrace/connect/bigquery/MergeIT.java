// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables with one row for each key, by staging tables and MERGE. */
@Timeout(120)
class MergeIT {
    static final String UNSENT = "__debezium_unavailable_value";
    static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    static final Schema ROW = SchemaBuilder.struct()
            .name("row")
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("big", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    static final Schema SOURCE =
            SchemaBuilder.struct().field("ts_ms", Schema.INT64_SCHEMA).build();
    static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("shop.orders.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("ts_ms", Schema.OPTIONAL_INT64_SCHEMA)
            .build();

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
        return bench(emulator, dataset);
    }

    static SinkBench bench(Emulator emulator, String dataset) {
        return new SinkBench(emulator, dataset)
                .with("change.mode", "upsert-delete")
                .with("upsert.strategy", "merge")
                .with("merge.interval.ms", "50");
    }

    @Test
    void holdTheLastRowOfEachKeyThatIsThere() {
        try (SinkBench bench = bench("merge_envelopes")) {
            SinkTaskHarness task = bench.task();
            task.produce(
                    envelope(0, 1, null, row(1, "a"), "c"),
                    envelope(1, 2, null, row(2, "b"), "r"),
                    envelope(2, 1, row(1, "a"), row(1, "A"), "u"),
                    envelope(3, 2, row(2, "b"), null, "d"),
                    record(4, KEY, key(2), null, null));
            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT id, note FROM merge_envelopes.orders"))
                    .containsExactly(List.of(1L, "A"));
            assertThat(task.committed().get(ORDERS_0)).isEqualTo(5L);
            assertThat(bench.calls("AppendRows")).isZero();
        }
    }

    @Test
    void haveAKeyAndWhatOrdersChangesAndNothingStaysBesideThemButDeletes() {
        try (SinkBench bench = bench("merge_made")) {
            deliver(bench, envelope(0, 1, null, row(1, "a"), "c"));

            assertThat(bench.table("orders")
                            .getTableConstraints()
                            .getPrimaryKey()
                            .getColumns())
                    .containsExactly("id");
            assertThat(bench.table("orders").getSchema().getFields())
                    .extracting(field -> field.getName() + " " + field.getMode())
                    .containsExactly("id REQUIRED", "note NULLABLE", "big NULLABLE", "__sequence NULLABLE");
            assertThat(bench.rows("SELECT table_name FROM merge_made.INFORMATION_SCHEMA.TABLES"))
                    .containsExactlyInAnyOrder(List.of("orders"), List.of("orders_millrace_merge_deletes"));
            Table deletes = bench.table("orders_millrace_merge_deletes");
            assertThat(deletes.getTimePartitioning().getExpirationMs()).isEqualTo(172_800_000L);
        }
    }

    @Test
    void keepWhatTheSourceDidNotSend() {
        try (SinkBench bench = bench("merge_kept")) {
            deliver(
                    bench,
                    envelope(0, 1, null, row(1, "a", "large"), "c"),
                    envelope(1, 2, null, row(2, "b", "x"), "c"));

            deliver(
                    bench,
                    envelope(2, 1, null, row(1, "A", UNSENT), "u"),
                    envelope(3, 2, null, row(2, "B", null), "u"),
                    envelope(4, 3, null, row(3, "c", "new"), "c"),
                    envelope(5, 3, null, row(3, "C", UNSENT), "u"),
                    envelope(6, 4, null, row(4, "d", UNSENT), "u"));

            assertThat(bench.rows("SELECT id, note, IFNULL(big, '-') FROM merge_kept.orders ORDER BY id"))
                    .containsExactly(
                            List.of(1L, "A", "large"),
                            List.of(2L, "B", "-"),
                            List.of(3L, "C", "new"),
                            List.of(4L, "d", "-"));
        }
    }

    @Test
    void keepNothingOfARowThatWasDeletedMeanwhile() {
        try (SinkBench bench = bench("merge_kept_not")) {
            deliver(bench, envelope(0, 1, null, row(1, "a", "large"), "c"));

            deliver(
                    bench,
                    envelope(1, 1, row(1, "a", "large"), null, "d"),
                    envelope(2, 1, null, row(1, "b", null), "c"),
                    envelope(3, 1, null, row(1, "c", UNSENT), "u"));

            assertThat(bench.rows("SELECT note, big IS NULL FROM merge_kept_not.orders"))
                    .containsExactly(List.of("c", true));
        }
    }

    @Test
    void haveNoRowWhoseKeyWasNotSent() {
        DeadLetters deadLetters = new DeadLetters();
        try (SinkBench bench = bench("merge_unsent_key").with("primary.key", "id,big")) {
            SinkTaskHarness task = bench.task(deadLetters);
            task.produce(envelope(0, 1, null, row(1, "a", "x"), "c"), envelope(1, 1, null, row(1, "b", UNSENT), "u"))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT id, note, big FROM merge_unsent_key.orders"))
                    .containsExactly(List.of(1L, "a", "x"));
            assertThat(deadLetters.letters())
                    .extracting(letter -> letter.error().getMessage())
                    .singleElement()
                    .satisfies(message -> assertThat(message).contains("column big is part of the key"));
        }
    }

    /** As where a key has moved to another partition, and one task is behind the other. */
    @Test
    void areNotUndoneByAnOlderChangeThatComesLater() {
        try (SinkBench bench = bench("merge_late")) {
            deliver(bench, record(5, KEY, key(1), ROW, row(1, "new")), record(6, KEY, key(2), ROW, row(2, "gone")));
            deliver(bench, record(7, KEY, key(2), null, null));
            assertThat(bench.rows("SELECT id FROM merge_late.orders")).containsExactly(List.of(1L));

            deliver(bench, other(0, 1, row(1, "old")), other(1, 2, row(2, "old")), other(2, 3, row(3, "c")));

            assertThat(bench.rows("SELECT id, note FROM merge_late.orders ORDER BY id"))
                    .containsExactly(List.of(1L, "new"), List.of(3L, "c"));
        }
    }

    @Test
    void growWithTheirRecords() {
        Schema more = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("more", SchemaBuilder.array(Schema.STRING_SCHEMA).build())
                .build();
        try (SinkBench bench = bench("merge_grown")) {
            deliver(
                    bench,
                    record(0, KEY, key(1), ROW, row(1, "a")),
                    record(1, KEY, key(2), more, new Struct(more).put("id", 2L).put("more", List.of("x", "y"))),
                    record(2, KEY, key(1), more, new Struct(more).put("id", 1L).put("more", List.of("z"))));

            assertThat(bench.rows("SELECT id, ARRAY_LENGTH(more) FROM merge_grown.orders ORDER BY id"))
                    .containsExactly(List.of(1L, 1L), List.of(2L, 2L));
        }
    }

    @Test
    void mayRequireAPartitionFilterAndDefaults() {
        Schema dated = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field(
                        "day",
                        SchemaBuilder.int32().name("io.debezium.time.Date").build())
                .build();
        try (SinkBench bench = bench("merge_dated").with("primary.key", "id,day")) {
            bench.run("CREATE SCHEMA merge_dated");
            bench.run(
                    "CREATE TABLE merge_dated.orders (id INT64, day DATE, note STRING DEFAULT 'none', PRIMARY KEY (id,"
                            + " day) NOT ENFORCED) PARTITION BY day OPTIONS (require_partition_filter = TRUE)");
            deliver(
                    bench,
                    record(
                            0,
                            KEY,
                            key(1),
                            dated,
                            new Struct(dated).put("id", 1L).put("day", 20_000)),
                    record(
                            1,
                            KEY,
                            key(1),
                            dated,
                            new Struct(dated).put("id", 1L).put("day", 20_001)),
                    record(
                            2,
                            KEY,
                            key(1),
                            dated,
                            new Struct(dated).put("id", 1L).put("day", 20_000)));

            assertThat(bench.rows("SELECT CAST(day AS STRING), note FROM merge_dated.orders"
                            + " WHERE day > '2000-01-01' ORDER BY day"))
                    .containsExactly(List.of("2024-10-04", "none"), List.of("2024-10-05", "none"));
        }
    }

    @Test
    void areOneOfTheTablesOfAConnector() {
        try (SinkBench bench = new SinkBench(emulator, "merge_beside")
                .with("table.orders.change.mode", "upsert")
                .with("table.orders.upsert.strategy", "merge")
                .with("merge.interval.ms", "50")) {
            SinkTaskHarness task = bench.task();
            task.produce(
                    record(0, KEY, key(1), ROW, row(1, "a")),
                    record(1, KEY, key(1), ROW, row(1, "b")),
                    new SinkRecord("log", 0, KEY, key(1), ROW, row(1, "a"), 0),
                    new SinkRecord("log", 0, KEY, key(1), ROW, row(1, "b"), 1));
            task.assign(ORDERS_0, new TopicPartition("log", 0)).deliverAll();

            assertThat(bench.rows("SELECT note FROM merge_beside.orders")).containsExactly(List.of("b"));
            assertThat(bench.rows("SELECT note FROM merge_beside.log")).hasSize(2);
            assertThat(bench.hasTable("orders_millrace_merge_deletes")).isFalse();
        }
    }

    /** Somebody drops the primary key, and the merge has it made again. */
    @Test
    void getTheirKeyBackWhereItIsLost() {
        try (SinkBench bench = bench("merge_keyless")) {
            SinkTaskHarness task = bench.task();
            task.produce(record(0, KEY, key(1), ROW, row(1, "a")))
                    .assign(ORDERS_0)
                    .deliverAll();
            bench.run("ALTER TABLE merge_keyless.orders DROP PRIMARY KEY");
            task.produce(record(1, KEY, key(1), ROW, row(1, "b"))).deliverAll();

            assertThat(bench.rows("SELECT note FROM merge_keyless.orders")).containsExactly(List.of("b"));
        }
    }

    static void deliver(SinkBench bench, SinkRecord... records) {
        SinkTaskHarness task = bench.task();
        task.produce(records).assign(ORDERS_0, new TopicPartition("orders", 1)).deliverAll();
        bench.stop(task);
    }

    static Struct key(long id) {
        return new Struct(KEY).put("id", id);
    }

    static Struct row(long id, @Nullable String note) {
        return new Struct(ROW).put("id", id).put("note", note);
    }

    static Struct row(long id, @Nullable String note, @Nullable String big) {
        return row(id, note).put("big", big);
    }

    /** Of another partition, and older. */
    static SinkRecord other(long offset, long id, Struct row) {
        return new SinkRecord(
                "orders", 1, KEY, key(id), ROW, row, offset, 1_600_000_000_000L, TimestampType.CREATE_TIME);
    }

    static SinkRecord envelope(long offset, long id, @Nullable Struct before, @Nullable Struct after, String op) {
        Struct value = new Struct(ENVELOPE)
                .put("before", before)
                .put("after", after)
                .put("source", new Struct(SOURCE).put("ts_ms", offset))
                .put("op", op);
        return record(offset, KEY, key(id), ENVELOPE, value);
    }

    static SinkRecord record(
            long offset,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema schema,
            @Nullable Object value) {
        return new SinkRecord(
                "orders",
                0,
                keySchema,
                key,
                schema,
                value,
                offset,
                1_700_000_000_000L + offset,
                TimestampType.CREATE_TIME);
    }
}
