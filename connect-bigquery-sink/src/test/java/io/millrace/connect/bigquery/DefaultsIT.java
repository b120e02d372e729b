// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables whose columns have defaults. */
@Timeout(120)
class DefaultsIT {
    private static final String TABLE =
            "CREATE TABLE orders (id INT64, src STRING DEFAULT 'web', n INT64 NOT NULL DEFAULT 7,"
                    + " `at` TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP())";
    private static final Schema ID =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema FULL = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("src", Schema.OPTIONAL_STRING_SCHEMA)
            .field("n", Schema.INT64_SCHEMA)
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

    private static SinkBench bench(String dataset, String table) {
        SinkBench bench = new SinkBench(emulator, dataset);
        bench.run("CREATE SCHEMA " + dataset);
        bench.run(table);
        return bench;
    }

    private static SinkRecord json(long offset, String text) {
        return record("orders", 0, offset, null, text.replace('\'', '"'));
    }

    private static SinkRecord id(long offset) {
        return record("orders", 0, offset, ID, new Struct(ID).put("id", offset));
    }

    private static void stillRequired(SinkBench bench) {
        assertThat(bench.field("orders", "n").getMode()).isEqualTo("REQUIRED");
        assertThat(bench.field("orders", "at").getMode()).isEqualTo("REQUIRED");
    }

    @Test
    void rowsTakeTheDefaultsOfWhatTheirRecordsLack() {
        try (SinkBench bench = bench("lacking", TABLE)) {
            bench.task()
                    .produce(id(0), json(1, "{'id':1}"), record("orders", 0, 2, null, Map.of("id", 2)))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.column("src")).containsExactly("web", "web", "web");
            assertThat(bench.column("n")).containsExactly(7L, 7L, 7L);
            assertThat(bench.column("at")).hasSize(3).doesNotContain("null");
            stillRequired(bench);
        }
    }

    @Test
    void neitherAStrictTableNorKcbqsConfigurationRefusesThem() {
        try (SinkBench bench = bench("strict", TABLE)) {
            bench.with("schema.evolution", "none");
            bench.task().produce(id(0), json(1, "{'id':1}")).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("src")).containsExactly("web", "web");
            stillRequired(bench);
        }
        try (SinkBench bench = bench("kcbq", TABLE)) {
            bench.properties.remove("dataset");
            bench.with("defaultDataset", "kcbq");
            bench.task().produce(id(0), json(1, "{'id':1}")).assign(ORDERS_0).deliverAll();

            assertThat(bench.column("n")).containsExactly(7L, 7L);
            stillRequired(bench);
        }
    }

    @Test
    void aNullThatTheRecordHasStaysANull() {
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = bench("explicit", TABLE)) {
            bench.task(letters)
                    .produce(
                            json(0, "{'id':0,'src':null}"),
                            json(1, "{'id':1}"),
                            json(2, "{'id':2,'src':'shop','n':1}"),
                            record(
                                    "orders",
                                    0,
                                    3,
                                    FULL,
                                    new Struct(FULL).put("id", 3L).put("n", 2L)),
                            id(4),
                            json(5, "{'id':5,'n':null}"))
                    .assign(ORDERS_0)
                    .deliverAll();

            List<List<Object>> rows = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                rows.add(List.of(
                        bench.column("id").get(i),
                        bench.column("src").get(i),
                        bench.column("n").get(i)));
            }
            assertThat(rows)
                    .containsExactlyInAnyOrder(
                            List.of(0L, "null", 7L),
                            List.of(1L, "web", 7L),
                            List.of(2L, "shop", 1L),
                            List.of(3L, "null", 2L),
                            List.of(4L, "web", 7L));
            assertThat(letters.offsets()).as("NULL where NULL cannot be").containsExactly(5L);
            stillRequired(bench);
        }
    }

    @Test
    void listsAndRecordsHaveDefaultsToo() {
        try (SinkBench bench = bench(
                "nested",
                "CREATE TABLE orders (id INT64, tags ARRAY<STRING> DEFAULT ['new'],"
                        + " place STRUCT<city STRING, zip STRING> DEFAULT STRUCT('Bonn' AS city, '53' AS zip))")) {
            bench.task()
                    .produce(
                            id(0),
                            json(1, "{'id':1,'tags':[],'place':null}"),
                            json(2, "{'id':2,'tags':['a'],'place':{'city':'Ulm'}}"),
                            json(3, "{'id':3}"))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT ARRAY_LENGTH(tags), place.city, place.zip FROM nested.orders ORDER BY id"))
                    .asString()
                    .isEqualTo("[[1, Bonn, 53], [0, null, null], [1, Ulm, null], [1, Bonn, 53]]");
        }
    }

    @Test
    void aTableGrowsWhileItHasDefaults() {
        try (SinkBench bench = bench("growing", TABLE)) {
            bench.task()
                    .produce(id(0), json(1, "{'id':1,'phone':'1'}"), id(2), json(3, "{'id':3,'src':null,'mail':'m'}"))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.fields("orders")).containsExactly("id", "src", "n", "at", "phone", "mail");
            assertThat(bench.rows("SELECT src, n, phone, mail FROM growing.orders ORDER BY id"))
                    .asString()
                    .isEqualTo("[[web, 7, null, null], [web, 7, 1, null], [web, 7, null, null], [null, 7, null, m]]");
            stillRequired(bench);
            assertThat(bench.field("orders", "src").getDefaultValueExpression()).isEqualTo("'web'");
        }
    }
}
