// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Asks a schema registry with Confluent's REST API (docs.confluent.io/platform/current/schema-registry/develop/api.html,
 * 2026-08). Each call waits until the deadline at most. Redirects are not followed: the credentials are for one server.
 */
public final class SchemaRegistry {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final RegistrySettings settings;
    private final Duration deadline;
    private final HttpClient http;

    public SchemaRegistry(RegistrySettings settings, Duration deadline) {
        this.settings = settings;
        this.deadline = deadline;
        this.http = HttpClient.newBuilder().connectTimeout(deadline).build();
    }

    /** Asks for nothing in particular, to see whether it answers. */
    public void greet() throws RegistryException {
        get("/schemas/types");
    }

    /** Asks whether a topic's value schema is registered. */
    public boolean knows(String topic) throws RegistryException {
        return latest(valuesOf(topic)).isPresent();
    }

    /** The subject of a topic's values, by the naming strategy that converters have by default. */
    static String valuesOf(String topic) {
        return topic + "-value";
    }

    /** The subject of a topic's keys. */
    static String keysOf(String topic) {
        return topic + "-key";
    }

    /** The latest version of a subject; empty if there is none. */
    Optional<Registered> latest(String subject) throws RegistryException {
        return version(subject, "latest");
    }

    /** A version that another schema refers to; empty if there is none. */
    Optional<Registered> version(Registered.Reference reference) throws RegistryException {
        return version(reference.subject(), Integer.toString(reference.version()));
    }

    private Optional<Registered> version(String subject, String version) throws RegistryException {
        HttpResponse<String> answer = get("/subjects/"
                + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20") + "/versions/" + version);
        return answer.statusCode() == NOT_FOUND ? Optional.empty() : Optional.of(read(answer));
    }

    private HttpResponse<String> get(String path) throws RegistryException {
        String base = settings.url().toString().replaceAll("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json")
                .timeout(deadline);
        Password userInfo = settings.userInfo();
        Password token = settings.token();
        if (userInfo != null) {
            byte[] user = userInfo.value().getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        } else if (token != null) {
            request.header("Authorization", "Bearer " + token.value());
        }
        HttpResponse<String> answer = await(http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()));
        if (answer.statusCode() != OK && answer.statusCode() != NOT_FOUND) {
            throw failure(answer.statusCode(), "status " + answer.statusCode(), null);
        }
        return answer;
    }

    /** The request's own timeout ends with the headers; a body that drips is cut off here. */
    private HttpResponse<String> await(CompletableFuture<HttpResponse<String>> exchange) throws RegistryException {
        try {
            return exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            exchange.cancel(true);
            throw failure(0, "no answer in " + deadline.toMillis() + " ms", slow);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw failure(0, cause.getClass().getSimpleName(), cause);
        } catch (InterruptedException stopped) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw failure(0, "interrupted", stopped);
        }
    }

    private RegistryException failure(int status, String what, @Nullable Throwable cause) {
        return new RegistryException(status, settings.url() + ": " + what, cause);
    }

    private Registered read(HttpResponse<String> answer) throws RegistryException {
        try {
            JsonNode body = JSON.readTree(answer.body());
            if (body.path("schema").isTextual()) {
                List<Registered.Reference> references = new ArrayList<>();
                body.path("references")
                        .forEach(reference -> references.add(new Registered.Reference(
                                reference.path("name").asText(),
                                reference.path("subject").asText(),
                                reference.path("version").asInt())));
                // Registries older than JSON Schema and Protobuf name no type.
                return new Registered(
                        body.path("schemaType").asText("AVRO"),
                        body.get("schema").textValue(),
                        references);
            }
        } catch (JsonProcessingException malformed) {
            throw failure(OK, "an answer that is no JSON", null);
        }
        throw failure(OK, "an answer without a schema", null);
    }
}
