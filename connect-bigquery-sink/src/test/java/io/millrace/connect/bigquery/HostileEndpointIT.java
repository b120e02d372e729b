// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static io.millrace.connect.testkit.RawServers.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.connect.testkit.CapturedLogs;
import io.millrace.connect.testkit.RawServers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation against an endpoint that is nobody's of Google's: a connector's author names it, and may call as often as liked. */
@Timeout(120)
class HostileEndpointIT {
    private static final String JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
    private static final long MOST_WRITTEN = 512L << 20;

    private final RawServers servers = new RawServers();

    @AfterEach
    void closeServers() throws IOException {
        servers.close();
    }

    private static Map<String, String> errors(String endpoint, String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "name", "hostile",
                "topics", "orders",
                "project", "my-project",
                "dataset", "raw",
                "credentials.source", "none",
                "bigquery.endpoint", endpoint));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        Map<String, String> errors = new HashMap<>();
        for (ConfigValue value :
                new BigQuerySinkConnector().validate(properties).configValues()) {
            value.errorMessages().forEach(message -> errors.put(value.name(), message));
        }
        return errors;
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"id\":1e999999999,\"code\":1e999999999}", "\0", ""})
    void whatNoParserTakesIsNoAnswer(String body) throws IOException {
        String content = body.length() == 1 || body.equals("{\"a\":") ? body.repeat(1_000_000) : body;
        String endpoint =
                servers.serving(out -> write(out, JSON + "Content-Length: " + content.length() + "\r\n\r\n" + content));

        assertThat(errors(endpoint)).isEmpty();
        assertThat(servers.heads()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"302", "307", "308"})
    void nobodyIsFollowedElsewhere(String status) throws IOException {
        List<String> reached = new CopyOnWriteArrayList<>();
        String inside = servers.serving(out -> reached.add("reached"));
        for (String to : List.of(inside + "/secret", "file:///etc/passwd", "ftp://127.0.0.1/x", "::")) {
            String endpoint = servers.serving(out -> write(
                    out, "HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + to + "\r\nContent-Length: 0\r\n\r\n"));

            assertThat(errors(endpoint)).as(to).isEmpty();
        }
        assertThat(reached).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"body", "head"})
    void noThreadIsLeftWithAServerThatDrips(String what) throws IOException {
        String endpoint = servers.serving(out -> {
            write(out, what.equals("body") ? JSON + "Content-Length: 1000000\r\n\r\n" : "HTTP/1.1 ");
            servers.drip(out, what.equals("body") ? " " : "2", Duration.ofMillis(100));
        });

        assertThat(errors(endpoint)).isEmpty();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("hostile-plan")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "500 Oops"})
    void anAnswerWithoutEndIsGivenUp(String status) throws IOException {
        long[] written = {0};
        String endpoint = servers.serving(out -> {
            write(
                    out,
                    "HTTP/1.1 " + status
                            + "\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"access\":[");
            String more = "{\"role\":\"READER\"},".repeat(1_000);
            while (written[0] < MOST_WRITTEN) {
                write(out, more);
                written[0] += more.length();
            }
        });

        assertThat(errors(endpoint)).isEmpty();
        assertThat(written[0]).isLessThan(MOST_WRITTEN);
    }

    @Test
    void noLogRepeatsWhatWasAnswered() throws IOException {
        String body = "canary\n2026-11-30 ERROR forged";
        String endpoint = servers.serving(out -> write(
                out,
                "HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body));
        try (CapturedLogs logs = new CapturedLogs()) {
            assertThat(errors(endpoint)).isEmpty();

            assertThat(logs.text()).contains("BigQuery did not answer").doesNotContain("canary", "forged");
        }
    }

    /** Each finding read all properties anew: 20,000 of them held a REST thread of the worker for minutes. */
    @Test
    void manyMissingDatasetsCostWhatTheyAreTold() throws IOException {
        String missing = "{\"error\":{\"code\":404,\"message\":\"no\",\"errors\":[{\"reason\":\"notFound\"}]}}";
        String endpoint = servers.serving(out -> write(
                out,
                "HTTP/1.1 404 Missing\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                        + missing.length() + "\r\n\r\n" + missing));
        String map = IntStream.range(0, 20_000)
                .mapToObj(i -> "t" + i + ":d" + i + ".x")
                .collect(Collectors.joining(","));
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();

        assertThat(errors(endpoint, "topic.to.table.map", map)).isNotEmpty();

        Duration used = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        assertThat(used).as("far below the minutes that it took").isLessThan(Duration.ofSeconds(30));
    }
}
