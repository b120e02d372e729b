// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    /** A table of these has nothing to relax when it gets a key. */
    private static final Schema OPTIONAL = SchemaBuilder.struct()
            .optional()
            .field("id", Schema.OPTIONAL_INT64_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
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

    private static Stream<Arguments> rows() {
        return Stream.of(Arguments.of("required", ROW), Arguments.of("nullable", OPTIONAL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void getAKeyWhereRowsWereAppendedUntilNow(String name, Schema schema) {
        String dataset = "upsert_turned_" + name;
        try (SinkBench bench = bench(dataset).with("change.mode", "append")) {
            SinkTaskHarness appending = bench.task();
            appending.produce(record(0, KEY, key(1), schema, row(schema, 1, "a")));
            appending.assign(ORDERS_0).deliverAll();
            bench.stop(appending);

            bench.with("change.mode", "upsert").with("errors.tolerance", "all");
            DeadLetters letters = new DeadLetters();
            bench.task(letters)
                    .produce(
                            record(1, KEY, key(2), schema, row(schema, 2, "b")),
                            record(2, KEY, key(2), schema, row(schema, 2, "B")))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(letters.letters()).isEmpty();
            assertThat(bench.rows("SELECT id, note FROM " + dataset + ".orders ORDER BY id"))
                    .containsExactly(List.of(1L, "a"), List.of(2L, "B"));
        }
    }

    /** Nothing but the key changes about the table: no column is relaxed. */
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
        return row(ROW, id, note);
    }

    private static Struct row(Schema schema, long id, String note) {
        return new Struct(schema).put("id", id).put("note", note);
    }

    private static SinkRecord record(
            long offset, Schema keySchema, Object key, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord("orders", 0, keySchema, key, schema, value, offset);
    }
}
