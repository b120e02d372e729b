// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's records of src/test/resources/debezium, converted as a worker does. */
public final class Fixtures {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonConverter keys = new JsonConverter();
    private final JsonConverter values = new JsonConverter();
    private final boolean schemas;

    private Fixtures(boolean schemas) {
        this.schemas = schemas;
        keys.configure(Map.of("schemas.enable", schemas), true);
        values.configure(Map.of("schemas.enable", schemas, "replace.null.with.default", false), false);
    }

    public static Fixtures withSchemas() {
        return new Fixtures(true);
    }

    public static Fixtures withoutSchemas() {
        return new Fixtures(false);
    }

    public SinkRecord debezium(String name) {
        try (InputStream file = Fixtures.class.getResourceAsStream("/debezium/" + name + ".json")) {
            JsonNode record = JSON.readTree(file);
            String topic = record.get("topic").asText();
            SchemaAndValue key = keys.toConnectData(topic, bytes(record.get("key")));
            SchemaAndValue value = values.toConnectData(topic, bytes(record.get("value")));
            return new SinkRecord(
                    topic,
                    record.get("partition").asInt(),
                    key.schema(),
                    key.value(),
                    value.schema(),
                    value.value(),
                    record.get("offset").asLong(),
                    record.get("timestamp").asLong(),
                    TimestampType.CREATE_TIME);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private byte @Nullable [] bytes(JsonNode side) throws IOException {
        JsonNode node = schemas || side.isNull() ? side : side.get("payload");
        return node == null || node.isNull() ? null : JSON.writeValueAsBytes(node);
    }
}
