// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The current-state view where changes do not say all values: a source leaves out large ones that an update left alone. */
@Timeout(120)
class CarriedValuesIT {
    private static final String UNSENT = "__debezium_unavailable_value";
    private static final byte[] UNSENT_BYTES = UNSENT.getBytes(StandardCharsets.UTF_8);

    private static final Schema ROW = SchemaBuilder.struct()
            .name("row")
            .optional()
            .field("id", Schema.INT64_SCHEMA)
            .field("reads", Schema.OPTIONAL_INT64_SCHEMA)
            .field("body", Schema.OPTIONAL_STRING_SCHEMA)
            .field("scan", Schema.OPTIONAL_BYTES_SCHEMA)
            .field(
                    "doc",
                    SchemaBuilder.string()
                            .name("io.debezium.data.Json")
                            .optional()
                            .build())
            .field(
                    "tags",
                    SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA)
                            .optional()
                            .build())
            .field(
                    "counts",
                    SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).optional().build())
            .field(
                    "ids",
                    SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA)
                            .optional()
                            .build())
            .field(
                    "scans",
                    SchemaBuilder.array(Schema.OPTIONAL_BYTES_SCHEMA).optional().build())
            .field("days", list("io.debezium.time.Date", Schema.Type.INT32))
            .field("times", list("io.debezium.time.MicroTimestamp", Schema.Type.INT64))
            .field(
                    "ratios",
                    SchemaBuilder.array(Schema.OPTIONAL_FLOAT64_SCHEMA)
                            .optional()
                            .build())
            .field(
                    "pairs",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                            .optional()
                            .build())
            .build();
    private static final Schema SOURCE =
            SchemaBuilder.struct().field("ts_ms", Schema.INT64_SCHEMA).build();
    private static final Schema ENVELOPE = SchemaBuilder.struct()
            .name("shop.orders.Envelope")
            .field("before", ROW)
            .field("after", ROW)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .build();

    private static Schema list(String name, Schema.Type type) {
        return SchemaBuilder.array(
                        SchemaBuilder.type(type).name(name).optional().build())
                .optional()
                .build();
    }

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @Test
    void showsTheLastValueThatWasSentHoweverThePlaceholderIsSpelled() {
        try (SinkBench bench = bench("carried")) {
            deliver(bench, change(0, "c", full(1, 1)), change(1, "u", unsent(1, 2)), change(2, "u", unsent(1, 3)));

            assertThat(
                            bench.rows(
                                    "SELECT reads, body, TO_HEX(scan), TO_JSON_STRING(doc),"
                                            + " TO_JSON_STRING(tags), TO_JSON_STRING(counts), TO_JSON_STRING(ids),"
                                            + " TO_JSON_STRING(pairs), TO_HEX(scans[SAFE_OFFSET(0)]), TO_JSON_STRING(days),"
                                            + " EXTRACT(MICROSECOND FROM times[SAFE_OFFSET(0)]), TO_JSON_STRING(ratios) FROM carried.orders_current"))
                    .containsExactly(List.of(
                            3L,
                            "long",
                            "6279746573",
                            "{\"a\":1}",
                            "[\"x\",\"y\"]",
                            "[1,2]",
                            "[\"u\"]",
                            "[{\"key\":\"k\",\"value\":\"v\"}]",
                            "62",
                            "[\"1970-01-02\"]",
                            7L,
                            "[1.5]"));
        }
    }

    @Test
    void aValueThatWasSetToNullIsNullAndNotAnEarlierOne() {
        try (SinkBench bench = bench("nulled")) {
            deliver(
                    bench,
                    change(0, "c", full(1, 1)),
                    change(1, "u", full(1, 2).put("body", null).put("tags", List.of())),
                    change(2, "u", unsent(1, 3)));

            assertThat(bench.rows("SELECT reads, body, ARRAY_LENGTH(tags) FROM nulled.orders_current"))
                    .containsExactly(Arrays.asList(3L, null, 0L));
        }
    }

    /** A row that comes again is another row, whatever the one before it had. */
    @Test
    void nothingIsCarriedBeyondADelete() {
        try (SinkBench bench = bench("deleted")) {
            deliver(
                    bench,
                    change(0, "c", full(1, 1)),
                    change(1, "d", full(1, 1)),
                    change(2, "u", unsent(1, 2)),
                    change(3, "c", full(2, 1)),
                    change(4, "t", null),
                    change(5, "u", unsent(2, 2)));

            assertThat(bench.rows("SELECT id, reads, body FROM deleted.orders_current"))
                    .containsExactly(Arrays.asList(2L, 2L, null));
        }
        try (SinkBench bench = bench("deleted_only")) {
            deliver(bench, change(0, "c", full(1, 1)), change(1, "d", full(1, 1)), change(2, "u", unsent(1, 2)));

            assertThat(bench.rows("SELECT id, reads, body FROM deleted_only.orders_current"))
                    .containsExactly(Arrays.asList(1L, 2L, null));
        }
    }

    /** As the order of changes says it, which the order of rows in the table need not be. */
    @Test
    void theLatestChangeThatSaysAValueCounts() {
        try (SinkBench bench = bench("ordered")) {
            deliver(
                    bench,
                    change(3, "u", unsent(1, 4)),
                    change(2, "u", full(1, 3).put("body", "newer")),
                    change(0, "c", full(1, 1)),
                    change(1, "u", unsent(1, 2)));

            assertThat(bench.rows("SELECT reads, body FROM ordered.orders_current"))
                    .containsExactly(List.of(4L, "newer"));
        }
    }

    @Test
    void knowsThePlaceholderThatTheSourceWasToldToWrite() {
        try (SinkBench bench = bench("other_words").with("unavailable.value.placeholder", "it's \\ \"gone\"")) {
            deliver(
                    bench,
                    change(0, "c", full(1, 1)),
                    change(1, "u", full(1, 2).put("body", "it's \\ \"gone\"").put("tags", List.of("it's \\ \"gone\""))),
                    change(2, "r", full(2, 1).put("body", UNSENT)));

            assertThat(bench.rows(
                            "SELECT id, reads, body, TO_JSON_STRING(tags) FROM other_words.orders_current ORDER BY id"))
                    .containsExactly(
                            List.of(1L, 2L, "long", "[\"x\",\"y\"]"), List.of(2L, 1L, UNSENT, "[\"x\",\"y\"]"));
        }
    }

    /** A snapshot leaves no values alone. */
    @Test
    void whatASnapshotReadIsAValueWhateverItReadsLike() {
        try (SinkBench bench = bench("snapshot")) {
            deliver(bench, change(0, "u", full(1, 1)), change(1, "r", full(1, 2).put("body", UNSENT)));

            assertThat(bench.rows("SELECT reads, body FROM snapshot.orders_current"))
                    .containsExactly(List.of(2L, UNSENT));
        }
    }

    /** Debezium sends a delete and a create, which lacks what the update left alone: nobody can know it by the new key. */
    @Test
    void whatARowThatMovedToAnotherKeyLacksIsUnknownAndNoPlaceholder() {
        try (SinkBench bench = bench("moved")) {
            deliver(
                    bench,
                    change(0, "c", full(1, 1)),
                    change(1, "c", full(2, 1).put("body", "other")),
                    change(2, "d", full(2, 1)),
                    change(3, "d", full(1, 1)),
                    change(4, "c", unsent(2, 2)));

            assertThat(bench.rows("SELECT id, reads, body FROM moved.orders_current"))
                    .containsExactly(Arrays.asList(2L, 2L, null));
        }
    }

    /** Where no row has a placeholder, the view need not look for any. */
    @Test
    void looksForNothingWherePlaceholdersDoNotGetIntoTheTable() {
        try (SinkBench bench = bench("without").with("unavailable.values", "null")) {
            deliver(bench, change(0, "c", full(1, 1)), change(1, "u", unsent(1, 2)));

            assertThat(bench.rows("SELECT reads, body FROM without.orders_current"))
                    .containsExactly(Arrays.asList(2L, null));
            assertThat(bench.table("orders_current").getView().getQuery()).doesNotContain("FIRST_VALUE");
        }
    }

    /** Its create lacks what the update left alone, and says by a header that it is none of its own. */
    @Test
    void noPlaceholderIsTakenForAValueWhereARowByKeyMovesToAnotherKey() {
        try (SinkBench bench = new SinkBench(emulator, "moved_by_key")
                .with("change.mode", "upsert-delete")
                .with("primary.key", "id")
                .with("unavailable.values", "null")) {
            SinkRecord moved = change(2, "c", unsent(2, 2));
            moved.headers().addString("__debezium.oldkey", "1");
            deliver(bench, change(0, "c", full(1, 1)), change(1, "d", full(1, 1)), moved);

            assertThat(bench.rows("SELECT id, reads, body, doc, ARRAY_LENGTH(tags) FROM moved_by_key.orders"))
                    .containsExactly(Arrays.asList(2L, 2L, null, null, 0L));
        }
    }

    /** Nobody misses what was not sent of a row that is gone. */
    @Test
    void aDeleteInAChangelogIsNoBadRecordForWhatItsOldImageLacks() {
        try (SinkBench bench = bench("gone").with("unavailable.values", "fail")) {
            deliver(bench, change(0, "c", full(1, 1)), change(1, "c", full(2, 1)), change(2, "d", unsent(1, 1)));

            assertThat(bench.rows("SELECT id FROM gone.orders_current")).containsExactly(List.of(2L));
            assertThat(bench.rows("SELECT body FROM gone.orders WHERE __op = 'd'"))
                    .containsExactly(Arrays.asList((Object) null));
        }
    }

    private static SinkBench bench(String dataset) {
        return new SinkBench(emulator, dataset)
                .with("view.create", "true")
                .with("primary.key", "id")
                .with("record.format", "debezium");
    }

    private static void deliver(SinkBench bench, SinkRecord... records) {
        SinkTaskHarness task = bench.task();
        task.produce(records);
        task.assign(ORDERS_0).deliverAll();
    }

    private static Struct full(long id, long reads) {
        return new Struct(ROW)
                .put("id", id)
                .put("reads", reads)
                .put("body", "long")
                .put("scan", "bytes".getBytes(StandardCharsets.UTF_8))
                .put("doc", "{\"a\": 1}")
                .put("tags", List.of("x", "y"))
                .put("counts", List.of(1, 2))
                .put("ids", List.of("u"))
                .put("scans", List.of(new byte[] {'b'}))
                .put("days", List.of(1))
                .put("times", List.of(7L))
                .put("ratios", List.of(1.5))
                .put("pairs", Map.of("k", "v"));
    }

    private static Struct unsent(long id, long reads) {
        List<Integer> numbers = new ArrayList<>();
        List<Long> longs = new ArrayList<>();
        List<Double> doubles = new ArrayList<>();
        for (byte one : UNSENT_BYTES) {
            numbers.add((int) one);
            longs.add((long) one);
            doubles.add((double) one);
        }
        return new Struct(ROW)
                .put("id", id)
                .put("reads", reads)
                .put("body", UNSENT)
                .put("scan", UNSENT_BYTES)
                .put("doc", UNSENT)
                .put("tags", List.of(UNSENT))
                .put("counts", numbers)
                .put("scans", List.of(UNSENT_BYTES))
                .put("days", numbers)
                .put("times", longs)
                .put("ratios", doubles)
                .put("ids", List.of(UUID.nameUUIDFromBytes(UNSENT_BYTES).toString()))
                .put("pairs", Map.of(UNSENT, UNSENT));
    }

    private static SinkRecord change(long offset, String op, @Nullable Struct row) {
        Struct value = new Struct(ENVELOPE)
                .put("op", op)
                .put("source", new Struct(SOURCE).put("ts_ms", 1_700_000_000_000L))
                .put(op.equals("d") ? "before" : "after", row);
        return SinkBench.record("orders", 0, offset, ENVELOPE, value);
    }
}
