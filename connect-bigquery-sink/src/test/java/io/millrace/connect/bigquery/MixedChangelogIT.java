// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Topics with changes and plain rows: an application writes beside Debezium, or a transform does not add its fields any
 * more.
 */
@Timeout(120)
class MixedChangelogIT {
    private static final Schema PLAIN = SchemaBuilder.struct()
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPlainRowAmongChangesHasItsPlaceInTheirOrder(boolean withSchema) {
        String dataset = "mixed_" + withSchema;
        try (SinkBench bench = new SinkBench(emulator, dataset).with("view.create", "true")) {
            bench.with("primary.key", "id");
            String state = "SELECT id, note FROM " + dataset + ".orders_current ORDER BY id";
            SinkTaskHarness task = bench.task();
            task.produce(change(0, "c", 1L, "a"), change(1, "c", 2L, "b"), change(2, "d", 2L, "b"))
                    .assign(ORDERS_0)
                    .deliverAll();

            task.produce(plain(3, 1L, "A", withSchema), plain(4, 2L, "B", withSchema))
                    .deliverAll();

            assertThat(bench.rows(state)).containsExactly(List.of(1L, "A"), List.of(2L, "B"));

            task.produce(change(5, "t", null, null), plain(6, 3L, "C", withSchema), change(7, "u", 1L, "a"))
                    .deliverAll();

            assertThat(bench.rows(state)).containsExactly(List.of(1L, "a"), List.of(3L, "C"));
        }
    }

    /** The rows that were there before it became a changelog are the oldest; these came after. */
    @Test
    void aPlainRowBeforeAllChangesIsOlderThanThey() {
        try (SinkBench bench = new SinkBench(emulator, "plain_first").with("view.create", "true")) {
            bench.with("primary.key", "id");
            SinkTaskHarness task = bench.task();
            task.produce(plain(0, 1L, "a", true), plain(1, 2L, "b", true))
                    .assign(ORDERS_0)
                    .deliverAll();

            task.produce(change(2, "u", 1L, "A"), plain(3, 2L, "B", true)).deliverAll();

            assertThat(bench.rows("SELECT id, note FROM plain_first.orders_current ORDER BY id"))
                    .containsExactly(List.of(1L, "A"), List.of(2L, "B"));
        }
    }

    @Test
    void aPlainRowKeepsItsOwnSequence() {
        try (SinkBench bench = new SinkBench(emulator, "own_sequence")) {
            Schema schema = SchemaBuilder.struct()
                    .field("id", Schema.INT64_SCHEMA)
                    .field("__sequence", Schema.STRING_SCHEMA)
                    .build();
            Struct row = new Struct(schema).put("id", 1L).put("__sequence", "mine");
            SinkTaskHarness task = bench.task();

            task.produce(record("orders", 0, 0, schema, row)).assign(ORDERS_0).deliverAll();
            task.produce(record("orders", 0, 1, null, Map.of("id", 2L, "__sequence", "mine, too")))
                    .deliverAll();

            assertThat(bench.rows("SELECT id, __sequence FROM own_sequence.orders ORDER BY id"))
                    .containsExactly(List.of(1L, "mine"), List.of(2L, "mine, too"));
        }
    }

    /** Its images are texts, and a delete has none: it is a row like the others, not the first change of a changelog. */
    @ParameterizedTest
    @ValueSource(strings = {"append", "upsert"})
    void aDeleteOfMongoDbWithoutSchemaIsWhatItsOtherRecordsAre(String mode) {
        String dataset = "documents_" + mode;
        try (SinkBench bench = new SinkBench(emulator, dataset)) {
            bench.with("change.mode", mode).with("primary.key", "record-key");
            if (mode.equals("append")) {
                bench.with("view.create", "true");
            }

            bench.task()
                    .produce(document(0, "c", "{\"n\":1}"), document(1, "u", "{\"n\":2}"), document(2, "d", null))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT op FROM " + dataset + ".orders ORDER BY op DESC"))
                    .isEqualTo(
                            mode.equals("append")
                                    ? List.of(List.of("u"), List.of("d"), List.of("c"))
                                    : List.of(List.of("d")));
            assertThat(bench.hasTable("orders_current")).isFalse();
        }
    }

    private static SinkRecord document(long offset, String op, @Nullable String after) {
        Map<String, @Nullable Object> value = new HashMap<>();
        value.put("before", null);
        value.put("after", after);
        value.put("op", op);
        value.put("source", Map.of("connector", "mongodb", "collection", "orders"));
        SinkRecord plain = record("orders", 0, offset, null, value);
        return plain.newRecord("orders", 0, null, Map.of("id", "7"), null, value, plain.timestamp());
    }

    private static SinkRecord plain(long offset, long id, String note, boolean withSchema) {
        return withSchema
                ? record(
                        "orders",
                        0,
                        offset,
                        PLAIN,
                        new Struct(PLAIN).put("id", id).put("note", note))
                : record("orders", 0, offset, null, Map.of("id", id, "note", note));
    }

    private static SinkRecord change(long offset, String op, @Nullable Long id, @Nullable String note) {
        Map<String, @Nullable Object> value = new HashMap<>();
        value.put("op", op);
        value.put("source", Map.of("connector", "postgresql", "ts_ms", 1_700_000_000_000L));
        value.put("before", null);
        value.put("after", null);
        if (id != null && note != null) {
            value.put(op.equals("d") ? "before" : "after", Map.of("id", id, "note", note));
        }
        return record("orders", 0, offset, null, value);
    }
}
