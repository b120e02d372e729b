// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that somebody else drops or makes under a running task: what its records have of them decides, not what it knew. */
@Timeout(120)
class OthersColumnsIT {
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("n", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    private static Emulator emulator;

    private final DeadLetters letters = new DeadLetters();

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static SinkBench bench(String table, String evolution) {
        String dataset = "others_" + UUID.randomUUID().toString().replace('-', '_');
        SinkBench bench = new SinkBench(emulator, dataset).with("schema.evolution", evolution);
        bench.run("CREATE SCHEMA " + dataset);
        bench.run("CREATE TABLE orders (" + table + ")");
        return bench;
    }

    private static void anew(SinkBench bench, String table) {
        bench.dropTable("orders");
        bench.run("CREATE TABLE orders (" + table + ")");
    }

    private static SinkRecord json(long offset, String text) {
        return record("orders", 0, offset, null, text.replace('\'', '"'));
    }

    private static SinkRecord row(boolean schema, long offset, @Nullable String n) {
        return schema
                ? record(
                        "orders",
                        0,
                        offset,
                        ROW,
                        new Struct(ROW).put("id", offset).put("n", n))
                : json(offset, "{'id':" + offset + (n == null ? "}" : ",'n':'" + n + "'}"));
    }

    static Stream<Arguments> dropped() {
        return Stream.of("none", "add-fields", "relax-required")
                .flatMap(evolution -> Stream.of(
                                "ALTER TABLE orders DROP COLUMN theirs",
                                "ALTER TABLE orders RENAME COLUMN theirs TO mine",
                                "anew")
                        .flatMap(change -> Stream.of(true, false)
                                .flatMap(schema -> Stream.of(true, false)
                                        .map(kept -> Arguments.of(evolution, change, schema, kept)))));
    }

    @ParameterizedTest(name = "{0}, {1}, with a schema: {2}, records are kept: {3}")
    @MethodSource("dropped")
    void aColumnThatNoRecordHasIsNeitherMissedNorMadeAgain(
            String evolution, String change, boolean schema, boolean kept) {
        try (SinkBench bench = bench("id INT64, theirs STRING DEFAULT 'x', n STRING", evolution)) {
            SinkTaskHarness task = bench.task(kept ? letters : null)
                    .produce(row(schema, 0, "a"))
                    .assign(ORDERS_0)
                    .deliverAll();
            if (change.equals("anew")) {
                anew(bench, "id INT64, n STRING");
            } else {
                bench.run(change);
            }

            task.produce(row(schema, 1, "b")).deliverAll();
            task.produce(row(schema, 2, "c")).deliverAll();

            assertThat(bench.column("n")).contains("b", "c");
            assertThat(bench.fields("orders")).doesNotContain("theirs");
            assertThat(letters.letters()).isEmpty();
        }
    }

    @Test
    void aColumnThatARecordBringsBringsNoOtherBack() {
        try (SinkBench bench = bench("id INT64, theirs STRING", "add-fields")) {
            SinkTaskHarness task =
                    bench.task().produce(json(0, "{'id':0}")).assign(ORDERS_0).deliverAll();
            bench.run("ALTER TABLE orders DROP COLUMN theirs");

            task.produce(json(1, "{'id':1,'phone':'1'}")).deliverAll();

            assertThat(bench.fields("orders")).containsExactly("id", "phone");
        }
    }

    @Test
    void aColumnWhoseTableWasDroppedComesBackOnlyIfARecordHasIt() {
        try (SinkBench bench = bench("id INT64, theirs INT64 NOT NULL DEFAULT 5", "add-fields")) {
            SinkTaskHarness task = bench.task(letters)
                    .produce(json(0, "{'id':0}"))
                    .assign(ORDERS_0)
                    .deliverAll();
            bench.dropTable("orders");

            task.produce(json(1, "{'id':1}")).deliverAll();

            assertThat(bench.fields("orders")).containsExactly("id");
            assertThat(bench.column("id")).containsExactly(1L);
        }
    }

    @Test
    void ofATableThatIsMadeAnewGoodRecordsAreWrittenAndBadOnesReported() {
        try (SinkBench bench = bench("id INT64", "none")) {
            SinkTaskHarness task = bench.task(letters)
                    .produce(json(0, "{'id':0}"))
                    .assign(ORDERS_0)
                    .deliverAll();
            anew(bench, "other STRING");

            task.produce(json(1, "{'id':1}"), json(2, "{'other':'k'}")).deliverAll();

            assertThat(bench.column("other")).containsExactly("k");
            assertThat(letters.offsets()).containsExactly(1L);
            assertThat(letters.letters().get(0).error())
                    .hasMessageContaining("column id does not exist, the record has INT64");
        }
    }

    @Test
    void aFieldThatWasIgnoredIsThereForAColumnThatIsRequiredNow() {
        try (SinkBench bench = bench("id INT64", "none").with("schema.unknown.fields", "ignore")) {
            SinkTaskHarness task = bench.task(letters)
                    .produce(json(0, "{'id':0}"))
                    .assign(ORDERS_0)
                    .deliverAll();
            anew(bench, "other STRING NOT NULL");

            task.produce(json(1, "{'id':1}"), json(2, "{'id':2,'other':'k'}")).deliverAll();

            assertThat(bench.column("other")).containsExactly("k");
            assertThat(letters.offsets()).containsExactly(1L);
        }
    }

    @Test
    void whereItIsNotKnownWhetherARecordHasAColumnTheTaskSaysThatItIsNew() {
        try (SinkBench bench = bench("id INT64", "relax-required").with("schema.unknown.fields", "ignore")) {
            SinkTaskHarness task =
                    bench.task().produce(json(0, "{'id':0}")).assign(ORDERS_0).deliverAll();
            anew(bench, "id INT64, other STRING NOT NULL");

            task.produce(json(1, "{'id':1,'other':'k'}"));

            assertThatThrownBy(task::deliverAll)
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("column other is new: REQUIRED STRING")
                    .hasMessageContaining("start the task again");
            bench.task()
                    .produce(json(1, "{'id':1,'other':'k'}"))
                    .assign(ORDERS_0)
                    .deliverAll();
            assertThat(bench.column("other")).containsExactly("k");
            assertThat(bench.field("orders", "other").getMode()).isEqualTo("REQUIRED");
        }
    }

    static Stream<Arguments> required() {
        return Stream.of("id INT64, n STRING NOT NULL", "id INT64, n STRING, extra INT64 NOT NULL")
                .flatMap(table -> Stream.of(true, false)
                        .flatMap(schema -> Stream.of(true, false).map(kept -> Arguments.of(table, schema, kept))));
    }

    @ParameterizedTest(name = "{0}, with a schema: {1}, records are kept: {2}")
    @MethodSource("required")
    void whatATableThatIsMadeAnewRequiresIsRelaxedForRecordsThatLackIt(String table, boolean schema, boolean kept) {
        try (SinkBench bench = bench("id INT64, n STRING", "add-fields,relax-required")) {
            SinkTaskHarness task = bench.task(kept ? letters : null)
                    .produce(row(schema, 0, "a"))
                    .assign(ORDERS_0)
                    .deliverAll();
            anew(bench, table);

            task.produce(row(schema, 1, "b"), row(schema, 2, null)).deliverAll();
            task.produce(row(schema, 3, null)).deliverAll();

            assertThat(bench.column("n")).containsExactlyInAnyOrder("b", "null", "null");
            assertThat(letters.letters()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TIMESTAMP|DATE|2026-01-02",
                "TIMESTAMP|DATETIME|2026-01-02T03:04:05",
                "DATETIME|DATE|2026-01-02",
                "BIGNUMERIC|NUMERIC|1",
                "STRING|INTERVAL|P1Y2M",
                "STRING|TIME|1:02",
                "STRING|DATETIME|2026-01-02 1:02",
            })
    void aRecordThatFitsTheTypeThatItsColumnHasNowIsNotBad(String retyped) {
        List<String> types = List.of(retyped.split("\\|"));
        for (boolean alters : List.of(true, false)) {
            try (SinkBench bench = bench("id INT64, n " + types.get(0), "none")) {
                SinkTaskHarness task = bench.task(letters)
                        .produce(row(false, 0, types.get(2)))
                        .assign(ORDERS_0)
                        .deliverAll();
                if (alters) {
                    bench.run("ALTER TABLE orders DROP COLUMN n");
                    bench.run("ALTER TABLE orders ADD COLUMN n " + types.get(1));
                } else {
                    anew(bench, "id INT64, n " + types.get(1));
                }

                task.produce(row(true, 1, types.get(2)), row(false, 2, types.get(2)))
                        .deliverAll();

                assertThat(letters.letters()).isEmpty();
                assertThat(bench.column("id")).contains(1L, 2L);
            }
        }
    }

    @Test
    void badRowsCostFewLooks() {
        try (SinkBench bench = bench("id INT64, g GEOGRAPHY", "none")) {
            SinkTaskHarness task = bench.task(letters)
                    .produce(json(0, "{'id':0}"))
                    .assign(ORDERS_0)
                    .deliverAll();
            for (int offset = 1; offset <= 300; offset++) {
                task.produce(json(offset, "{'id':1,'g':'POINT(" + (offset % 2 == 0 ? "1 1)'}" : "s3cret'}")));
            }

            task.deliverAll();

            assertThat(letters.letters()).hasSize(150);
            assertThat(bench.calls("tables.get")).isLessThan(20);
        }
    }
}
