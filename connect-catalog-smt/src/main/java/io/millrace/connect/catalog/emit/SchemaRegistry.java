// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connect.catalog.event.DatasetFacts.Registered;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a schema registry (Confluent's REST API) for the latest version of a topic's value schema. Never waits: the answer
 * comes as a future, within the deadline or not at all.
 */
final class SchemaRegistry {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final RegistrySettings settings;
    private final Duration deadline;
    private final HttpClient http;

    SchemaRegistry(RegistrySettings settings, Duration deadline) {
        this.settings = settings;
        this.deadline = deadline;
        this.http = HttpClient.newBuilder().connectTimeout(deadline).build();
    }

    /**
     * The entry under the subject that the topic's records have: {@code topic-value}, the record's name, or both, as the
     * three well-known naming strategies say. Fails when none is there.
     */
    CompletableFuture<Registered> latest(String topic, @Nullable String recordName) {
        List<String> subjects = new ArrayList<>(List.of(topic + "-value"));
        if (recordName != null) {
            subjects.add(recordName);
            subjects.add(topic + "-" + recordName);
        }
        CompletableFuture<Registered> found = latest(subjects.get(0));
        for (String next : subjects.subList(1, subjects.size())) {
            found = found.exceptionallyCompose(
                    absent -> isAbsent(absent) ? latest(next) : CompletableFuture.failedFuture(absent));
        }
        return found;
    }

    private CompletableFuture<Registered> latest(String subject) {
        String base = settings.url().toString().replaceAll("/+$", "");
        URI uri = URI.create(base + "/subjects/"
                + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20") + "/versions/latest");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json")
                .timeout(deadline);
        if (settings.userInfo() != null) {
            byte[] user = settings.userInfo().value().getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        } else if (settings.token() != null) {
            request.header("Authorization", "Bearer " + settings.token().value());
        }
        CompletableFuture<HttpResponse<String>> exchange =
                http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        CompletableFuture<Registered> answer = exchange.thenApply(response -> read(subject, response));
        // The request's own timeout ends with the headers; a body that drips is cut off here.
        return answer.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((found, failed) -> exchange.cancel(true));
    }

    private Registered read(String subject, HttpResponse<String> response) {
        if (response.statusCode() == 404) {
            throw new AbsentException();
        }
        if (response.statusCode() != 200) {
            throw new IllegalStateException("schema registry answered " + response.statusCode());
        }
        try {
            JsonNode body = MAPPER.readTree(response.body());
            return new Registered(
                    settings.url().getHost(),
                    subject,
                    body.path("version").asInt(),
                    body.path("id").asInt(),
                    body.path("schemaType").asText("AVRO"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("schema registry answered no JSON");
        }
    }

    private static boolean isAbsent(Throwable failure) {
        return failure instanceof AbsentException
                || (failure instanceof CompletionException && failure.getCause() instanceof AbsentException);
    }

    private static final class AbsentException extends IllegalStateException {
        AbsentException() {
            super("no such subject");
        }
    }
}
