// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A worker's REST interface, as far as an operator needs it. Any answer of 400 and above is an exception. */
public final class ConnectRest {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ObjectMapper json = new ObjectMapper();

    ConnectRest(URI address) {
        this.address = address;
    }

    public URI address() {
        return address;
    }

    /** What {@code GET /connector-plugins} lists, transforms and converters included. */
    public List<String> plugins() {
        return listed().map(plugin -> plugin.get("class").asText()).toList();
    }

    /** The versions of the listed plugins whose classes' names begin so. */
    public Set<String> versions(String prefix) {
        return listed().filter(plugin -> plugin.get("class").asText().startsWith(prefix))
                .map(plugin -> plugin.path("version").asText())
                .collect(Collectors.toSet());
    }

    private Stream<JsonNode> listed() {
        return StreamSupport.stream(
                call("GET", "/connector-plugins?connectorsOnly=false", null).spliterator(), false);
    }

    /** Whether the worker has joined its cluster: it answers this only as a member; until then the call fails. */
    boolean isReady() {
        connectors();
        return true;
    }

    public List<String> connectors() {
        return StreamSupport.stream(call("GET", "/connectors", null).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** Submits a file of {@code {"name": …, "config": {…}}} and returns its name. */
    public String create(Path file) {
        try {
            return create(json.readTree(file.toFile()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public String create(String name, Map<String, String> config) {
        return create(json.valueToTree(Map.of("name", name, "config", config)));
    }

    private String create(JsonNode connector) {
        return call("POST", "/connectors", connector).get("name").asText();
    }

    /** The answer of {@code PUT /connector-plugins/…/config/validate}. */
    public JsonNode validate(String connectorClass, Map<String, String> config) {
        return call("PUT", "/connector-plugins/" + connectorClass + "/config/validate", json.valueToTree(config));
    }

    public JsonNode status(String name) {
        return call("GET", "/connectors/" + name + "/status", null);
    }

    /** How far a source has come: what {@code GET /connectors/…/offsets} has stored, by partition; Kafka 3.5 and later. */
    public JsonNode offsets(String name) {
        return call("GET", "/connectors/" + name + "/offsets", null).path("offsets");
    }

    public void restartTask(String name, int task) {
        call("POST", "/connectors/" + name + "/tasks/" + task + "/restart", null);
    }

    public void delete(String name) {
        call("DELETE", "/connectors/" + name, null);
    }

    /** Waits until a connector and at least {@code tasks} tasks run; a task that failed ends the wait with its reason. */
    public void awaitRunning(String name, int tasks) {
        try {
            Awaitility.await(name)
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptionsMatching(notYet -> !(notYet instanceof ConnectorFailed))
                    .until(() -> isRunning(status(name), tasks));
        } catch (ConditionTimeoutException late) {
            throw new IllegalStateException(
                    "connector " + name + " was not running after " + START_LIMIT.toSeconds() + " s: " + status(name),
                    late);
        }
    }

    /** Throws where the connector or one of its tasks has failed. */
    public void refuseFailure(String name) {
        isRunning(status(name), 0);
    }

    private static boolean isRunning(JsonNode status, int tasks) {
        boolean running = isRunning(status.get("connector"), status.get("name").asText());
        for (JsonNode task : status.get("tasks")) {
            running &= isRunning(task, status.get("name").asText() + "-" + task.get("id"));
        }
        return running && status.get("tasks").size() >= tasks;
    }

    private static boolean isRunning(JsonNode part, String name) {
        String state = part.get("state").asText();
        if (state.equals("FAILED")) {
            throw new ConnectorFailed(name + " failed:\n" + part.path("trace").asText());
        }
        return state.equals("RUNNING");
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body) {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body.toString());
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofMinutes(5))
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400) {
                throw new IllegalStateException(
                        method + " " + path + ": " + response.statusCode() + " " + response.body());
            }
            return json.readTree(response.body());
        } catch (JsonProcessingException notJson) {
            throw new UncheckedIOException(notJson);
        } catch (IOException unreachable) {
            throw new UncheckedIOException(method + " " + address + path, unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + method + " " + path, stopped);
        }
    }

    /** A connector or task that will not run again by itself. */
    static final class ConnectorFailed extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        ConnectorFailed(String message) {
            super(message);
        }
    }
}
