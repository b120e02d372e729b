// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import io.millrace.connect.testkit.CapturedLogs;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.List;
import java.util.Locale;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The view over a changelog that {@code view.create} keeps. */
@Timeout(120)
class CurrentStateViewIT {
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
    void showsTheLastRowOfEachKeyThatIsThere() {
        try (SinkBench bench = new SinkBench(emulator, "viewed").with("view.create", "true")) {
            bench.with("primary.key", "id");
            SinkTaskHarness task = bench.task();
            task.produce(
                    change(0, "c", 1, "a"), change(1, "c", 2, "b"), change(2, "u", 1, "A"), change(3, "d", 2, "b"));
            task.assign(ORDERS_0).deliverAll();
            assertThat(bench.rows("SELECT id, note FROM viewed.orders_current")).containsExactly(List.of(1L, "A"));

            task.produce(change(4, "t", 0, null), change(5, "c", 3, "c")).deliverAll();

            assertThat(bench.rows("SELECT id, note FROM viewed.orders_current")).containsExactly(List.of(3L, "c"));
            assertThat(bench.column("id")).hasSize(6);
        }
    }

    @Test
    void showsItAlsoWhereTheKeyIsOfATypeThatRowsCannotBePartitionedBy() {
        try (SinkBench bench = new SinkBench(emulator, "viewed_by_price").with("view.create", "true")) {
            bench.with("primary.key", "price");
            SinkTaskHarness task = bench.task();
            Schema keyed = SchemaBuilder.struct()
                    .field("price", Schema.FLOAT64_SCHEMA)
                    .field("__op", Schema.STRING_SCHEMA)
                    .field("__deleted", Schema.STRING_SCHEMA)
                    .field("__source_ts_ms", Schema.INT64_SCHEMA)
                    .build();
            Struct first = new Struct(keyed).put("price", 1.5).put("__op", "c").put("__deleted", "false");

            task.produce(
                    record("orders", 0, 0, keyed, first.put("__source_ts_ms", 1L)),
                    record("orders", 0, 1, keyed, first.put("__source_ts_ms", 2L)));
            task.assign(ORDERS_0).deliverAll();

            assertThat(bench.rows("SELECT price FROM viewed_by_price.orders_current"))
                    .containsExactly(List.of(1.5));
        }
    }

    @Test
    void makesNoViewThatNobodyCouldQuery() {
        try (SinkBench bench = new SinkBench(emulator, "guarded")) {
            bench.with("primary.key", "id").with("table.partition.type", "day");
            bench.with("table.partition.filter.required", "true");
            bench.task().produce(change(0, "c", 1, "a")).assign(ORDERS_0).deliverAll();
            bench.with("table.partition.filter.required", "false").with("view.create", "true");

            bench.task().produce(change(0, "c", 1, "a")).assign(ORDERS_0).deliverAll();

            assertThat(bench.hasTable("orders_current")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nope, has no nope",
        "'id,region', 'primary.key gives id, region, and the table has no region'",
        "record-key, primary.key=record-key needs a record key with fields"
    })
    void tellsOnceWhyThereIsNoViewForTheKey(String key, String reason) {
        String dataset = "keyless_" + key.replaceAll("\\W", "_");
        try (SinkBench bench = new SinkBench(emulator, dataset).with("view.create", "true");
                CapturedLogs logs = new CapturedLogs()) {
            bench.with("primary.key", key);
            SinkTaskHarness task = bench.task();
            task.produce(change(0, "c", 1, "a")).assign(ORDERS_0).deliverAll();
            Schema wider = SchemaBuilder.struct()
                    .field("id", Schema.INT64_SCHEMA)
                    .field("more", Schema.OPTIONAL_INT64_SCHEMA)
                    .field("__op", Schema.STRING_SCHEMA)
                    .build();
            Struct row = new Struct(wider).put("id", 2L).put("more", 3L).put("__op", "c");
            task.produce(record("orders", 0, 1, wider, row)).deliverAll();

            assertThat(bench.column("id")).hasSize(2);
            assertThat(bench.hasTable("orders_current")).isFalse();
            assertThat(warnings(logs)).singleElement().asString().contains("orders", reason);
        }
    }

    @Test
    void tellsOnceThatATableIsNoChangelog() {
        try (SinkBench bench = new SinkBench(emulator, "no_changelog").with("view.create", "true");
                CapturedLogs logs = new CapturedLogs()) {
            bench.with("primary.key", "id");
            Schema plain =
                    SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
            bench.task()
                    .produce(record("orders", 0, 0, plain, new Struct(plain).put("id", 1L)))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(warnings(logs))
                    .singleElement()
                    .asString()
                    .contains(
                            "orders", "view.create=true needs a changelog", "__op, __deleted, __source_ts, __sequence");
        }
    }

    private static List<String> warnings(CapturedLogs logs) {
        return logs.text()
                .lines()
                .filter(line -> line.contains("no view table="))
                .toList();
    }

    /** The read row stands at the snapshot's position; the change was written before that, and committed after. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "first", "last", "incremental"})
    void showsWhatWasCommittedAfterASnapshotThoughWrittenBefore(String snapshot) {
        try (SinkBench bench = new SinkBench(emulator, "snapshot_" + snapshot).with("view.create", "true")) {
            bench.with("primary.key", "id");
            bench.task()
                    .produce(
                            change(0, "r", 1, "old", 200, snapshot),
                            change(1, "r", 2, "old", 200, snapshot),
                            change(2, "r", 3, "old", 200, snapshot),
                            change(3, "u", 1, "new", 150, "false"),
                            change(4, "d", 2, "old", 160, "false"),
                            change(5, "c", 4, "new", 90, "false"))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT id, note FROM snapshot_" + snapshot + ".orders_current ORDER BY id"))
                    .containsExactly(List.of(1L, "new"), List.of(3L, "old"), List.of(4L, "new"));
        }
    }

    @ParameterizedTest
    @CsvSource({"__lsn, 200, 150", "__source_ts_ms, 200900, 200000", "__source_ts_ms, 100000, 40000"})
    void showsTheLaterOfFlattenedRecordsThoughItsPositionIsLower(String field, long first, long second) {
        String dataset = "flattened" + first + second;
        try (SinkBench bench = new SinkBench(emulator, dataset).with("view.create", "true")) {
            bench.with("primary.key", "id");
            bench.task()
                    .produce(
                            flattened(0, "r", 1, "old", field, first),
                            flattened(1, "r", 2, "old", field, first),
                            flattened(2, "u", 1, "new", field, second),
                            flattened(3, "d", 2, "old", field, second))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT id, note FROM " + dataset + ".orders_current"))
                    .containsExactly(List.of(1L, "new"));
        }
    }

    @Test
    void rowsOfEarlierReleasesAreOlderThanWhatIsWrittenNow() {
        try (SinkBench bench = new SinkBench(emulator, "upgraded").with("view.create", "true")) {
            bench.with("primary.key", "id");
            SinkTaskHarness task = bench.task();
            task.produce(change(0, "c", 0, "made")).assign(ORDERS_0).deliverAll();
            bench.run("INSERT INTO orders (id, note, __op, __deleted, __sequence) VALUES"
                    + " (1, 'old', 'c', FALSE, '00000000ffffffff/0000000000000000/0000000000000005'),"
                    + " (1, 'older', 'c', FALSE, '00000000fffffff0/0000000000000000/0000000000000004'),"
                    + " (2, 'old', 'c', FALSE, '00062f0c1a5c1400/0000000000000000/0000000000000006'),"
                    + " (3, 'old', 'c', FALSE, '0000000000000009/0000000000000fa0/0000000000000000/0000000000000007')");

            task.produce(change(1, "u", 2, "new"), change(2, "d", 3, "old")).deliverAll();

            assertThat(bench.rows("SELECT id, note FROM upgraded.orders_current ORDER BY id"))
                    .containsExactly(List.of(0L, "made"), List.of(1L, "old"), List.of(2L, "new"));
        }
    }

    /** As KCBQ behind ExtractNewRecordState left it. */
    @ParameterizedTest
    @CsvSource({"STRING, 'true', 'false'", "INT64, 1, 0", "BOOL, TRUE, FALSE", "STRING, 'TRUE', NULL"})
    void continuesATableThatAlreadySaidWhatIsGone(String type, String gone, String there) {
        String dataset = "continued_" + type.toLowerCase(Locale.ROOT) + gone.length() + there.length();
        String yes = type.equals("STRING") ? "'" + gone + "'" : gone;
        String no = type.equals("STRING") && !there.equals("NULL") ? "'" + there + "'" : there;
        try (SinkBench bench = new SinkBench(emulator, dataset)) {
            bench.with("primary.key", "id")
                    .task()
                    .produce(change(0, "c", 9, "x"))
                    .assign(ORDERS_0)
                    .deliverAll();
            bench.dropTable("orders");
            bench.run("CREATE TABLE orders (id INT64, note STRING, __deleted " + type + ", __lsn INT64)");
            bench.run("INSERT INTO orders VALUES (1, 'older', " + no + ", 7), (1, 'old', " + no + ", 9), (2, 'gone', "
                    + yes + ", 9), (3, 'old', " + no + ", 9), (4, 'old', NULL, 9), (5, 'gone', " + yes + ", 9)");
            bench.with("view.create", "true");

            bench.task()
                    .produce(
                            change(0, "u", 3, "new"),
                            change(1, "d", 4, "old"),
                            flattened(2, "c", 5, "back", "__lsn", 1),
                            flattened(3, "c", 6, "new", "__lsn", 1),
                            flattened(4, "d", 6, "new", "__lsn", 1))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT id, note FROM " + dataset + ".orders_current ORDER BY id"))
                    .containsExactly(List.of(1L, "old"), List.of(3L, "new"), List.of(5L, "back"));
            assertThat(bench.rows("SELECT CAST(__deleted AS STRING) FROM " + dataset
                            + ".orders WHERE __sequence IS NOT NULL ORDER BY __sequence"))
                    .extracting(row -> row.get(0))
                    .containsExactlyElementsOf(
                            type.equals("INT64")
                                    ? List.of("0", "1", "0", "0", "1")
                                    : List.of("false", "true", "false", "false", "true"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "__deleted FLOAT64",
        "__deleted ARRAY<STRING>",
        "__sequence BYTES",
        "__sequence INT64",
        "__op INT64",
        "__op ARRAY<STRING>"
    })
    void aColumnMadeByHandThatSaysNothingLeavesTheViewOutAndTheTaskAlive(String column) {
        String dataset = "unfit_" + column.replaceAll("\\W+", "_").toLowerCase(Locale.ROOT);
        try (SinkBench bench = new SinkBench(emulator, dataset).with("view.create", "true")) {
            bench.with("primary.key", "id")
                    .task()
                    .produce(change(0, "c", 9, "x"))
                    .assign(ORDERS_0)
                    .deliverAll();
            bench.dropTable("orders");
            bench.dropTable("orders_current");
            bench.run("CREATE TABLE orders (id INT64, note STRING, " + column + ")");
            DeadLetters refused = new DeadLetters();

            bench.task(refused).produce(change(0, "c", 1, "a")).assign(ORDERS_0).deliverAll();
            bench.task(refused)
                    .produce(record("orders", 0, 1, SinkBench.ORDER, SinkBench.struct(2, "plain")))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.hasTable("orders_current")).isFalse();
            assertThat(bench.column("id")).contains(2L);
        }
    }

    @Test
    void aViewThatBigQueryRefusesIsLeftOutAndTheTaskAlive() {
        try (SinkBench bench = new SinkBench(emulator, "refused").with("view.create", "true")) {
            bench.with("primary.key", "id")
                    .brokenTable(
                            "orders_current",
                            Trigger.on("tables.insert").always(),
                            new Fault.RefuseHttp(400, "invalidQuery", "no such function"));

            bench.task().produce(change(0, "c", 1, "a")).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("id")).containsExactly(1L);
            assertThat(bench.hasTable("orders_current")).isFalse();
        }
    }

    /** A Debezium change of one row. */
    private static SinkRecord change(long offset, String op, long id, @Nullable String note) {
        return change(offset, op, id, note, 100 + offset, "false");
    }

    private static SinkRecord change(
            long offset, String op, long id, @Nullable String note, long lsn, String snapshot) {
        Schema row = SchemaBuilder.struct()
                .name("row")
                .optional()
                .field("id", Schema.INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        Schema source = SchemaBuilder.struct()
                .field("lsn", Schema.INT64_SCHEMA)
                .field("ts_ms", Schema.INT64_SCHEMA)
                .field("snapshot", Schema.STRING_SCHEMA)
                .build();
        Schema envelope = SchemaBuilder.struct()
                .name("x.Envelope")
                .field("before", row)
                .field("after", row)
                .field("source", source)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(envelope)
                .put("op", op)
                .put(
                        "source",
                        new Struct(source)
                                .put("lsn", lsn)
                                .put("ts_ms", 1_700_000_000_000L)
                                .put("snapshot", snapshot));
        if (!op.equals("t")) {
            value.put(
                    op.equals("d") ? "before" : "after",
                    new Struct(row).put("id", id).put("note", note));
        }
        return record("orders", 0, offset, envelope, value);
    }

    /** The same after ExtractNewRecordState with {@code delete.tombstone.handling.mode=rewrite}. */
    private static SinkRecord flattened(long offset, String op, long id, String note, String field, long position) {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field("note", Schema.OPTIONAL_STRING_SCHEMA)
                .field("__op", Schema.STRING_SCHEMA)
                .field(field, Schema.INT64_SCHEMA)
                .field("__deleted", Schema.STRING_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("id", id)
                .put("note", note)
                .put("__op", op)
                .put(field, position)
                .put("__deleted", String.valueOf(op.equals("d")));
        return record("orders", 0, offset, schema, value);
    }
}
