// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worker's record holds the bytes that were consumed, for the dead letter queue: they weigh as well. */
class RawBytesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COUNT = 2_000;
    private static final int TRIES = 5;

    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static JsonConverter converter(boolean schemas, boolean keys) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", schemas), keys);
        return converter;
    }

    private static byte[] bytes(JsonNode part, boolean schemas) throws IOException {
        return JSON.writeValueAsString(schemas ? part : part.get("payload")).getBytes(StandardCharsets.UTF_8);
    }

    /** The heap holds what others did, too: the middle of some tries is this one's. */
    @ParameterizedTest
    @CsvSource({"all_types-02-u, true", "all_types-02-u, false", "plain-02-u, true", "plain-02-u, false"})
    void aRecordWeighsWhatItHolds(String fixture, boolean schemas) throws IOException {
        JsonNode json = JSON.readTree(RawBytesTest.class.getResourceAsStream("/debezium/" + fixture + ".json"));
        double[] heldOfWeighed = new double[TRIES];

        for (int i = 0; i < TRIES; i++) {
            heldOfWeighed[i] = heldOfWeighed(json, schemas);
        }

        Arrays.sort(heldOfWeighed);
        assertThat(heldOfWeighed[TRIES / 2]).isBetween(0.5, 1.5);
    }

    private static double heldOfWeighed(JsonNode json, boolean schemas) throws IOException {
        TopicPartition partition = new TopicPartition(json.get("topic").asText(), 0);
        JsonConverter keys = converter(schemas, true);
        JsonConverter values = converter(schemas, false);
        RecordWeight weigher = new RecordWeight(new RawSize());
        List<SinkRecord> held = new ArrayList<>(COUNT);
        long weight = 0;
        for (int offset = 0; offset < COUNT; offset++) {
            byte[] key = bytes(json.get("key"), schemas);
            byte[] value = bytes(json.get("value"), schemas);
            SchemaAndValue k = keys.toConnectData(partition.topic(), key);
            SchemaAndValue v = values.toConnectData(partition.topic(), value);
            SinkRecord record = new InternalSinkRecord(
                    new ProcessingContext<>(consumed(partition, offset, key, value)),
                    new SinkRecord(partition.topic(), 0, k.schema(), k.value(), v.schema(), v.value(), offset));
            held.add(record);
            weight += weigher.of(record);
        }
        long with = heap();
        assertThat(held).hasSize(COUNT);
        held.clear();
        long without = heap();
        return (double) (with - without) / weight;
    }

    private static ConsumerRecord<byte[], byte[]> consumed(
            TopicPartition partition, long offset, byte[] key, byte[] value) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                1_700_000_000_000L,
                TimestampType.CREATE_TIME,
                key.length,
                value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
