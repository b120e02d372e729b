// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables with one row for each key that get their primary key late, which writes see later still. */
@Timeout(120)
class LatePrimaryKeyIT {
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.STRING_SCHEMA)
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
        return new SinkBench(emulator, dataset).with("change.mode", "upsert-delete");
    }

    @Test
    void getAKeyWhereRowsWereAppendedUntilNow() {
        try (SinkBench bench = bench("upsert_turned").with("change.mode", "append")) {
            SinkTaskHarness appending = bench.task();
            appending.produce(record(0, KEY, key(1), ROW, row(1, "a")));
            appending.assign(ORDERS_0).deliverAll();
            bench.stop(appending);

            bench.with("change.mode", "upsert").with("errors.tolerance", "all");
            DeadLetters letters = new DeadLetters();
            bench.task(letters)
                    .produce(record(1, KEY, key(2), ROW, row(2, "b")), record(2, KEY, key(2), ROW, row(2, "B")))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(letters.letters()).isEmpty();
            assertThat(bench.rows("SELECT id, note FROM upsert_turned.orders ORDER BY id"))
                    .containsExactly(List.of(1L, "a"), List.of(2L, "B"));
        }
    }

    /** Nothing but the key changes about the table: no column is relaxed. */
    @Test
    void getAKeyAlone() {
        Schema nullable = SchemaBuilder.struct()
                .field("id", Schema.OPTIONAL_INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        try (SinkBench bench = bench("upsert_key_alone").with("change.mode", "append")) {
            SinkTaskHarness appending = bench.task();
            Struct first = new Struct(nullable).put("id", 1L).put("note", "a");
            appending.produce(record(0, KEY, key(1), nullable, first));
            appending.assign(ORDERS_0).deliverAll();
            bench.stop(appending);

            bench.with("change.mode", "upsert").with("errors.tolerance", "all");
            DeadLetters letters = new DeadLetters();
            Struct second = new Struct(nullable).put("id", 2L).put("note", "b");
            bench.task(letters)
                    .produce(record(1, KEY, key(2), nullable, second))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(letters.letters()).isEmpty();
            assertThat(bench.rows("SELECT id, note FROM upsert_key_alone.orders ORDER BY id"))
                    .containsExactly(List.of(1L, "a"), List.of(2L, "b"));
        }
    }

    @Test
    void getTheirKeyBackWhereSomebodyTakesItAway() {
        try (SinkBench bench = bench("upsert_taken").with("errors.tolerance", "all")) {
            DeadLetters letters = new DeadLetters();
            SinkTaskHarness task = bench.task(letters).produce(record(0, KEY, key(1), ROW, row(1, "a")));
            task.assign(ORDERS_0).deliverAll();

            bench.run("ALTER TABLE orders DROP PRIMARY KEY");
            task.produce(record(1, KEY, key(2), ROW, row(2, "b")), record(2, KEY, key(2), null, null))
                    .deliverAll();

            assertThat(letters.letters()).isEmpty();
            assertThat(bench.rows("SELECT id, note FROM upsert_taken.orders")).containsExactly(List.of(1L, "a"));
        }
    }

    private static Struct key(long id) {
        return new Struct(KEY).put("id", id);
    }

    private static Struct row(long id, String note) {
        return new Struct(ROW).put("id", id).put("note", note);
    }

    private static SinkRecord record(
            long offset, Schema keySchema, Object key, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord("orders", 0, keySchema, key, schema, value, offset);
    }
}
