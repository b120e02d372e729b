// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A topic and a producer for it; records are JSON with a schema: {@code id INT64, name STRING}. */
final class Topic implements AutoCloseable {

    private static final String RECORD = """
        {"schema": {"type": "struct", "name": "it.Person", "fields": [
          {"field": "id", "type": "int64", "optional": false},
          {"field": "name", "type": "string", "optional": true}]},
         "payload": {"id": %d, "name": "%s"}}\
        """;

    private final String name;
    private final Producer<String, String> producer;

    private Topic(String name, Producer<String, String> producer) {
        this.name = name;
        this.producer = producer;
    }

    static Topic create(String name, int partitions, Platform platform) {
        try (Admin admin = platform.broker().admin()) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException refused) {
            throw new IllegalStateException("topic " + name, refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("topic " + name, stopped);
        }
        return new Topic(
                name,
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                platform.broker().bootstrap(),
                                "linger.ms",
                                "5",
                                // A slow machine is no failure
                                "max.block.ms",
                                "600000",
                                "delivery.timeout.ms",
                                "600000"),
                        new StringSerializer(),
                        new StringSerializer()));
    }

    String name() {
        return name;
    }

    /** Returns when all are in the topic. */
    void produce(long firstId, int count) {
        produce(firstId, count, id -> "name " + id);
    }

    /** Returns when all, with names of so many characters, are in the topic. */
    void produceWide(long firstId, int count, int characters) {
        produce(firstId, count, id -> "x".repeat(characters));
    }

    private void produce(long firstId, int count, LongFunction<String> names) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (long id = firstId; id < firstId + count; id++) {
            String value = RECORD.formatted(id, names.apply(id));
            sent.add(producer.send(new ProducerRecord<>(name, Long.toString(id), value)));
        }
        await(sent);
    }

    /** Returns when it is in the topic. */
    void produceRaw(String value) {
        await(List.of(producer.send(new ProducerRecord<>(name, value))));
    }

    /** The same with a key; null in place of a value is a tombstone. */
    void produceRaw(String key, @Nullable String value) {
        await(List.of(producer.send(new ProducerRecord<>(name, key, value))));
    }

    private void await(List<Future<RecordMetadata>> sent) {
        producer.flush();
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException refused) {
                throw new IllegalStateException("producing to " + name + ": " + refused.getCause(), refused);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("producing to " + name, stopped);
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
