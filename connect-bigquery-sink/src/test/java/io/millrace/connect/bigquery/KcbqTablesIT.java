// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.bigquery.SinkBench.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.DeadLetters;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
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

/** Tables that KCBQ made go on under its own configuration, and new ones are as it would have made them. */
@Timeout(120)
class KcbqTablesIT {
    private static final String TOPIC = "my-topic-1";
    private static final Schema SET =
            SchemaBuilder.string().name("io.debezium.data.EnumSet").optional().build();
    private static final Schema NANOS = SchemaBuilder.int64()
            .name("io.debezium.time.NanoTimestamp")
            .optional()
            .build();
    private static final Schema POINT = SchemaBuilder.struct()
            .name("io.debezium.data.geometry.Point")
            .optional()
            .field("x", Schema.FLOAT64_SCHEMA)
            .field("y", Schema.FLOAT64_SCHEMA)
            .build();
    private static final Schema VALUE = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("tags", SET)
            .field("made", NANOS)
            .field("place", POINT)
            .build();
    private static final Schema EVENT = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("ts", Schema.INT64_SCHEMA)
            .build();
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final String LIVE = """
            CREATE TABLE my_topic_1 (
              id INT64 NOT NULL, tags STRING, made INT64, place STRUCT<x FLOAT64 NOT NULL, y FLOAT64 NOT NULL>,
              kafkaData STRUCT<topic STRING, `partition` INT64, offset INT64, insertTime TIMESTAMP>,
              kafkaKey STRUCT<id INT64 NOT NULL>)""";

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    /** A configuration of KCBQ's, but for the way to the emulator. */
    private static SinkBench bench(String dataset) {
        SinkBench bench = new SinkBench(emulator, dataset)
                .with("topics", TOPIC)
                .with("defaultDataset", dataset)
                .with("sanitizeTopics", "true")
                .with("kafkaKeyFieldName", "kafkaKey")
                .with("kafkaDataFieldName", "kafkaData");
        bench.properties.keySet().removeAll(List.of("dataset", "dataset.create"));
        bench.run("CREATE SCHEMA " + dataset);
        return bench;
    }

    private static SinkRecord change(@Nullable Struct place) {
        Struct value = new Struct(VALUE)
                .put("id", 7L)
                .put("tags", "a,b")
                .put("made", 1_700_000_000_000_000_001L)
                .put("place", place);
        return new SinkRecord(
                TOPIC, 0, KEY, new Struct(KEY).put("id", 7L), VALUE, value, 0, 0L, TimestampType.CREATE_TIME);
    }

    private static Struct somewhere() {
        return new Struct(POINT).put("x", 1.5).put("y", 2.5);
    }

    private static void ensureRow(SinkBench bench, String dataset) {
        assertThat(bench.rows(
                        "SELECT id, tags, made, place.x, place.y, kafkaData.topic, kafkaData.`partition`, kafkaData.offset,"
                                + " kafkaData.insertTime > TIMESTAMP '2024-01-01', kafkaKey.id AS key_id FROM "
                                + dataset
                                + ".my_topic_1"))
                .containsExactly(List.of(7L, "a,b", 1_700_000_000_000_000_001L, 1.5, 2.5, TOPIC, 0L, 0L, true, 7L));
    }

    @Test
    void aTableThatKcbqMadeGoesOnWithItsColumns() {
        try (SinkBench bench = bench("goes_on")) {
            bench.run(LIVE);

            bench.task()
                    .produce(List.of(change(somewhere())))
                    .assign(new TopicPartition(TOPIC, 0))
                    .deliverAll();

            ensureRow(bench, "goes_on");
            assertThat(bench.hasTable(TOPIC)).isFalse();
        }
    }

    @Test
    void aTableThatKcbqWouldHaveMadeIsMade() {
        try (SinkBench bench = bench("made")) {
            bench.task()
                    .produce(List.of(change(somewhere())))
                    .assign(new TopicPartition(TOPIC, 0))
                    .deliverAll();

            ensureRow(bench, "made");
            assertThat(bench.field("my_topic_1", "made").getType()).isIn("INT64", "INTEGER");
            assertThat(bench.field("my_topic_1", "tags").getMode()).isEqualTo("NULLABLE");
            assertThat(bench.partitionedBy("my_topic_1")).isEqualTo("DAY of null");
        }
    }

    @Test
    void integersForATimestampCountAsKcbqsMethodCounted() {
        for (boolean storage : List.of(false, true)) {
            try (SinkBench bench = bench("seconds_" + storage).with("useStorageWriteApi", Boolean.toString(storage))) {
                DeadLetters letters = new DeadLetters();
                bench.run("CREATE TABLE my_topic_1 (id INT64, ts TIMESTAMP)");
                long ts = storage ? 1_700_000_000_000_000L : 1_700_000_000L;
                bench.properties.keySet().removeAll(List.of("kafkaKeyFieldName", "kafkaDataFieldName"));

                bench.task(letters)
                        .produce(List.of(
                                record(TOPIC, 0, 0, null, Map.of("id", 1L, "ts", ts)),
                                record(
                                        TOPIC,
                                        0,
                                        1,
                                        EVENT,
                                        new Struct(EVENT).put("id", 2L).put("ts", ts))))
                        .assign(new TopicPartition(TOPIC, 0))
                        .deliverAll();

                assertThat(letters.offsets()).isEmpty();
                assertThat(bench.rows("SELECT UNIX_SECONDS(ts) FROM seconds_" + storage + ".my_topic_1"))
                        .containsExactly(List.of(1_700_000_000L), List.of(1_700_000_000L));
            }
        }
    }
}
