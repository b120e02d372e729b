// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnMode;
import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.schema.KafkaColumn;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.bigquery.schema.SchemaComparison;
import io.millrace.connect.bigquery.schema.SchemaDiff;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.schema.TypeSettings;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaColumnsTest {
    private final Encoding encoding =
            Encoding.of(TypeSettings.DEFAULT, new KafkaColumns(EnumSet.allOf(KafkaColumn.class), "_kafka_"));

    @Test
    void placeOfTheRecordBeforeTransformsBecomesColumns() {
        Schema keySchema =
                SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        Schema schema = Encoding.struct("v", Schema.INT32_SCHEMA);
        Headers headers = new ConnectHeaders()
                .addString("trace", "t1")
                .addInt("retries", 2)
                .addBytes("raw", new byte[] {1})
                .add("none", null, null);
        SinkRecord record = new SinkRecord(
                "renamed",
                9,
                keySchema,
                new Struct(keySchema).put("id", 5L),
                schema,
                new Struct(schema).put("v", 1),
                99,
                1704164645123L,
                TimestampType.CREATE_TIME,
                headers,
                "orders",
                3,
                41);

        assertThat(encoding.row(record))
                .isEqualTo(Map.of(
                        "v",
                        1L,
                        "_kafka_topic",
                        "orders",
                        "_kafka_partition",
                        3L,
                        "_kafka_offset",
                        41L,
                        "_kafka_timestamp",
                        Instant.parse("2024-01-02T03:04:05.123Z"),
                        "_kafka_headers",
                        List.of(
                                Map.of("key", "trace", "value", "t1"),
                                Map.of("key", "retries", "value", "2"),
                                Map.of("key", "raw", "value", "AQ=="),
                                Map.of("key", "none")),
                        "_kafka_key",
                        Map.of("id", 5L)));
    }

    @Test
    void primitiveAndSchemalessKeysAreColumnsToo() {
        Schema schema = Encoding.struct("v", Schema.INT32_SCHEMA);
        Struct value = new Struct(schema).put("v", 1);

        assertThat(encoding.row(Encoding.record(Schema.STRING_SCHEMA, "k1", schema, value)))
                .containsEntry("_kafka_key", "k1");
        assertThat(encoding.row(Encoding.record(null, Map.of("a", 1), schema, value)))
                .containsEntry("_kafka_key", "{\"a\":1}");
        assertThat(encoding.shapeOf(Encoding.record(null, "k1", schema, value)).columns())
                .filteredOn(column -> column.name().equals("_kafka_key"))
                .singleElement()
                .satisfies(column -> assertThat(column.type()).isEqualTo(ColumnType.JSON));
    }

    private static Stream<Arguments> keys() {
        Schema struct = Encoding.struct("id", Schema.INT64_SCHEMA);
        Schema list = SchemaBuilder.array(Schema.STRING_SCHEMA).build();
        return Stream.of(
                Arguments.of(struct, new Struct(struct).put("id", 5L)),
                Arguments.of(list, List.of("a")),
                Arguments.of(Schema.STRING_SCHEMA, "k"),
                Arguments.of(Schema.OPTIONAL_STRING_SCHEMA, "k"),
                Arguments.of(Schema.INT64_SCHEMA, 5L),
                Arguments.of(Schema.BOOLEAN_SCHEMA, true),
                Arguments.of(Timestamp.SCHEMA, new Date()),
                Arguments.of(Schema.BYTES_SCHEMA, new byte[] {1}),
                Arguments.of(null, Map.of("id", 5)));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aMissingKeyIsNullInAColumnOfAnyTypeAndAsksForNone(@Nullable Schema keySchema, Object key) {
        Schema schema = Encoding.struct("v", Schema.INT32_SCHEMA);
        Struct value = new Struct(schema).put("v", 1);
        for (Encoding one : List.of(encoding, kcbq(false))) {
            TableShape live = one.shapeOf(Encoding.record(keySchema, key, schema, value));
            SinkRecord typed = Encoding.record(null, null, schema, value);
            SinkRecord untyped = Encoding.record(null, null, null, Map.of("v", 1));

            for (SinkRecord record : List.of(typed, untyped)) {
                assertThat(one.shapeOf(record).columns())
                        .extracting(Column::name)
                        .contains("v")
                        .doesNotContain("_kafka_key", "kafkaKey");
                assertThat(SchemaComparison.between(live, one.shapeOf(record, live), SchemaSettings.DEFAULT))
                        .isInstanceOf(SchemaDiff.Fits.class);
                assertThat(Decoded.row(one.encode(record, live)))
                        .containsEntry("v", 1L)
                        .doesNotContainKeys("_kafka_key", "kafkaKey");
                assertThat(Decoded.row(one.encode(record, one.shapeOf(record)))).containsEntry("v", 1L);
            }
            assertThat(one.shapeOf(Encoding.record(keySchema, key, schema, value)))
                    .as("another record with a key needs what the first did")
                    .isSameAs(live);
        }
    }

    @Test
    void debeziumsTruncateHasNoKeyAndIsKept() {
        Schema keySchema = Encoding.struct("id", Schema.INT64_SCHEMA);
        Schema row = SchemaBuilder.struct()
                .optional()
                .field("id", Schema.INT64_SCHEMA)
                .build();
        Schema envelope = SchemaBuilder.struct()
                .name("orders.Envelope")
                .field("before", row)
                .field("after", row)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct created = new Struct(envelope).put("op", "c").put("after", new Struct(row).put("id", 5L));
        SinkRecord first = Encoding.record(keySchema, new Struct(keySchema).put("id", 5L), envelope, created);
        SinkRecord truncate = Encoding.record(null, null, envelope, new Struct(envelope).put("op", "t"));

        TableShape live = encoding.shapeOf(first);
        assertThat(SchemaComparison.between(live, encoding.shapeOf(truncate, live), SchemaSettings.DEFAULT))
                .isInstanceOf(SchemaDiff.Fits.class);
        assertThat(Decoded.row(encoding.encode(truncate, live)))
                .containsEntry("__op", "t")
                .containsEntry("__deleted", true)
                .doesNotContainKeys("_kafka_key", "id");
    }

    @Test
    void aFieldInTheKeysPlaceIsRefusedOrLeftOutWhetherTheRecordHasAKeyOrNot() {
        Schema schema = Encoding.struct("_KAFKA_key", Schema.STRING_SCHEMA);

        assertThatThrownBy(() -> encoding.shapeOf(Encoding.record(schema, new Struct(schema))))
                .hasMessageContaining("_KAFKA_key");
        assertThat(kcbq(false)
                        .shapeOf(Encoding.record(null, Map.of("v", 1, "KafkaKey", "mine")))
                        .columns())
                .extracting(Column::name)
                .containsExactly("v", "kafkaData");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "user-1 | \"user-1\"",
                "{\"id\":1} | {\"id\":1}",
                "17 | 17",
                "a \"b\" | \"a \\\"b\\\"\"",
                "{x | \"{x\""
            })
    void aTextForAKeyColumnOfJsonIsTheDocumentThatItHoldsOrOneItself(String key, String document) {
        Schema schema = Encoding.struct("v", Schema.INT32_SCHEMA);
        SinkRecord record = Encoding.record(Schema.OPTIONAL_STRING_SCHEMA, key, schema, new Struct(schema).put("v", 1));

        assertThat(encoding.row(record, Column.of("_kafka_key", ColumnType.JSON, ColumnMode.NULLABLE)))
                .isEqualTo(Map.of("_kafka_key", document));
    }

    @Test
    void recordsFieldOfTheSameNameIsRefused() {
        Schema schema = Encoding.struct("_KAFKA_offset", Schema.INT32_SCHEMA);

        assertThatThrownBy(() -> encoding.shapeOf(Encoding.record(schema, new Struct(schema))))
                .hasMessageContaining("_KAFKA_offset")
                .hasMessageContaining("kafka.columns");
    }

    private static Encoding kcbq(boolean original) {
        return Encoding.of(
                TypeSettings.DEFAULT,
                new KafkaColumns(Set.of(), "_kafka_", "kafkaKey", new KafkaColumns.Metadata("kafkaData", original)));
    }

    private static SinkRecord renamed(@Nullable Schema keySchema, @Nullable Object key) {
        Schema schema = Encoding.struct("v", Schema.INT32_SCHEMA);
        return new SinkRecord(
                "renamed",
                9,
                keySchema,
                key,
                schema,
                new Struct(schema).put("v", 1),
                41,
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                null,
                "orders",
                3,
                41);
    }

    @Test
    void keyAndPlaceInKafkaAreRecordsAsKcbqMakesThem() {
        Schema keySchema =
                SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
        SinkRecord record = renamed(keySchema, new Struct(keySchema).put("id", 5L));

        assertThat(kcbq(false).shapeOf(record).columns())
                .containsExactly(
                        Column.of("v", ColumnType.INT64, ColumnMode.REQUIRED),
                        Column.record(
                                "kafkaKey",
                                ColumnMode.NULLABLE,
                                List.of(Column.of("id", ColumnType.INT64, ColumnMode.REQUIRED))),
                        Column.record(
                                "kafkaData",
                                ColumnMode.NULLABLE,
                                List.of(
                                        Column.of("topic", ColumnType.STRING, ColumnMode.NULLABLE),
                                        Column.of("partition", ColumnType.INT64, ColumnMode.NULLABLE),
                                        Column.of("offset", ColumnType.INT64, ColumnMode.NULLABLE),
                                        Column.of("insertTime", ColumnType.TIMESTAMP, ColumnMode.NULLABLE))));
        assertThat(kcbq(false).row(record))
                .containsEntry("kafkaKey", Map.of("id", 5L))
                .containsEntry(
                        "kafkaData",
                        Map.of("topic", "renamed", "partition", 9L, "offset", 41L, "insertTime", Encoding.NOW));
        assertThat(kcbq(true).row(record))
                .containsEntry(
                        "kafkaData",
                        Map.of("topic", "orders", "partition", 3L, "offset", 41L, "insertTime", Encoding.NOW));
    }

    @Test
    void aTableThatKcbqMadeGoesOnWithKeysOfAnyKind() {
        Column key = Column.record(
                "KafkaKey",
                ColumnMode.NULLABLE,
                List.of(
                        Column.of("id", ColumnType.INT64, ColumnMode.REQUIRED),
                        Column.of("region", ColumnType.STRING, ColumnMode.NULLABLE)));
        Column place = Column.record(
                "kafkaData",
                ColumnMode.NULLABLE,
                List.of(
                        Column.of("insertTime", ColumnType.TIMESTAMP, ColumnMode.NULLABLE),
                        Column.of("offset", ColumnType.INT64, ColumnMode.NULLABLE),
                        Column.of("putAttemptId", ColumnType.STRING, ColumnMode.NULLABLE)));

        assertThat(kcbq(false).row(renamed(null, Map.of("id", 5L, "region", "eu")), key, place))
                .isEqualTo(Map.of(
                        "KafkaKey",
                        Map.of("id", 5L, "region", "eu"),
                        "kafkaData",
                        Map.of("offset", 41L, "insertTime", Encoding.NOW)));
        assertThat(kcbq(false).row(renamed(null, null), key)).isEmpty();
        assertThatThrownBy(() -> kcbq(false).row(renamed(null, "text"), key))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("KafkaKey");
    }

    @Test
    void aRecordWithoutSchemaGetsThemToo() {
        assertThat(kcbq(false)
                        .row(
                                Encoding.record(null, Map.of("v", 1, "kafkaKey", "mine")),
                                Column.of("kafkaKey", ColumnType.JSON, ColumnMode.NULLABLE)))
                .isEmpty();
        assertThat(kcbq(false)
                        .shapeOf(Encoding.record(null, "k", null, Map.of("v", 1)))
                        .columns())
                .extracting(Column::name)
                .containsExactly("v", "kafkaKey", "kafkaData");
    }
}
