// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What a dead letter topic says of each record. */
final class DeadLetters {
    private static final String MESSAGE = "__connect.errors.exception.message";

    private DeadLetters() {}

    /** The message of each letter's exception. */
    static List<String> read(String topic, int count, Duration limit, Platform platform) {
        return read(
                topic, count, limit, platform, letter -> text(letter.headers().lastHeader(MESSAGE)));
    }

    /** All headers of each letter, stack trace and all. */
    static List<String> headers(String topic, int count, Duration limit, Platform platform) {
        return read(topic, count, limit, platform, letter -> headers(letter));
    }

    /** All that can be read of each letter: key, value and headers. */
    static List<String> whole(String topic, int count, Duration limit, Platform platform) {
        return read(
                topic,
                count,
                limit,
                platform,
                letter -> text(letter.key()) + " " + text(letter.value()) + " " + headers(letter));
    }

    private static String headers(ConsumerRecord<byte[], byte[]> letter) {
        StringBuilder headers = new StringBuilder();
        letter.headers()
                .forEach(header -> headers.append(header.key())
                        .append('=')
                        .append(text(header))
                        .append(' '));
        return headers.toString();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String text(Header header) {
        return text(header.value());
    }

    private static List<String> read(
            String topic,
            int count,
            Duration limit,
            Platform platform,
            Function<ConsumerRecord<byte[], byte[]>, String> of) {
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
                    messages.add(of.apply(letter));
                }
                return messages.size() >= count;
            });
        }
        return messages;
    }
}
