// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static io.millrace.connect.testkit.RawServers.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.event.EventWriter;
import io.millrace.connect.testkit.CapturedLogs;
import io.millrace.connect.testkit.RawServers;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.transports.Transport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Token servers, well-behaved and not, of {@code auth.type} oauth2 and jwt. */
@Timeout(60)
class TokenRequestsTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";
    private static final int MOST_WRITTEN = 256 * 1024 * 1024;

    private final RawServers servers = new RawServers();

    @AfterEach
    void closeServers() throws IOException {
        servers.close();
    }

    private static void whole(OutputStream out, String body) throws IOException {
        write(out, OK + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private Transport transport(String auth, String tokens, String catalog) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "transport.type",
                "http",
                "transport.url",
                catalog,
                "transport.auth.type",
                auth,
                "transport.auth.tokenEndpoint",
                tokens + "/token"));
        if (auth.equals("jwt")) {
            properties.put("transport.auth.apiKey", "canary-key");
        } else {
            properties.putAll(
                    Map.of("transport.auth.clientId", "millrace", "transport.auth.clientSecret", "canary-secret"));
        }
        return TransportPlan.read(properties, Consumer.MARQUEZ, Map.of()).get(0).get();
    }

    private static void emit(Transport transport) {
        transport.emit(
                new OpenLineage(EventWriter.PRODUCER).newRunEventBuilder().build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"oauth2", "jwt"})
    void sendsWithTheServersTokenAndLogsNeitherItNorTheSecret(String auth) throws Exception {
        String tokens = servers.serving(out -> whole(out, "{\"access_token\":\"canary-token\",\"expires_in\":3600}"));
        String catalog = servers.serving(out -> whole(out, ""));
        try (CapturedLogs logs = new CapturedLogs()) {
            Transport transport = transport(auth, tokens, catalog);
            emit(transport);
            emit(transport);

            assertThat(servers.heads())
                    .filteredOn(head -> head.contains("/token"))
                    .hasSize(1);
            assertThat(servers.heads())
                    .filteredOn(head -> head.contains("Authorization: Bearer canary-token"))
                    .hasSize(2);
            transport.close();
            assertThat(logs.text()).contains("org.apache.hc.client5").doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @CsvSource({"oauth2, body", "oauth2, head", "oauth2, nothing", "jwt, body", "jwt, head"})
    void closingEndsAnExchangeThatTheServerDrips(String auth, String drips) throws Exception {
        String tokens = servers.serving(out -> {
            write(out, drips.equals("body") ? OK + "Content-Length: 60000\r\n\r\n" : "");
            servers.drip(out, drips.equals("nothing") ? "" : "H", Duration.ofMillis(100));
        });
        Transport transport = transport(auth, tokens, "http://127.0.0.1:1");
        Thread sending = new Thread(() -> {
            var unused = catchThrowable(() -> emit(transport));
        });
        sending.start();
        await().until(() -> !servers.heads().isEmpty());

        transport.close();

        sending.join();
        assertThat(catchThrowable(() -> emit(transport)))
                .as("and nothing is asked again")
                .isNotNull();
        assertThat(servers.heads()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a body", "a header", "headers"})
    void anAnswerWithoutEndIsGivenUp(String what) throws Exception {
        AtomicLong written = new AtomicLong();
        String tokens = servers.serving(out -> {
            write(out, OK + (what.equals("a body") ? "\r\n" : "X-More: "));
            String more = (what.equals("headers") ? "yes\r\nX-More: " : "x").repeat(1_000);
            while (written.get() < MOST_WRITTEN) {
                write(out, more);
                written.addAndGet(more.length());
            }
        });

        Throwable failure = catchThrowable(() -> emit(transport("oauth2", tokens, "http://127.0.0.1:1")));

        assertThat(failure).isNotNull();
        assertThat(written).as("bytes that left the server").hasValueLessThan(MOST_WRITTEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"302 Found", "307 Temporary Redirect", "401 Unauthorized", "500 Oops"})
    void aRefusalCarriesNoSecretOnAndNothingOfItsBody(String status) throws Exception {
        String elsewhere = servers.serving(out -> whole(out, "{\"access_token\":\"t\"}"));
        String tokens = servers.serving(out -> write(
                out,
                "HTTP/1.1 " + status + "\r\nLocation: " + elsewhere
                        + "\r\nConnection: close\r\nContent-Length: 6\r\n\r\ncanary"));

        Throwable failure = catchThrowable(() -> emit(transport("oauth2", tokens, "http://127.0.0.1:1")));

        StringWriter told = new StringWriter();
        failure.printStackTrace(new PrintWriter(told));
        assertThat(told.toString()).contains(status.substring(0, 3)).doesNotContain("canary");
        assertThat(servers.heads()).hasSize(1);
    }
}
