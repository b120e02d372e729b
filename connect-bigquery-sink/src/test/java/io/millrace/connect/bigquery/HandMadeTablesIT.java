// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.MergeIT.KEY;
import static io.millrace.connect.bigquery.MergeIT.ROW;
import static io.millrace.connect.bigquery.MergeIT.UNSENT;
import static io.millrace.connect.bigquery.MergeIT.deliver;
import static io.millrace.connect.bigquery.MergeIT.key;
import static io.millrace.connect.bigquery.MergeIT.record;
import static io.millrace.connect.bigquery.MergeIT.row;
import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that somebody has made or filled before they have one row for each key, and rows that say nothing of themselves. */
@Timeout(120)
class HandMadeTablesIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static SinkBench bench(String dataset, String strategy) {
        return MergeIT.bench(emulator, dataset).with("upsert.strategy", strategy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cdc", "merge"})
    void getTheColumnOfTheKeyAndThenTheKey(String strategy) {
        String dataset = "hand_made_" + strategy;
        try (SinkBench bench = bench(dataset, strategy)) {
            bench.run("CREATE SCHEMA " + dataset);
            bench.run("CREATE TABLE " + dataset + ".orders (note STRING)");
            deliver(bench, record(0, KEY, key(1), ROW, row(1, "a")), record(1, KEY, key(1), ROW, row(1, "b")));

            assertThat(bench.rows("SELECT id, note FROM " + dataset + ".orders"))
                    .containsExactly(List.of(1L, "b"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cdc", "merge"})
    void areRefusedByTheNameOfTheColumnWhereNoneMayBeAdded(String strategy) {
        String dataset = "hand_made_none_" + strategy;
        try (SinkBench bench = bench(dataset, strategy).with("schema.evolution", "none")) {
            bench.run("CREATE SCHEMA " + dataset);
            bench.run("CREATE TABLE " + dataset + ".orders (note STRING, big STRING, `__sequence` STRING)");
            SinkTaskHarness task = bench.task()
                    .produce(record(0, KEY, key(1), ROW, row(1, "a")))
                    .assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll)
                    .hasStackTraceContaining("column id does not exist")
                    .hasStackTraceContaining("schema.evolution=add-fields");
        }
    }

    /** A delete is a row that has the key alone, and by change data capture it is sent as such. */
    @ParameterizedTest
    @CsvSource({"cdc, true", "cdc, false", "merge, true", "merge, false"})
    void mayRequireAColumnThatHasADefault(String strategy, boolean schema) {
        String dataset = "defaulted_" + strategy + "_" + schema;
        try (SinkBench bench = bench(dataset, strategy)) {
            bench.run("CREATE SCHEMA " + dataset);
            bench.run("CREATE TABLE " + dataset
                    + ".orders (id INT64, note STRING, big STRING, made STRING DEFAULT 'x' NOT NULL)");
            Object first = schema ? row(1, "a") : Map.of("id", 1L, "note", "a");
            Object second = schema ? row(2, "b") : Map.of("id", 2L, "note", "b");
            deliver(
                    bench,
                    record(0, KEY, key(1), schema ? ROW : null, first),
                    record(1, KEY, key(2), schema ? ROW : null, second),
                    record(2, KEY, key(1), null, null));

            assertThat(bench.rows("SELECT id, note, made FROM " + dataset + ".orders"))
                    .containsExactly(List.of(2L, "b", "x"));
        }
    }

    /** Rows of a changelog: of each key that changes, one stays. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void haveOneRowOfAKeyAfterItsNextMerge(boolean deletes) {
        String dataset = "hand_filled_" + deletes;
        try (SinkBench bench = bench(dataset, "merge").with("change.mode", deletes ? "upsert-delete" : "upsert")) {
            bench.run("CREATE SCHEMA " + dataset);
            bench.run("CREATE TABLE " + dataset + ".orders (id INT64, note STRING, big STRING)");
            bench.run("INSERT INTO " + dataset + ".orders (id, note) VALUES (1, 'a'), (1, 'b'), (2, 'c')");
            deliver(bench, record(0, KEY, key(1), ROW, row(1, "d")));

            assertThat(bench.rows("SELECT id, note FROM " + dataset + ".orders ORDER BY id"))
                    .containsExactly(List.of(1L, "d"), List.of(2L, "c"));
        }
    }

    /** As MongoDB's connector sends updates, unless it is told to send whole documents. */
    @ParameterizedTest
    @CsvSource({"cdc, true", "cdc, false", "merge, true", "merge, false"})
    void keepARowWhoseChangeHasNoImage(String strategy, boolean schema) {
        String dataset = "no_image_" + strategy + "_" + schema;
        DeadLetters deadLetters = new DeadLetters();
        try (SinkBench bench = bench(dataset, strategy).with("errors.tolerance", "all")) {
            SinkTaskHarness task = bench.task(deadLetters);
            Map<String, Object> bare = new HashMap<>(Map.of("op", "u", "source", Map.of("ts_ms", 1L)));
            bare.put("before", null);
            bare.put("after", null);
            SinkRecord update =
                    schema ? MergeIT.envelope(1, 1, null, null, "u") : record(1, null, Map.of("id", 1L), null, bare);
            task.produce(plain(0, "a", "large", schema), update)
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT note FROM " + dataset + ".orders")).containsExactly(List.of("a"));
            assertThat(deadLetters.letters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.error().getMessage()).contains("no image"));
        }
    }

    /** As most unwrap Debezium's changes: nothing in the record says that it is an update. */
    @ParameterizedTest
    @CsvSource({
        "merge, , true, b large",
        "merge, , false, b large",
        "cdc, , true, a large",
        "cdc, , false, a large",
        "cdc, null, true, b -",
        "cdc, null, false, b -",
        "cdc, as-is, true, b __debezium_unavailable_value",
    })
    void keepWhatAPlainRowDoesNotHave(String strategy, String rule, boolean schema, String expected) {
        String dataset = "plain_" + strategy + "_" + String.valueOf(rule).replace('-', '_') + "_" + schema;
        DeadLetters deadLetters = new DeadLetters();
        try (SinkBench bench = bench(dataset, strategy).with("errors.tolerance", "all")) {
            if (rule != null) {
                bench.with("unavailable.values", rule);
            }
            SinkTaskHarness task = bench.task(deadLetters);
            task.produce(plain(0, "a", "large", schema), plain(1, "b", UNSENT, schema))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT CONCAT(note, ' ', IFNULL(big, '-')) FROM " + dataset + ".orders"))
                    .containsExactly(List.of(expected));
            assertThat(deadLetters.letters()).hasSize(expected.startsWith("a") ? 1 : 0);
        }
    }

    private static SinkRecord plain(long offset, String note, String big, boolean schema) {
        if (schema) {
            return record(offset, KEY, key(1), ROW, row(1, note, big));
        }
        Map<String, Object> row = new HashMap<>(Map.of("id", 1L, "note", note, "big", big));
        return record(offset, null, Map.of("id", 1L), null, row);
    }
}
