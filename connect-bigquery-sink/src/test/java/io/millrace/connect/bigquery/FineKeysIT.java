// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.ORDERS_0;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys of moments that differ by less than a microsecond, as SQL Server's datetime2(7) and Oracle's TIMESTAMP(9) have them. */
@Timeout(120)
class FineKeysIT {
    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static Stream<Arguments> moments() {
        return Stream.of(
                        Arguments.of("io.debezium.time.NanoTimestamp", Schema.Type.INT64, 1_000L, 1_100L),
                        Arguments.of(
                                "io.debezium.time.ZonedTimestamp",
                                Schema.Type.STRING,
                                "2026-01-01T00:00:00.1234560Z",
                                "2026-01-01T00:00:00.1234567Z"),
                        Arguments.of(
                                "io.debezium.time.IsoTimestamp",
                                Schema.Type.STRING,
                                "2026-01-01T00:00:00Z",
                                "2026-01-01T00:00:00.000000001Z"))
                .flatMap(one -> Stream.of("cdc", "merge").map(strategy -> {
                    Object[] of = one.get();
                    return Arguments.of(of[0], of[1], of[2], of[3], strategy);
                }));
    }

    @ParameterizedTest(name = "{0} by {4}")
    @MethodSource("moments")
    void areBadRecordsAndNotOneRow(String name, Schema.Type type, Object whole, Object finer, String strategy) {
        Schema key = key(name, type);
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = bench("fine", name, strategy)) {
            bench.task(letters)
                    .produce(
                            new SinkRecord("orders", 0, key, at(key, whole), key, at(key, whole), 0),
                            new SinkRecord("orders", 0, key, at(key, finer), key, at(key, finer), 1),
                            new SinkRecord("orders", 0, key, at(key, finer), null, null, 2))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(letters.letters())
                    .hasSize(2)
                    .allSatisfy(letter -> assertThat(letter.error())
                            .hasMessageContaining("column at is part of the key")
                            .hasMessageContaining("column.types=at=" + kept(type))
                            .hasMessageNotContaining(String.valueOf(finer)));
            assertThat(bench.rows("SELECT COUNT(*) FROM " + dataset("fine", name, strategy) + ".orders"))
                    .containsExactly(List.of(1L));
        }
    }

    @ParameterizedTest(name = "{0} by {4}")
    @MethodSource("moments")
    void areRowsOfTheirOwnByTheTypeThatTheErrorNames(
            String name, Schema.Type type, Object whole, Object finer, String strategy) {
        Schema key = key(name, type);
        DeadLetters letters = new DeadLetters();
        try (SinkBench bench = bench("kept", name, strategy).with("column.types", "at=" + kept(type))) {
            bench.task(letters)
                    .produce(
                            new SinkRecord("orders", 0, key, at(key, whole), key, at(key, whole), 0),
                            new SinkRecord("orders", 0, key, at(key, finer), key, at(key, finer), 1),
                            new SinkRecord("orders", 0, key, at(key, whole), null, null, 2))
                    .assign(ORDERS_0)
                    .deliverAll();

            assertThat(letters.letters()).isEmpty();
            assertThat(bench.rows("SELECT CAST(`at` AS STRING) FROM " + dataset("kept", name, strategy) + ".orders"))
                    .containsExactly(List.of(String.valueOf(finer)));
        }
    }

    private static String dataset(String kind, String name, String strategy) {
        return kind + "_" + name.substring(name.lastIndexOf('.') + 1) + "_" + strategy;
    }

    private static SinkBench bench(String kind, String name, String strategy) {
        SinkBench bench = new SinkBench(emulator, dataset(kind, name, strategy))
                .with("change.mode", "upsert-delete")
                .with("upsert.strategy", strategy)
                .with("errors.tolerance", "all");
        return strategy.equals("merge") ? bench.with("merge.interval.ms", "50") : bench;
    }

    /** The type of a column that keeps all of it. */
    private static String kept(Schema.Type type) {
        return type == Schema.Type.INT64 ? "INT64" : "STRING";
    }

    private static Schema key(String name, Schema.Type type) {
        return SchemaBuilder.struct()
                .field("at", SchemaBuilder.type(type).name(name).build())
                .build();
    }

    private static Struct at(Schema key, Object value) {
        return new Struct(key).put("at", value);
    }
}
