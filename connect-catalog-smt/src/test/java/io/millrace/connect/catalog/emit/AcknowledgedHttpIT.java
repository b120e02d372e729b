// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.catalog.event.Consumer;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.transports.HttpTransportResponseException;
import io.openlineage.client.transports.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers of a catalog are receipts. */
class AcknowledgedHttpIT {
    private static final OpenLineage.RunEvent EVENT = event();

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<Transport> transports = new ArrayList<>();
    private final HttpServer server = server();
    private int status;
    private String location = "";
    private String answer = "";

    private static OpenLineage.RunEvent event() {
        OpenLineage lineage = new OpenLineage(URI.create("https://millrace.io/kafka-connect"));
        return lineage.newRunEventBuilder()
                .eventTime(ZonedDateTime.parse("2026-11-29T12:00:00Z"))
                .eventType(OpenLineage.RunEvent.EventType.RUNNING)
                .run(lineage.newRun(UUID.randomUUID(), null))
                .job(lineage.newJob("kafka-connect", "orders", null))
                .build();
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void listen() {
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Transport transport : transports) {
            transport.close();
        }
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean login = exchange.getRequestURI().getPath().equals("/login");
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (!login && !location.isEmpty()) {
            exchange.getResponseHeaders().set("Location", location);
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(login ? 200 : status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private Transport transport(String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "transport.type", "http",
                "transport.url", "http://127.0.0.1:" + server.getAddress().getPort(),
                "transport.auth.type", "api_key",
                "transport.auth.apiKey", "k3y"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        Transport transport = TransportPlan.read(properties, Consumer.OPENLINEAGE, Map.of())
                .get(0)
                .get();
        transports.add(transport);
        return transport;
    }

    @ParameterizedTest
    @CsvSource({
        "301, /login",
        "302, /login",
        "303, /login",
        "307, /login",
        "308, /login",
        "307, http://other.invalid/",
        "302, ''",
        "304, ''",
        "300, ''"
    })
    void aRedirectIsNoReceiptAndLeadsTheKeyNowhere(int redirect, String to) throws Exception {
        status = redirect;
        location = to;

        Transport transport = transport();
        assertThatThrownBy(() -> transport.emit(EVENT))
                .isInstanceOfSatisfying(
                        HttpTransportResponseException.class,
                        refused -> assertThat(refused.getStatusCode()).isEqualTo(redirect));

        assertThat(asked).containsExactly("POST /api/v1/lineage Bearer k3y");
    }

    @ParameterizedTest
    @CsvSource({"200, ''", "201, ''", "202, accepted", "204, ''", "200, a page"})
    void twoHundredIsAReceiptWithOrWithoutABody(int receipt, String body) throws Exception {
        status = receipt;
        answer = body;

        Transport transport = transport();
        assertThatCode(() -> transport.emit(EVENT)).doesNotThrowAnyException();
        assertThatCode(() -> transport.emit(EVENT))
                .as("on the same connection, or another")
                .doesNotThrowAnyException();

        assertThat(asked).hasSize(2);
        assertThat(bodies).allSatisfy(sent -> assertThat(sent).contains("\"name\":\"orders\""));
    }

    @Test
    void aLongBodyIsNotRead() throws Exception {
        status = 200;
        answer = "x".repeat(1_000_000);

        Transport transport = transport();
        transport.emit(EVENT);
        transport.emit(EVENT);

        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429, 500, 503})
    void anErrorIsToldByItsStatusOnceAndWithoutWhatTheServerSays(int error) throws Exception {
        status = error;
        answer = "s3cret";

        Transport transport = transport();
        assertThatThrownBy(() -> transport.emit(EVENT))
                .isInstanceOfSatisfying(
                        HttpTransportResponseException.class,
                        refused -> assertThat(refused.getStatusCode()).isEqualTo(error))
                .hasMessageNotContaining("s3cret");

        assertThat(asked).hasSize(1);
    }

    @Test
    void aProxyIsAskedUnlessTheHostIsExcepted() throws Exception {
        status = 200;
        String port = Integer.toString(server.getAddress().getPort());
        String[] proxy = {
            "transport.url", "http://catalog.invalid", "transport.proxy.host", "127.0.0.1", "transport.proxy.port", port
        };

        Transport transport = transport(proxy);
        transport.emit(EVENT);
        assertThat(asked).hasSize(1);

        String[] excepted = Arrays.copyOf(proxy, 8);
        excepted[6] = "transport.proxy.nonProxyHosts";
        excepted[7] = "other, *.invalid";
        Transport direct = transport(excepted);
        assertThatThrownBy(() -> direct.emit(EVENT)).hasMessageContaining("catalog.invalid");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aKeyStoreThatCannotBeReadFailsTheSendByItsName() {
        assertThatThrownBy(() -> transport(
                        "transport.sslContext.keyStoreType", "PKCS12",
                        "transport.sslContext.keyStorePath", "no-such.p12"))
                .hasMessageContaining("transport.sslContext");
    }
}
