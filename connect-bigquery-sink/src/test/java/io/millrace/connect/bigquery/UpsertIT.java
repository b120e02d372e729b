// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Tables with one row for each key, by BigQuery's change data capture. */
@Timeout(120)
class UpsertIT {
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema ROW = SchemaBuilder.struct()
            .name("row")
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("note", Schema.STRING_SCHEMA)
            .build();
    private static final Schema SOURCE =
            SchemaBuilder.struct().field("ts_ms", Schema.INT64_SCHEMA).build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
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
        return new SinkBench(emulator, dataset).with("change.mode", "upsert-delete");
    }

    @Test
    void holdTheLastRowOfEachKeyThatIsThere() {
        try (SinkBench bench = bench("upsert_envelopes")) {
            SinkTaskHarness task = bench.task();
            task.produce(
                    envelope(0, 1, null, row(1, "a"), "c"),
                    envelope(1, 2, null, row(2, "b"), "r"),
                    envelope(2, 1, row(1, "a"), row(1, "A"), "u"),
                    envelope(3, 2, row(2, "b"), null, "d"),
                    record(4, KEY, key(2), null, null));
            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT id, note FROM upsert_envelopes.orders"))
                    .containsExactly(List.of(1L, "A"));
            assertThat(task.committed().get(ORDERS_0)).isEqualTo(5L);
        }
    }

    @Test
    void haveAKeyAClusteringAndNothingBeyondTheirColumns() {
        try (SinkBench bench = bench("upsert_made")) {
            bench.task()
                    .produce(envelope(0, 1, null, row(1, "a"), "c"))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.table("orders")
                            .getTableConstraints()
                            .getPrimaryKey()
                            .getColumns())
                    .containsExactly("id");
            assertThat(bench.table("orders").getClustering().getFields()).containsExactly("id");
            assertThat(bench.table("orders").getSchema().getFields())
                    .extracting(field -> field.getName() + " " + field.getMode())
                    .containsExactly("id REQUIRED", "note NULLABLE");
        }
    }

    @Test
    void followPlainRecordsAndTombstones() {
        try (SinkBench bench = bench("upsert_plain")) {
            SinkTaskHarness task = bench.task();
            task.produce(
                    record(0, KEY, key(1), ROW, row(1, "a")),
                    record(1, KEY, key(2), ROW, row(2, "b")),
                    record(2, KEY, key(1), ROW, row(1, "A")),
                    record(3, KEY, key(2), null, null));
            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT id, note FROM upsert_plain.orders")).containsExactly(List.of(1L, "A"));
        }
    }

    @Test
    void keepRowsThatAreDeletedWhereOnlyUpsertsAreWanted() {
        try (SinkBench bench = bench("upsert_only").with("change.mode", "upsert")) {
            SinkTaskHarness task = bench.task();
            task.produce(
                    record(0, KEY, key(1), ROW, row(1, "a")),
                    record(1, KEY, key(1), null, null),
                    envelope(2, 1, row(1, "a"), null, "d"));
            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT id, note FROM upsert_only.orders")).containsExactly(List.of(1L, "a"));
            assertThat(task.committed().get(ORDERS_0)).isEqualTo(3L);
        }
    }

    @Test
    void moveARowWhoseKeyChangesUnlessItsNewRowIsABadOne() {
        try (SinkBench bench = bench("upsert_moved").with("primary.key", "note").with("errors.tolerance", "all")) {
            SinkTaskHarness task = bench.task(new DeadLetters());
            SinkRecord bad = envelope(2, 1, row(1, "b"), row(1, "__debezium_unavailable_value"), "u");
            task.produce(envelope(0, 1, null, row(1, "a"), "c"), envelope(1, 1, row(1, "a"), row(1, "b"), "u"), bad);
            task.assign(ORDERS_0).deliverAll();
            task.produce(envelope(3, 1, row(1, "b"), row(1, "__debezium_unavailable_value"), "u"));
            task.deliverAll();

            assertThat(bench.rows("SELECT id, note FROM upsert_moved.orders")).containsExactly(List.of(1L, "b"));
            assertThat(task.committed().get(ORDERS_0)).isEqualTo(4L);
        }
    }

    @Test
    void takeTheKeyFromTheRecordsKeyWhereTheRowHasNoSuchField() {
        Schema value =
                SchemaBuilder.struct().field("note", Schema.STRING_SCHEMA).build();
        try (SinkBench bench = bench("upsert_key_apart")) {
            SinkTaskHarness task = bench.task();
            task.produce(
                    record(0, KEY, key(1), value, new Struct(value).put("note", "a")),
                    record(1, KEY, key(1), value, new Struct(value).put("note", "b")));
            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT id, note FROM upsert_key_apart.orders"))
                    .containsExactly(List.of(1L, "b"));
        }
    }

    @Test
    void takeAKeyWithoutFieldsAsTheColumnThatIsNamed() {
        Schema value =
                SchemaBuilder.struct().field("note", Schema.STRING_SCHEMA).build();
        try (SinkBench bench = bench("upsert_primitive").with("primary.key", "code")) {
            SinkTaskHarness task = bench.task();
            task.produce(
                    record(0, Schema.STRING_SCHEMA, "x", value, new Struct(value).put("note", "a")),
                    record(1, Schema.STRING_SCHEMA, "y", value, new Struct(value).put("note", "b")),
                    record(2, Schema.STRING_SCHEMA, "y", null, null));
            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT code, note FROM upsert_primitive.orders"))
                    .containsExactly(List.of("x", "a"));
        }
    }

    @Test
    void takeAKeyWithoutFieldsOrNamesAsAColumnOfItsOwn() {
        try (SinkBench bench = bench("upsert_whole_key")) {
            SinkTaskHarness task = bench.task();
            task.produce(
                    record(0, null, "x", null, Map.of("note", "a")),
                    record(1, null, "y", null, Map.of("note", "b")),
                    record(2, null, "y", null, null));
            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT _kafka_key, note FROM upsert_whole_key.orders"))
                    .containsExactly(List.of("x", "a"));
        }
    }

    @Test
    void followRecordsWithoutSchema() {
        try (SinkBench bench = bench("upsert_maps")) {
            SinkTaskHarness task = bench.task();
            task.produce(
                    record(0, null, Map.of("id", 1L), null, Map.of("id", 1L, "note", "a")),
                    record(1, null, Map.of("id", 2L), null, Map.of("id", 2L, "note", "b")),
                    record(2, null, Map.of("id", 1L), null, Map.of("id", 1L, "note", "A", "more", true)),
                    record(3, null, Map.of("id", 2L), null, null));
            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT id, note, more FROM upsert_maps.orders"))
                    .containsExactly(List.of(1L, "A", true));
        }
    }

    @Test
    void areNotMadeForADeleteAlone() {
        try (SinkBench bench = bench("upsert_late")) {
            SinkTaskHarness task = bench.task();
            task.produce(record(0, KEY, key(7), null, null)).assign(ORDERS_0).deliverAll();

            assertThat(bench.hasTable("orders")).isFalse();
            assertThat(task.committed().get(ORDERS_0)).isEqualTo(1L);
        }
    }

    @Test
    void getAKeyWhereTheyHaveNone() {
        try (SinkBench bench = bench("upsert_keyless")) {
            bench.run("CREATE SCHEMA upsert_keyless");
            bench.run("CREATE TABLE upsert_keyless.orders (id INT64, note STRING NOT NULL)");
            bench.task()
                    .produce(record(0, KEY, key(1), ROW, row(1, "a")), record(1, KEY, key(1), null, null))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.table("orders")
                            .getTableConstraints()
                            .getPrimaryKey()
                            .getColumns())
                    .containsExactly("id");
            assertThat(bench.rows("SELECT id FROM upsert_keyless.orders")).isEmpty();
        }
    }

    @Test
    void areRefusedWithWhatMendsThemWhereTheyHaveAnotherKey() {
        try (SinkBench bench = bench("upsert_other_key")) {
            bench.run("CREATE SCHEMA upsert_other_key");
            bench.run("CREATE TABLE upsert_other_key.orders (id INT64, note STRING, PRIMARY KEY (note) NOT ENFORCED)");
            SinkTaskHarness task = bench.task()
                    .produce(record(0, KEY, key(1), ROW, row(1, "a")))
                    .assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .hasMessageContaining("has the primary key [note], the records have [id]")
                    .hasMessageContaining("ADD PRIMARY KEY (`id`) NOT ENFORCED");
        }
    }

    @Test
    void takeNoPlaceholderForAValue() {
        try (SinkBench bench = bench("upsert_unsent").with("errors.tolerance", "all")) {
            DeadLetters letters = new DeadLetters();
            SinkTaskHarness task = bench.task(letters);
            task.produce(
                    envelope(0, 1, null, row(1, "a"), "c"),
                    envelope(1, 1, null, row(1, "__debezium_unavailable_value"), "u"),
                    envelope(2, 2, null, row(2, "__debezium_unavailable_value"), "c"));
            task.assign(ORDERS_0).deliverAll();

            assertThat(letters.letters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.error())
                            .hasMessageContaining("field note")
                            .hasMessageContaining("unavailable.values=fail"));
            assertThat(bench.rows("SELECT id, note FROM upsert_unsent.orders ORDER BY id"))
                    .containsExactly(List.of(1L, "a"), List.of(2L, "__debezium_unavailable_value"));
        }
    }

    @Test
    void takeNullForAValueThatWasNotSentWhereThatIsWanted() {
        try (SinkBench bench = bench("upsert_null").with("unavailable.values", "null")) {
            bench.with("unavailable.value.placeholder", "?");
            SinkTaskHarness task = bench.task();
            task.produce(envelope(0, 1, null, row(1, "a"), "c"), envelope(1, 1, null, row(1, "?"), "u"));
            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT id, note IS NULL FROM upsert_null.orders"))
                    .containsExactly(List.of(1L, true));
        }
    }

    @Test
    void refuseATruncateUnlessItIsToBeIgnored() {
        try (SinkBench bench = bench("upsert_truncate").with("errors.tolerance", "all")) {
            DeadLetters letters = new DeadLetters();
            bench.task(letters)
                    .produce(envelope(0, 1, null, row(1, "a"), "c"), envelope(1, 1, null, null, "t"))
                    .assign(ORDERS_0)
                    .deliverAll();
            bench.with("truncate", "ignore");
            bench.task(letters)
                    .produce(envelope(2, 1, null, null, "t"))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(letters.letters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.error()).hasMessageContaining("truncate=fail"));
            assertThat(bench.rows("SELECT id FROM upsert_truncate.orders")).containsExactly(List.of(1L));
        }
    }

    @Test
    void areOneOfTheTablesOfAConnector() {
        try (SinkBench bench = new SinkBench(emulator, "upsert_beside").with("table.orders.change.mode", "upsert")) {
            bench.with("table.orders.primary.key", "id");
            SinkTaskHarness task = bench.task();
            task.produce(
                    record(0, KEY, key(1), ROW, row(1, "a")),
                    record(1, KEY, key(1), ROW, row(1, "b")),
                    new SinkRecord("log", 0, KEY, key(1), ROW, row(1, "a"), 0),
                    new SinkRecord("log", 0, KEY, key(1), ROW, row(1, "b"), 1));
            task.assign(ORDERS_0, new TopicPartition("log", 0)).deliverAll();

            assertThat(bench.rows("SELECT note FROM upsert_beside.orders")).containsExactly(List.of("b"));
            assertThat(bench.rows("SELECT note FROM upsert_beside.log")).hasSize(2);
        }
    }

    @Test
    void refuseRecordsWithoutAKey() {
        try (SinkBench bench = bench("upsert_no_key").with("errors.tolerance", "all")) {
            DeadLetters letters = new DeadLetters();
            SinkTaskHarness task = bench.task(letters);
            task.produce(
                    record(0, null, null, ROW, row(1, "a")),
                    record(1, null, null, null, null),
                    record(2, KEY, key(2), ROW, row(2, "b")));
            task.assign(ORDERS_0).deliverAll();

            assertThat(letters.letters())
                    .hasSize(2)
                    .allSatisfy(letter -> assertThat(letter.error()).hasMessageContaining("key"));
            assertThat(bench.rows("SELECT id FROM upsert_no_key.orders")).containsExactly(List.of(2L));
        }
    }

    /** As BigQuery says it: "Primary key column cannot be of type BYTES". */
    @ParameterizedTest
    @CsvSource({"BYTES, AA==", "FLOAT64, 1.5"})
    void refuseKeysOfTypesThatNoPrimaryKeyHas(String type, String text) {
        Schema keySchema = type.equals("BYTES") ? Schema.BYTES_SCHEMA : Schema.FLOAT64_SCHEMA;
        Object key = type.equals("BYTES") ? Base64.getDecoder().decode(text) : Double.valueOf(text);
        try (SinkBench bench = bench("upsert_key_" + type).with("errors.tolerance", "all")) {
            DeadLetters letters = new DeadLetters();
            bench.task(letters)
                    .produce(record(0, keySchema, key, ROW, row(1, "a")))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(letters.letters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.error())
                            .hasMessageContaining(
                                    "column _kafka_key is " + type + ", and a primary key of BigQuery takes"));
        }
    }

    private static Struct key(long id) {
        return new Struct(KEY).put("id", id);
    }

    private static Struct row(long id, String note) {
        return new Struct(ROW).put("id", id).put("note", note);
    }

    private static SinkRecord envelope(
            long offset, long id, @Nullable Struct before, @Nullable Struct after, String op) {
        Struct value = new Struct(ENVELOPE)
                .put("before", before)
                .put("after", after)
                .put("source", new Struct(SOURCE).put("ts_ms", offset))
                .put("op", op);
        return record(offset, KEY, key(id), ENVELOPE, value);
    }

    private static SinkRecord record(
            long offset,
            @Nullable Schema keySchema,
            @Nullable Object key,
            @Nullable Schema schema,
            @Nullable Object value) {
        return new SinkRecord("orders", 0, keySchema, key, schema, value, offset);
    }
}
