// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.registry;

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
 * 2026-08). Each answer comes within the deadline or not at all. Redirects are not followed: the credentials are for one
 * server.
 */
public final class SchemaRegistry {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    /** Several times what a registry stores by default: it keeps each schema in a Kafka record. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int NOT_FOUND = 404;

    /**
     * One for the plugin: a client of Java 17 cannot be closed, and one for each task would leave its threads behind with
     * every restart until the collector comes by. It holds no credentials and no settings.
     */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RegistryAccess access;
    private final Duration deadline;

    public SchemaRegistry(RegistryAccess access, Duration deadline) {
        this.access = access;
        this.deadline = deadline;
    }

    /** The subject of a topic's values, by the naming strategy that converters have by default. */
    public static String valuesOf(String topic) {
        return topic + "-value";
    }

    /** The subject of a topic's keys. */
    public static String keysOf(String topic) {
        return topic + "-key";
    }

    /** Asks for nothing in particular, to see whether it answers. Waits. */
    public void greet() throws RegistryException {
        HttpResponse<Optional<String>> answer = await(get("/schemas/types"));
        if (answer.statusCode() != NOT_FOUND) { // older than the question
            ensureOk(answer);
        }
    }

    /** The latest version of a subject; empty if there is none. Waits. */
    public Optional<RegisteredSchema> latest(String subject) throws RegistryException {
        return read(subject, await(get(path(subject, "latest"))));
    }

    /** A version that another schema refers to; empty if there is none. Waits. */
    public Optional<RegisteredSchema> version(RegisteredSchema.Reference reference) throws RegistryException {
        String subject = reference.subject();
        return read(subject, await(get(path(subject, Integer.toString(reference.version())))));
    }

    /** As {@link #latest}, without waiting; fails with a {@link RegistryException}, or when the time is over. */
    public CompletableFuture<Optional<RegisteredSchema>> askLatest(String subject) {
        return get(path(subject, "latest")).thenCompose(answer -> {
            try {
                return CompletableFuture.completedFuture(read(subject, answer));
            } catch (RegistryException unusable) {
                return CompletableFuture.failedFuture(unusable);
            }
        });
    }

    private static String path(String subject, String version) {
        return "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20") + "/versions/"
                + version;
    }

    private CompletableFuture<HttpResponse<Optional<String>>> get(String path) {
        String base = access.url().toString().replaceAll("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json")
                .timeout(deadline);
        Password userInfo = access.userInfo();
        Password token = access.token();
        if (userInfo != null) {
            byte[] user = userInfo.value().getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        } else if (token != null) {
            request.header("Authorization", "Bearer " + token.value());
        }
        CompletableFuture<HttpResponse<Optional<String>>> exchange =
                HTTP.sendAsync(request.build(), status -> new BoundedBody(MOST_BYTES));
        // The request's own timeout ends with the headers; a body that drips is cut off here.
        CompletableFuture<HttpResponse<Optional<String>>> answer =
                exchange.copy().orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        var unused = answer.whenComplete((came, failed) -> exchange.cancel(true));
        return answer;
    }

    private HttpResponse<Optional<String>> await(CompletableFuture<HttpResponse<Optional<String>>> answer)
            throws RegistryException {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            String what = cause instanceof TimeoutException
                    ? "no answer in " + deadline.toMillis() + " ms"
                    : cause.getClass().getSimpleName();
            throw failure(0, what, cause);
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw failure(0, "interrupted", stopped);
        }
    }

    private RegistryException failure(int status, String what, @Nullable Throwable cause) {
        return new RegistryException(status, access.url() + ": " + what, cause);
    }

    private Optional<RegisteredSchema> read(String subject, HttpResponse<Optional<String>> answer)
            throws RegistryException {
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        ensureOk(answer);
        if (answer.body().isEmpty()) {
            throw failure(OK, "an answer of more than " + MOST_BYTES + " bytes", null);
        }
        try {
            JsonNode body = JSON.readTree(answer.body().get());
            if (body.path("schema").isTextual()) {
                return Optional.of(new RegisteredSchema(
                        subject,
                        body.path("version").asInt(),
                        body.path("id").asInt(),
                        // Registries older than JSON Schema and Protobuf name no type.
                        body.path("schemaType").asText("AVRO"),
                        body.get("schema").textValue(),
                        references(body)));
            }
        } catch (JsonProcessingException malformed) {
            throw failure(OK, "an answer that is no JSON", null);
        }
        throw failure(OK, "an answer without a schema", null);
    }

    private void ensureOk(HttpResponse<Optional<String>> answer) throws RegistryException {
        if (answer.statusCode() != OK) {
            throw failure(answer.statusCode(), "status " + answer.statusCode(), null);
        }
    }

    private static List<RegisteredSchema.Reference> references(JsonNode body) {
        List<RegisteredSchema.Reference> references = new ArrayList<>();
        body.path("references")
                .forEach(reference -> references.add(new RegisteredSchema.Reference(
                        reference.path("name").asText(),
                        reference.path("subject").asText(),
                        reference.path("version").asInt())));
        return references;
    }
}
