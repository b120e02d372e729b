// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import io.millrace.connect.quickstart.stack.Broker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Topics of orders, the orders dealt out evenly.
 *
 * @param pattern what all of their names fit, and no other topic's
 */
record OrderTopics(String pattern, List<String> names, int partitions, int rows) {
    /** A busy machine does not make a thousand topics within a request's time. */
    private static final int AT_ONCE = 50;

    OrderTopics {
        names = List.copyOf(names);
    }

    /** One topic of four partitions. */
    static OrderTopics one(int rows) {
        return new OrderTopics("orders", List.of("orders"), 4, rows);
    }

    /** Many topics of one partition each. */
    static OrderTopics many(int topics, int rows) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            names.add("many-" + i);
        }
        return new OrderTopics("many-.*", names, 1, rows);
    }

    /** The first of them, with their share of the orders. */
    OrderTopics first(int topics) {
        List<String> some = names.subList(0, topics);
        return new OrderTopics(String.join("|", some), some, partitions, rows / names.size() * topics);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells of refusals
    void fill(Broker broker) throws ExecutionException, InterruptedException {
        try (Admin admin = broker.admin();
                Producer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers", broker.bootstrap(),
                                "linger.ms", "20",
                                "batch.size", "262144",
                                "enable.idempotence", "false",
                                "max.in.flight.requests.per.connection", "1",
                                // A busy machine may keep the broker from its work for minutes
                                "delivery.timeout.ms", "600000",
                                "request.timeout.ms", "120000"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            for (int from = 0; from < names.size(); from += AT_ONCE) {
                admin.createTopics(names.subList(from, Math.min(names.size(), from + AT_ONCE)).stream()
                                .map(name -> new NewTopic(name, partitions, (short) 1))
                                .toList())
                        .all()
                        .get();
            }
            Refusal refused = new Refusal();
            long bytes = 0;
            for (int number = 0; number < rows; number++) {
                byte[] value = Order.bytes(number);
                bytes += value.length;
                String topic = names.get(number % names.size());
                int partition = number / names.size() % partitions;
                producer.send(new ProducerRecord<>(topic, partition, null, value), refused::take);
            }
            producer.flush();
            refused.rethrow();
            System.out.printf(
                    "topics   %d with %,d rows of %d fields, %d bytes each%n",
                    names.size(), rows, Order.SCHEMA.fields().size(), bytes / rows);
        }
    }

    /** The first record that the broker did not take. */
    private static final class Refusal {
        private final AtomicReference<@Nullable Exception> first = new AtomicReference<>();

        void take(RecordMetadata record, @Nullable Exception failed) {
            first.compareAndSet(null, failed);
        }

        void rethrow() {
            Exception failed = first.get();
            if (failed != null) {
                throw new IllegalStateException("the topic is not complete", failed);
            }
        }
    }
}
