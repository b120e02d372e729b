// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields of tables with one row for each key that are called like what the sink or BigQuery has for itself. */
@Timeout(120)
class ReservedNamesIT {
    private static final AtomicInteger DATASETS = new AtomicInteger();
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static SinkBench bench(String strategy) {
        return new SinkBench(emulator, "reserved_" + DATASETS.incrementAndGet())
                .with("change.mode", "upsert-delete")
                .with("upsert.strategy", strategy)
                .with("merge.interval.ms", "50")
                .with("errors.tolerance", "all");
    }

    @ParameterizedTest
    @CsvSource({
        "merge, __millrace_change, true",
        "merge, __millrace_change, false",
        "merge, __MILLRACE_UNSENT, true",
        "merge, __millrace_unsent, false",
        "merge, __millrace_again, true",
        "merge, __sequence, true",
        "merge, __sequence, false",
        "merge, __Sequence, false",
        "merge, ID, true",
        "merge, ID, false",
        "cdc, ID, true",
        "cdc, ID, false",
    })
    void isABadRecordThatIsToldByTheColumnsName(String strategy, String field, boolean schema) {
        DeadLetters deadLetters = new DeadLetters();
        try (SinkBench bench = bench(strategy)) {
            SinkTaskHarness task = bench.task(deadLetters);
            task.produce(record(0, "note", schema)).assign(ORDERS_0).deliverAll();
            task.produce(record(1, field, schema), record(2, "note", schema)).deliverAll();

            assertThat(deadLetters.letters()).singleElement().satisfies(letter -> {
                assertThat(letter.record().kafkaOffset()).isEqualTo(1);
                assertThat(letter.error().getMessage()).containsIgnoringCase(field);
            });
            assertThat(task.committed()).containsEntry(ORDERS_0, 3L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "merge, _CHANGE_TYPE, __CHANGE_TYPE",
        "cdc, _CHANGE_TYPE, __CHANGE_TYPE",
        "merge, _change_sequence_number, __change_sequence_number",
        "cdc, _change_sequence_number, __change_sequence_number",
        "merge, _PARTITIONTIME, __PARTITIONTIME",
        "cdc, _PARTITIONTIME, __PARTITIONTIME",
        "merge, _FILE_NAME, __FILE_NAME",
        "cdc, _TABLE_SUFFIX, __TABLE_SUFFIX",
        "cdc, __sequence, __sequence",
        "cdc, __millrace_change, __millrace_change",
    })
    void isAColumnWhereNamesMayBeChangedOrAreNobodysElse(String strategy, String field, String column) {
        for (boolean schema : new boolean[] {true, false}) {
            try (SinkBench bench = bench(strategy)) {
                SinkTaskHarness task = bench.task(new DeadLetters());
                task.produce(record(0, field, schema)).assign(ORDERS_0).deliverAll();

                assertThat(bench.fields("orders")).contains(column);
                assertThat(bench.rows("SELECT `" + column + "` FROM " + bench.properties.get("dataset") + ".orders"))
                        .containsExactly(List.of("x"));
            }
        }
    }

    @Test
    void ofTheTableEndTheTaskWithTheColumnsName() {
        try (SinkBench bench = bench("merge").with("errors.tolerance", "none")) {
            String dataset = String.valueOf(bench.properties.get("dataset"));
            bench.run("CREATE SCHEMA " + dataset);
            bench.run("CREATE TABLE " + dataset + ".orders (id INT64, note STRING, `__millrace_change` STRING,"
                    + " `__sequence` STRING, PRIMARY KEY (id) NOT ENFORCED)");
            SinkTaskHarness task = bench.task().produce(record(0, "note", true)).assign(ORDERS_0);

            assertThatThrownBy(task::deliverAll).hasStackTraceContaining("column __millrace_change");
        }
    }

    private static SinkRecord record(long offset, String field, boolean schema) {
        Map<String, Object> key = Map.of("id", 1L);
        if (!schema) {
            Map<String, Object> row = new HashMap<>(key);
            row.put(field, "x");
            return record(offset, null, key, null, row);
        }
        Schema keySchema =
                SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Schema rowSchema = SchemaBuilder.struct()
                .field("id", Schema.INT64_SCHEMA)
                .field(field, Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        return record(
                offset,
                keySchema,
                new Struct(keySchema).put("id", 1L),
                rowSchema,
                new Struct(rowSchema).put("id", 1L).put(field, "x"));
    }

    private static SinkRecord record(
            long offset, @Nullable Schema keySchema, Object key, @Nullable Schema schema, Object value) {
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
