// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.event.EventJson;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.transports.KafkaConfig;
import io.openlineage.client.transports.KafkaTransport;
import io.openlineage.client.transports.Transport;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The library's Kafka transport, which fires and forgets, with a producer that waits for the broker's word. */
final class ConfirmedKafkaTransport extends Transport {
    private final Producer producer;
    private final KafkaTransport transport;

    ConfirmedKafkaTransport(KafkaConfig config, Consumer consumer) {
        Properties properties = new Properties();
        properties.putAll(config.getProperties());
        properties.putIfAbsent("key.serializer", StringSerializer.class.getName());
        properties.putIfAbsent("value.serializer", StringSerializer.class.getName());
        this.producer = new Producer(properties, consumer);
        this.transport = new KafkaTransport(producer, config);
    }

    @Override
    public void emit(OpenLineage.RunEvent event) {
        transport.emit(event);
        producer.confirm();
    }

    @Override
    public void emit(OpenLineage.DatasetEvent event) {
        transport.emit(event);
        producer.confirm();
    }

    @Override
    public void emit(OpenLineage.JobEvent event) {
        transport.emit(event);
        producer.confirm();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }

    /** Of the sender's thread alone. */
    private static final class Producer extends KafkaProducer<String, String> {
        private final Consumer consumer;
        private @Nullable Future<RecordMetadata> last;

        Producer(Properties properties, Consumer consumer) {
            super(properties);
            this.consumer = consumer;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<String, String> record) {
            last = null;
            Future<RecordMetadata> sent = super.send(
                    new ProducerRecord<>(record.topic(), record.key(), EventJson.line(record.value(), consumer)));
            last = sent;
            return sent;
        }

        /** The transport logs a failure and goes on; this says it. */
        void confirm() {
            Future<RecordMetadata> sent = last;
            if (sent == null) {
                throw new KafkaException("the event was not handed to the producer");
            }
            try {
                sent.get();
            } catch (ExecutionException e) {
                throw new KafkaException("the event was not acknowledged", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted while the event was not acknowledged yet", e);
            }
        }
    }
}
