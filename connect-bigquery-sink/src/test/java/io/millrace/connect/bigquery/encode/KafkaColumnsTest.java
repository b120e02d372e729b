// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.ColumnType;
import io.millrace.connect.bigquery.schema.KafkaColumn;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.bigquery.schema.TypeSettings;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

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
        assertThat(encoding.shapeOf(Encoding.record(null, null, schema, value)).columns())
                .filteredOn(column -> column.name().equals("_kafka_key"))
                .singleElement()
                .satisfies(column -> assertThat(column.type()).isEqualTo(ColumnType.JSON));
    }

    @Test
    void recordsFieldOfTheSameNameIsRefused() {
        Schema schema = Encoding.struct("_KAFKA_offset", Schema.INT32_SCHEMA);

        assertThatThrownBy(() -> encoding.shapeOf(Encoding.record(schema, new Struct(schema))))
                .hasMessageContaining("_KAFKA_offset")
                .hasMessageContaining("kafka.columns");
    }
}
