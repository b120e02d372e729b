// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Records as converters and source connectors make them. */
public final class Records {
    public static final long NOON = 1_795_348_800_000L;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static final Schema ADDRESS = SchemaBuilder.struct()
            .name("Address")
            .optional()
            .field("street", Schema.OPTIONAL_STRING_SCHEMA)
            .field("city", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    public static final Schema ORDER = order().build();

    private Records() {}

    public static SchemaBuilder order() {
        return SchemaBuilder.struct()
                .name("Order")
                .field("id", Schema.INT64_SCHEMA)
                .field("email", Schema.OPTIONAL_STRING_SCHEMA)
                .field("amount", Decimal.builder(2).optional().build())
                .field("address", ADDRESS);
    }

    /** An order whose values differ from any other's. */
    public static Struct order(Schema schema, long id) {
        Struct order = new Struct(schema)
                .put("id", 1_000 + id)
                .put("email", "ann" + id + "@example.com")
                .put("amount", BigDecimal.valueOf(1_000 + id, 2))
                .put(
                        "address",
                        new Struct(ADDRESS).put("street", "High Street " + id).put("city", "Town " + id));
        return order;
    }

    public static SinkRecord sink(
            String topic, int partition, long offset, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord(
                topic, partition, null, null, schema, value, offset, NOON + offset, TimestampType.CREATE_TIME);
    }

    public static SinkRecord order(String topic, long offset) {
        return sink(topic, 0, offset, ORDER, order(ORDER, offset));
    }

    public static SourceRecord source(String topic, Schema schema, @Nullable Object value, long offset) {
        return new SourceRecord(
                Map.of("table", "orders"),
                Map.of("lsn", offset),
                topic,
                null,
                null,
                null,
                schema,
                value,
                NOON + offset);
    }

    /** A Debezium fixture, as a sink reads it. */
    public static SinkRecord debezium(String name) {
        try (InputStream in = Records.class.getResourceAsStream("/debezium/" + name + ".json")) {
            JsonNode node = MAPPER.readTree(Objects.requireNonNull(in, name));
            JsonConverter converter = new JsonConverter();
            converter.configure(Map.of("schemas.enable", true), false);
            String topic = node.path("topic").asText();
            JsonNode json = node.path("value");
            SchemaAndValue value = json.isNull()
                    ? SchemaAndValue.NULL
                    : converter.toConnectData(topic, json.toString().getBytes(StandardCharsets.UTF_8));
            return new SinkRecord(
                    topic,
                    node.path("partition").asInt(),
                    null,
                    null,
                    value.schema(),
                    value.value(),
                    node.path("offset").asLong(),
                    node.path("timestamp").asLong(),
                    TimestampType.CREATE_TIME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, as Debezium's source connector hands it over. */
    public static SourceRecord debeziumSource(String name) {
        SinkRecord read = debezium(name);
        return new SourceRecord(
                Map.of("server", "pg"),
                Map.of("lsn", read.kafkaOffset()),
                read.topic(),
                null,
                null,
                null,
                read.valueSchema(),
                read.value(),
                read.timestamp());
    }
}
