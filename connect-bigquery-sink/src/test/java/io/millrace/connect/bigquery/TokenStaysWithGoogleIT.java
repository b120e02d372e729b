// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.kit.trust.AllowedUrls;
import io.millrace.connect.testkit.CapturedLogs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a connector's configuration can send the worker's token by asking for validation alone. */
class TokenStaysWithGoogleIT {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String address;

    /** Gives tokens to whoever asks, and answers everything else with nothing; keeps what it was shown. */
    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> answer(exchange, 200, """
                {"access_token": "t0ken", "expires_in": 3600, "token_type": "Bearer"}"""));
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, 404, "{}");
        });
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        System.clearProperty(AllowedUrls.PROPERTY);
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String key() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(1024);
        return """
                {"type": "service_account", "project_id": "p", "private_key_id": "1", "client_id": "2",
                 "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
                 "client_email": "a@p.iam.gserviceaccount.com", "token_uri": "%s/token"}
                """.formatted(
                Base64.getEncoder()
                        .encodeToString(keys.generateKeyPair().getPrivate().getEncoded()),
                address);
    }

    private List<String> blamedFor(String property) throws Exception {
        return blamed(Map.of("credentials.source", "json", "credentials.json", key(), property, address));
    }

    private static List<String> blamed(Map<String, String> access) {
        Map<String, String> properties = new HashMap<>(access);
        properties.putAll(Map.of("name", "shop", "topics", "orders", "project", "my-project", "dataset", "raw"));
        return new BigQuerySinkConnector()
                .validate(properties).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .map(ConfigValue::name)
                        .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bigquery.endpoint", "bigquery.storage.endpoint"})
    void validationBringsNoTokenToAnAddressOfTheConfiguration(String property) throws Exception {
        System.setProperty(AllowedUrls.PROPERTY, address + "/token");

        assertThat(blamedFor(property)).containsExactly(property);

        assertThat(asked).isEmpty();
    }

    @Test
    void validationBringsItWhereTheOperatorAllowsIt() throws Exception {
        System.setProperty(AllowedUrls.PROPERTY, address);

        String key = key();
        String spoken;
        try (CapturedLogs logs = new CapturedLogs("com.sun.net.httpserver")) {
            blamed(Map.of("credentials.source", "json", "credentials.json", key, "bigquery.endpoint", address));
            spoken = logs.text();
        }

        assertThat(spoken).doesNotContain("t0ken").doesNotContain(key.substring(120, 400));
        assertThat(asked).isNotEmpty().allMatch(request -> request.endsWith(" Bearer t0ken"));
    }

    @Test
    void validationBlamesAKeyFileThatTheWorkerCannotRead() {
        assertThat(blamed(Map.of("credentials.source", "file", "credentials.file", "no/such/key.json")))
                .containsExactly("credentials.file");
    }
}
