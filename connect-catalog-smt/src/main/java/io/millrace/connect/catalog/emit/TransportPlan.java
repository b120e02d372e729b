// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.kit.trust.AllowedPaths;
import io.millrace.connect.kit.trust.AllowedUrls;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.FileConfig;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.KafkaConfig;
import io.openlineage.client.transports.Transport;
import io.openlineage.client.transports.TransportConfig;
import io.openlineage.client.transports.TransportFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One transport as configured, built later and as often as needed.
 *
 * @param name what logs call it
 */
public record TransportPlan(String name, Consumer consumer, TransportConfig config) implements Supplier<Transport> {
    private static final ObjectMapper MAPPER = OpenLineageClientUtils.newObjectMapper();

    /** A property that the transport does not know does nothing: it was misspelled. */
    private static final ObjectMapper STRICT = MAPPER.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Without these a transport can never send. */
    private static final Map<String, List<String>> NEEDED = Map.of(
            "http", List.of("/url"),
            "file", List.of("/location"),
            "kafka", List.of("/topicName", "/properties/bootstrap.servers"));

    /** As Kafka accepts them. */
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    private static final int LAST_PORT = 65_535;

    /** Below these, dots belong to the key: Kafka's properties, HTTP's headers. */
    private static final Set<String> FLAT = Set.of("properties", "headers", "urlParams");

    private static final String GOOGLE_TOKENS = GoogleTokenProvider.class.getName();

    /** Whose requests end with the transport, in the place of the library's. */
    private static final Map<String, String> TOKENS =
            Map.of("oauth2", OAuth2Tokens.class.getName(), "jwt", JwtTokens.class.getName());

    /**
     * Reads {@code transport.*} properties, as OpenLineage documents them. A composite transport is taken apart, so that
     * each of its members has its own deadline and its own memory of what was told.
     *
     * @param consumers the consumer of a composite's members that differ from {@code consumer}, by their name
     * @throws InvalidTransport when they make no transport
     */
    public static List<TransportPlan> read(
            Map<String, String> properties, Consumer consumer, Map<String, Consumer> consumers) {
        ObjectNode root = MAPPER.createObjectNode();
        properties.forEach((key, value) -> put(root, key, value));
        ObjectNode transport = root.path("transport").isObject()
                ? (ObjectNode) root.get("transport")
                : MAPPER.createObjectNode().put("type", "console");
        if (!transport.path("type").asText().equals("composite")) {
            requireMembers(consumers.keySet(), Set.of());
            return List.of(plan("catalog", "transport", consumer, transport));
        }
        JsonNode members = transport.path("transports");
        if (!members.isObject() || members.isEmpty()) {
            throw new InvalidTransport("transport.transports.<name>.type", "is missing: composite needs members");
        }
        requireMembers(
                consumers.keySet(),
                members.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet()));
        List<TransportPlan> plans = new ArrayList<>();
        members.properties().forEach(member -> {
            String at = "transport.transports." + member.getKey();
            if (!(member.getValue() instanceof ObjectNode node)) {
                throw new InvalidTransport(at, "has no options of its own: give " + at + ".type");
            }
            plans.add(plan(member.getKey(), at, consumers.getOrDefault(member.getKey(), consumer), node));
        });
        return plans;
    }

    private static void requireMembers(Set<String> named, Set<String> members) {
        named.stream().filter(name -> !members.contains(name)).findFirst().ifPresent(name -> {
            throw new InvalidTransport(
                    "consumer." + name, "is of no member of a composite transport; members: " + new TreeSet<>(members));
        });
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

    private static TransportPlan plan(String name, String at, Consumer consumer, ObjectNode node) {
        String type = node.path("type").asText();
        if (consumer == Consumer.DATAPLEX && type.equals("http") && !node.has("auth")) {
            node.putObject("auth").put("type", GOOGLE_TOKENS);
        }
        TransportTrust trust = new TransportTrust(at, AllowedUrls.ofWorker(), AllowedPaths.ofWorker());
        trust.ensureKnown(type, node);
        ensureCanSend(type, at, node);
        String tokens = TOKENS.get(node.at("/auth/type").asText());
        if (tokens != null) {
            ((ObjectNode) node.get("auth")).put("type", tokens);
        }
        Thread thread = Thread.currentThread();
        ClassLoader loader = thread.getContextClassLoader();
        try {
            // The library looks for its rarer transports with the context class loader: here, it is the connector's.
            thread.setContextClassLoader(TransportPlan.class.getClassLoader());
            TransportConfig config = STRICT.treeToValue(node, TransportConfig.class);
            trust.ensureAllowed(type, node);
            return new TransportPlan(name, consumer, config);
        } catch (UnrecognizedPropertyException e) {
            Object known = e.getKnownPropertyIds() == null ? "" : e.getKnownPropertyIds();
            throw new InvalidTransport(at + "." + path(e), "is not known to " + type + "; known: " + known);
        } catch (JsonMappingException e) {
            throw unreadable(path(e).isEmpty() ? at : at + "." + path(e), type);
        } catch (JsonProcessingException e) {
            throw unreadable(at, type);
        } finally {
            thread.setContextClassLoader(loader);
        }
    }

    private static void ensureCanSend(String type, String at, ObjectNode node) {
        for (String needed : NEEDED.getOrDefault(type, List.of())) {
            if (node.at(needed).asText().isBlank()) {
                throw new InvalidTransport(at + needed.replace('/', '.'), "is missing: " + type + " needs it");
            }
        }
        if (type.equals("http") && !isWeb(node.path("url").asText())) {
            throw new InvalidTransport(
                    at + ".url", "is no http:// or https:// address with a host, and a port up to 65535 if any");
        }
        JsonNode auth = node.path("auth");
        if (type.equals("http")
                && auth.path("type").asText().equals("api_key")
                && auth.path("apiKey").asText().isBlank()
                && auth.path("api_key").asText().isBlank()) {
            throw new InvalidTransport(at + ".auth.apiKey", "is missing: auth.type=api_key needs it");
        }
        if (type.equals("kafka")
                && !TOPIC.matcher(node.path("topicName").asText()).matches()) {
            throw new InvalidTransport(
                    at + ".topicName", "is no topic's name; accepted: up to 249 letters, digits, dots, _ and -");
        }
    }

    /** Neither message nor cause of the library's: they may repeat a secret. */
    private static InvalidTransport unreadable(String property, String type) {
        return new InvalidTransport(
                property, "cannot be read for type '" + type + "'; see openlineage.io/docs/client/java/configuration");
    }

    private static boolean isWeb(String url) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme());
            return scheme.equals("unix")
                    || (uri.getHost() != null
                            && uri.getPort() <= LAST_PORT
                            && (scheme.equals("http") || scheme.equals("https")));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String path(JsonMappingException problem) {
        return problem.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
    }

    /** Builds the transport; may take long, may throw. */
    @Override
    public Transport get() {
        if (config instanceof FileConfig file) {
            return new FileTransport(Path.of(file.getLocation()), consumer, AllowedPaths.ofWorker());
        }
        if (config instanceof KafkaConfig kafka) {
            return new ConfirmedKafkaTransport(kafka, consumer);
        }
        if (config instanceof HttpConfig http) {
            return AcknowledgedHttp.transport(http);
        }
        return new TransportFactory(config).build();
    }

    /** Names no setting: some are secrets. */
    @Override
    public String toString() {
        return name + " for " + consumer;
    }
}
