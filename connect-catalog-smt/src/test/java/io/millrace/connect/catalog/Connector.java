// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.kit.trust.AllowedPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** One task's transforms, fed and closed as a worker does it, whose events go to a file. */
final class Connector<R extends ConnectRecord<R>> implements AutoCloseable {
    private final Path events;
    private final List<Transformation<R>> chain;

    @SafeVarargs
    @SuppressWarnings("varargs") // copied at once, never written to
    Connector(Path events, Transformation<R>... chain) {
        this.events = events;
        this.chain = List.of(chain);
    }

    /** The properties of an instance that writes its events to {@code events}, with {@code more} on top. */
    static Map<String, String> properties(Path events, String... more) {
        System.setProperty(AllowedPaths.PROPERTY, System.getProperty("java.io.tmpdir"));
        Map<String, String> properties = new HashMap<>(Map.of(
                "connector.name", "orders-sink",
                "kafka.namespace", "kafka://broker:9092",
                "sink.name", "shop.raw.${topic:-1}",
                "initial.delay.ms", "600000", // so that closing tells all, once
                "close.timeout.ms", "20000",
                "openlineage.transport.type", "file",
                "openlineage.transport.location", events.toString()));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }

    static CatalogTransform<SinkRecord> catalog(Map<String, String> properties) {
        CatalogTransform<SinkRecord> transform = new CatalogTransform<>();
        transform.configure(properties);
        return transform;
    }

    static CatalogTransform<SourceRecord> sourceCatalog(Map<String, String> properties) {
        CatalogTransform<SourceRecord> transform = new CatalogTransform<>();
        transform.configure(properties);
        return transform;
    }

    /** The record as the connector, or the topic, gets it. */
    R pass(R record) {
        R current = record;
        for (Transformation<R> transform : chain) {
            current = transform.apply(current);
        }
        return current;
    }

    @Override
    public void close() {
        chain.forEach(Transformation::close);
    }

    /** Closes, and gives every event that was sent, each found valid. */
    List<JsonNode> closeAndRead() {
        close();
        try {
            return Files.exists(events)
                    ? Files.readAllLines(events).stream().map(SpecCheck::valid).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
