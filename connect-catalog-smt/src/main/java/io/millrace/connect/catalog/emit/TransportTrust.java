// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connect.kit.google.GoogleAddresses;
import io.millrace.connect.kit.trust.AllowedPaths;
import io.millrace.connect.kit.trust.AllowedUrls;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;

/**
 * What a connector's author may reach by OpenLineage's transports: servers, but no class by its name, no file outside the
 * operator's folders, and no server with Google's token but Google's.
 *
 * @param at where the transport stands, for messages
 */
record TransportTrust(String at, AllowedUrls urls, AllowedPaths paths) {
    /** The library's others build a class by its name, or are not shipped. */
    private static final Set<String> TYPES = Set.of("http", "kafka", "file", "console");

    private static final String GOOGLE_TOKENS = GoogleTokenProvider.class.getName();
    private static final Set<String> AUTHS = Set.of("api_key", "jwt", "oauth2", GOOGLE_TOKENS);

    /** InvalidTransport for what would build a class that the configuration names: before it is built. */
    void ensureKnown(String type, ObjectNode transport) {
        if (!TYPES.contains(type)) {
            throw new InvalidTransport(
                    at + ".type", "'" + type + "' is not accepted; accepted: http, kafka, file, console, composite");
        }
        JsonNode auth = transport.path("auth").path("type");
        if (!auth.isMissingNode() && !AUTHS.contains(auth.asText())) {
            throw new InvalidTransport(
                    at + ".auth.type", "is not accepted; accepted: api_key, jwt, oauth2, " + GOOGLE_TOKENS);
        }
    }

    /** InvalidTransport naming the property that reaches too far. */
    void ensureAllowed(String type, ObjectNode transport) {
        switch (type) {
            case "http" -> ensureHttp(transport);
            case "file" -> ensurePath("location", transport.path("location").asText());
            case "kafka" -> ensureKafka(transport);
            default -> {
                // the log
            }
        }
    }

    private void ensureHttp(ObjectNode transport) {
        URI url = parse(transport.path("url").asText());
        if ("unix".equalsIgnoreCase(url.getScheme())) {
            ensurePath("url", String.valueOf(url.getPath()));
        }
        boolean googles = transport.path("auth").path("type").asText().equals(GOOGLE_TOKENS);
        if (googles && !GoogleAddresses.isApi(url) && !urls.allows(url)) {
            throw new InvalidTransport(
                    at + ".url",
                    "is no address of Google's, and a Google token would be sent there;"
                            + " accepted: https://*.googleapis.com, or another " + at
                            + ".auth; the worker's operator allows others by"
                            + " the JVM property " + AllowedUrls.PROPERTY);
        }
        JsonNode store = transport.path("sslContext").path("keyStorePath");
        if (!store.isMissingNode()) {
            ensurePath("sslContext.keyStorePath", store.asText());
        }
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException malformed) {
            return URI.create("");
        }
    }

    private void ensureKafka(ObjectNode transport) {
        for (Map.Entry<String, JsonNode> property : transport.path("properties").properties()) {
            String name = property.getKey();
            String value = property.getValue().asText();
            String where = "properties." + name;
            if (ProducerProperties.PATHS.contains(name)) {
                ensurePath(where, value);
            } else {
                String refusal = ProducerProperties.refusal(name, value);
                if (refusal != null) {
                    throw new InvalidTransport(at + "." + where, refusal);
                }
            }
        }
        JsonNode properties = transport.path("properties");
        boolean signsIn = properties.path("security.protocol").asText().startsWith("SASL");
        if (signsIn && !properties.has("sasl.jaas.config")) {
            throw new InvalidTransport(
                    at + ".properties.sasl.jaas.config",
                    "is missing: without it the worker's own" + " login would be shown to the brokers");
        }
    }

    private void ensurePath(String property, String path) {
        if (!paths.contain(path)) {
            throw new InvalidTransport(at + "." + property, AllowedPaths.REFUSAL);
        }
    }
}
