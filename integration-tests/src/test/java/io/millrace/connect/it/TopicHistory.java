// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connect.it.Contents.Difference;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What Debezium has written to a topic, key by key, in the order that the sink promises: by the time of the append, then
 * by the offset. It tells whose fault a difference is.
 */
final class TopicHistory {

    private static final int LAST = 12;
    private static final Comparator<Change> ORDER = Comparator.comparingLong(Change::timestamp)
            .thenComparingLong(Change::offset)
            .thenComparingInt(Change::partition);

    private final List<String> keyColumns;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, List<Change>> changes = new HashMap<>();
    private final List<Change> truncates = new ArrayList<>();

    /** One record, without its values. */
    record Change(int partition, long offset, long timestamp, String op, JsonNode source) {

        boolean takesAway() {
            return List.of("d", "t", "tombstone").contains(op);
        }

        @Override
        public String toString() {
            StringBuilder said = new StringBuilder(
                    Instant.ofEpochMilli(timestamp) + " partition " + partition + " offset " + offset + ": " + op);
            for (String position : List.of("ts_ms", "snapshot", "file", "pos", "row", "gtid", "lsn", "txId")) {
                if (source.hasNonNull(position)) {
                    said.append(' ')
                            .append(position)
                            .append('=')
                            .append(source.get(position).asText());
                }
            }
            return said.toString();
        }
    }

    /** Of nothing yet. */
    TopicHistory(List<String> keyColumns) {
        this.keyColumns = keyColumns;
    }

    /** Reads all partitions from their beginnings to where they end now. */
    static TopicHistory of(String topic, MirroredTable table, Platform platform) {
        TopicHistory history = new TopicHistory(table.keyColumns());
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", platform.broker().bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> read : consumer.poll(Duration.ofSeconds(1))) {
                    history.add(read);
                }
            }
        } catch (IOException notJson) {
            throw new IllegalStateException(topic, notJson);
        }
        return history;
    }

    private void add(ConsumerRecord<byte[], byte[]> read) throws IOException {
        JsonNode value = payload(read.value());
        String op = value.isNull() ? "tombstone" : value.path("op").asText();
        Change change = new Change(read.partition(), read.offset(), read.timestamp(), op, value.path("source"));
        JsonNode key = payload(read.key());
        if (key.isNull()) {
            truncates.add(change);
        } else {
            add(keyColumns.stream().map(column -> key.path(column).asText()).collect(Collectors.joining("/")), change);
        }
    }

    void add(String key, Change change) {
        changes.computeIfAbsent(key, unused -> new ArrayList<>()).add(change);
    }

    private JsonNode payload(byte @Nullable [] text) throws IOException {
        JsonNode read = text == null ? json.nullNode() : json.readTree(text);
        return read.has("payload") ? read.get("payload") : read;
    }

    /** The changes of a key, the last one last, with those that take away all rows. */
    private List<Change> of(String key) {
        List<Change> all = new ArrayList<>(changes.getOrDefault(key, List.of()));
        all.addAll(truncates);
        all.sort(ORDER);
        return all;
    }

    /** Whose fault a difference between BigQuery and the database is, as far as records tell, and the records. */
    String explain(Difference difference) {
        List<Change> all = of(difference.key());
        List<Change> last = all.subList(Math.max(0, all.size() - LAST), all.size());
        return difference.text() + ": " + verdict(difference.kind(), all) + "; the last " + last.size() + " of "
                + all.size() + " records:"
                + last.stream().map(change -> "\n      " + change).collect(Collectors.joining());
    }

    private static String verdict(Difference.Kind kind, List<Change> all) {
        if (all.size() > 1 && tie(all.get(all.size() - 2), all.get(all.size() - 1))) {
            return "not to be told, two partitions within one millisecond, see decision 5";
        }
        boolean gone = all.isEmpty() || all.get(all.size() - 1).takesAway();
        return switch (kind) {
            case LEFT_OVER -> gone ? "the sink's fault, Kafka has it gone" : "the source's fault, Kafka has no delete";
            case MISSING -> gone ? "the source's fault, Kafka has no row" : "the sink's fault, Kafka has a row";
            case OTHER -> gone ? "the sink's fault, Kafka has it gone" : "to be told by where the last record is from";
        };
    }

    private static boolean tie(Change one, Change next) {
        return one.partition() != next.partition() && one.timestamp() == next.timestamp();
    }
}
