// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.catalog.event.Consumer;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.FileConfig;
import io.openlineage.client.transports.KafkaConfig;
import io.openlineage.client.transports.Transport;
import io.openlineage.client.transports.TransportConfig;
import io.openlineage.client.transports.TransportFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One transport as configured, built later and as often as needed.
 *
 * @param name what logs call it
 */
public record TransportPlan(String name, Consumer consumer, TransportConfig config) implements Supplier<Transport> {
    private static final ObjectMapper MAPPER = OpenLineageClientUtils.newObjectMapper();

    /** Below these, dots belong to the key: Kafka's properties, HTTP's headers. */
    private static final Set<String> FLAT = Set.of("properties", "headers", "urlParams");

    private static final String GOOGLE_TOKENS = GoogleTokenProvider.class.getName();

    /**
     * Reads {@code transport.*} properties, as OpenLineage documents them. A composite transport is taken apart, so that
     * each of its members has its own deadline and its own memory of what was told.
     *
     * @param consumers the consumer of a composite's members that differ from {@code consumer}, by their name
     * @throws IllegalArgumentException when they make no transport
     */
    public static List<TransportPlan> read(
            Map<String, String> properties, Consumer consumer, Map<String, Consumer> consumers) {
        ObjectNode root = MAPPER.createObjectNode();
        properties.forEach((key, value) -> put(root, key, value));
        ObjectNode transport = root.path("transport").isObject()
                ? (ObjectNode) root.get("transport")
                : MAPPER.createObjectNode().put("type", "console");
        if (!transport.path("type").asText().equals("composite")) {
            return List.of(plan("catalog", consumer, transport));
        }
        JsonNode members = transport.path("transports");
        if (!members.isObject() || members.isEmpty()) {
            throw new IllegalArgumentException("a composite transport needs transport.transports.<name>.type");
        }
        List<TransportPlan> plans = new ArrayList<>();
        members.properties()
                .forEach(member ->
                        plans.add(plan(member.getKey(), consumers.getOrDefault(member.getKey(), consumer), (ObjectNode)
                                member.getValue())));
        return plans;
    }

    private static void put(ObjectNode root, String key, String value) {
        String[] parts = key.split("\\.");
        ObjectNode node = root;
        for (int i = 0; i < parts.length - 1; i++) {
            if (i > 0 && FLAT.contains(parts[i - 1])) {
                node.put(String.join(".", List.of(parts).subList(i, parts.length)), value);
                return;
            }
            JsonNode inner = node.path(parts[i]);
            node = inner.isObject() ? (ObjectNode) inner : node.putObject(parts[i]);
        }
        node.put(parts[parts.length - 1], value);
    }

    private static TransportPlan plan(String name, Consumer consumer, ObjectNode node) {
        if (consumer == Consumer.DATAPLEX && node.path("type").asText().equals("http") && !node.has("auth")) {
            node.putObject("auth").put("type", GOOGLE_TOKENS);
        }
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        try {
            // The library looks for its rarer transports with the context class loader: here, it is the connector's.
            thread.setContextClassLoader(TransportPlan.class.getClassLoader());
            return new TransportPlan(name, consumer, MAPPER.treeToValue(node, TransportConfig.class));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // Neither message nor cause: they may repeat a secret.
            throw new IllegalArgumentException(
                    "transport '" + name + "' of type '" + node.path("type").asText()
                            + "' cannot be read; see openlineage.io/docs/client/java/configuration");
        } finally {
            thread.setContextClassLoader(loader);
        }
    }

    /** Builds the transport; may take long, may throw. */
    @Override
    public Transport get() {
        if (config instanceof FileConfig file) {
            return new FileTransport(Path.of(file.getLocation()), consumer);
        }
        if (config instanceof KafkaConfig kafka) {
            return new ConfirmedKafkaTransport(kafka);
        }
        return new TransportFactory(config).build();
    }

    /** Names no setting: some are secrets. */
    @Override
    public String toString() {
        return name + " for " + consumer;
    }
}
