// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import io.millrace.connect.testkit.SinkTaskHarness;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records whose key has other fields than the table's: their rows would be those of others. */
@Timeout(120)
class KeyChangesIT {
    private static final Schema ID =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema WIDER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("region", Schema.STRING_SCHEMA)
            .build();
    private static final Schema ROW = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("region", Schema.STRING_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

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

    private static SinkBench bench(String dataset, String strategy) {
        return new SinkBench(emulator, dataset)
                .with("change.mode", "upsert-delete")
                .with("upsert.strategy", strategy)
                .with("merge.interval.ms", "50");
    }

    /** A key like those of all other records, an odd one, and its columns. */
    record Keys(
            String what,
            @Nullable Schema schema,
            Object good,
            @Nullable Schema oddSchema,
            Object odd,
            String columns) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Arguments> odd() {
        Struct id = new Struct(ID).put("id", 1L);
        Struct wider = new Struct(WIDER).put("id", 1L).put("region", "eu");
        return Stream.of(
                        new Keys("a text among structs", ID, id, Schema.STRING_SCHEMA, "1", "[_kafka_key]"),
                        new Keys("a number among structs", ID, id, Schema.INT64_SCHEMA, 1L, "[_kafka_key]"),
                        new Keys("a struct with one field more", ID, id, WIDER, wider, "[id, region]"),
                        new Keys("a struct with one field less", WIDER, wider, ID, id, "[id]"),
                        new Keys("a map among structs", ID, id, null, Map.of("region", "eu"), "[region]"),
                        new Keys(
                                "a map with one field more",
                                null,
                                Map.of("id", 1L),
                                null,
                                Map.of("id", 1L, "region", "eu"),
                                "[id, region]"),
                        new Keys(
                                "a map with one field less",
                                null,
                                Map.of("id", 1L, "region", "eu"),
                                null,
                                Map.of("id", 1L),
                                "[id]"),
                        new Keys("a struct among texts", Schema.STRING_SCHEMA, "1", ID, id, "[id]"))
                .flatMap(keys -> Stream.of(Arguments.of("cdc", keys), Arguments.of("merge", keys)));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void areReportedWhereThatIsToleratedAndTheOthersGoOn(String strategy, Keys keys) {
        DeadLetters deadLetters = new DeadLetters();
        String dataset = "keys_odd_" + DATASETS.incrementAndGet();
        try (SinkBench bench = bench(dataset, strategy).with("errors.tolerance", "all")) {
            SinkTaskHarness task = bench.task(deadLetters);
            task.produce(record(0, keys.schema(), keys.good(), "a"))
                    .assign(ORDERS_0)
                    .deliverAll();
            List<String> before = bench.fields("orders");
            task.produce(
                            record(1, keys.oddSchema(), keys.odd(), "odd"),
                            tombstone(2, keys.oddSchema(), keys.odd()),
                            record(3, keys.schema(), keys.good(), "b"))
                    .deliverAll();

            assertThat(bench.rows("SELECT note FROM " + dataset + ".orders")).containsExactly(List.of("b"));
            assertThat(bench.fields("orders")).isEqualTo(before);
            assertThat(deadLetters.letters())
                    .extracting(letter -> letter.record().kafkaOffset())
                    .containsExactly(1L, 2L);
            assertThat(deadLetters.letters().get(0).error().getMessage())
                    .contains("has the primary key [")
                    .contains("ADD PRIMARY KEY");
        }
    }

    @ParameterizedTest
    @MethodSource("odd")
    void endTheTaskElse(String strategy, Keys keys) {
        String dataset = "keys_fatal_" + DATASETS.incrementAndGet();
        try (SinkBench bench = bench(dataset, strategy)) {
            SinkTaskHarness task = bench.task();
            task.produce(record(0, keys.schema(), keys.good(), "a"))
                    .assign(ORDERS_0)
                    .deliverAll();
            task.produce(record(1, keys.oddSchema(), keys.odd(), "odd"));

            assertThatThrownBy(task::deliverAll)
                    .hasStackTraceContaining(dataset + ".orders has the primary key [")
                    .hasStackTraceContaining("the records have [");
        }
    }

    /** Even where it is the first one that the task sees: the table does not wait for it. */
    @ParameterizedTest
    @ValueSource(strings = {"cdc", "merge"})
    void doNotKeepATableThatIsThereFromTheOthers(String strategy) {
        DeadLetters deadLetters = new DeadLetters();
        String dataset = "keys_first_" + strategy;
        try (SinkBench bench = bench(dataset, strategy).with("errors.tolerance", "all")) {
            bench.run("CREATE SCHEMA " + dataset);
            bench.run("CREATE TABLE " + dataset + ".orders (id INT64, region STRING, note STRING, `__sequence` STRING,"
                    + " PRIMARY KEY (id) NOT ENFORCED)");
            SinkTaskHarness task = bench.task(deadLetters);
            task.produce(
                            record(0, Schema.STRING_SCHEMA, "1", "odd"),
                            record(1, WIDER, new Struct(WIDER).put("id", 1L).put("region", "eu"), "odd"),
                            record(2, ID, new Struct(ID).put("id", 1L), "a"),
                            record(3, ID, new Struct(ID).put("id", 1L), "b"))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT note FROM " + dataset + ".orders")).containsExactly(List.of("b"));
            assertThat(deadLetters.letters())
                    .extracting(letter -> letter.record().kafkaOffset())
                    .containsExactlyInAnyOrder(0L, 1L);
            assertThat(bench.fields("orders")).containsExactly("id", "region", "note", "__sequence");
        }
    }

    /** Somebody gives the table the key that the records have now: nothing has to be started again. */
    @ParameterizedTest
    @ValueSource(strings = {"cdc", "merge"})
    void areRightAgainWhereTheTableGetsTheirKey(String strategy) {
        String dataset = "keys_altered_" + strategy;
        try (SinkBench bench = bench(dataset, strategy)) {
            SinkTaskHarness task = bench.task();
            task.produce(record(0, ID, new Struct(ID).put("id", 1L), "a"))
                    .assign(ORDERS_0)
                    .deliverAll();
            bench.run("ALTER TABLE " + dataset + ".orders DROP PRIMARY KEY");
            bench.run("ALTER TABLE " + dataset + ".orders ADD PRIMARY KEY (id, region) NOT ENFORCED");
            bench.stop(task);
            SinkTaskHarness next = bench.task();
            next.produce(record(1, WIDER, new Struct(WIDER).put("id", 1L).put("region", "eu"), "b"))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(bench.rows("SELECT note FROM " + dataset + ".orders WHERE note = 'b'"))
                    .containsExactly(List.of("b"));
        }
    }

    private static SinkRecord record(long offset, @Nullable Schema keySchema, Object key, String note) {
        Struct row = new Struct(ROW).put("id", 1L).put("region", "eu").put("note", note);
        return record(offset, keySchema, key, ROW, row);
    }

    private static SinkRecord tombstone(long offset, @Nullable Schema keySchema, Object key) {
        return record(offset, keySchema, key, null, null);
    }

    private static SinkRecord record(
            long offset, @Nullable Schema keySchema, Object key, @Nullable Schema schema, @Nullable Object value) {
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
