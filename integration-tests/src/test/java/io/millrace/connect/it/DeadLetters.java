// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** What a dead letter topic says of each record: the message of its exception. */
final class DeadLetters {

    private DeadLetters() {}

    static List<String> read(String topic, int count, Duration limit, Platform platform) {
        List<String> messages = new ArrayList<>();
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                platform.broker().bootstrap(),
                "group.id",
                "reader-of-" + topic,
                "auto.offset.reset",
                "earliest",
                "metadata.max.age.ms",
                "500");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            Awaitility.await(topic).pollInSameThread().atMost(limit).until(() -> {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    messages.add(new String(
                            letter.headers()
                                    .lastHeader("__connect.errors.exception.message")
                                    .value(),
                            StandardCharsets.UTF_8));
                }
                return messages.size() >= count;
            });
        }
        return messages;
    }
}
