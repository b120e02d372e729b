// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.event.EventWriter;
import io.millrace.connect.testkit.CapturedLogs;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.transports.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the library's HTTP client says with its loggers at their most talkative. */
class QuietHttpTest {
    @Test
    void noLoggerSeesTheKeyThatAnEventIsSentWith() throws Exception {
        List<String> shown = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            shown.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        try (CapturedLogs logs = new CapturedLogs()) {
            Transport transport = TransportPlan.read(
                            Map.of(
                                    "transport.type", "http",
                                    "transport.url",
                                            "http://127.0.0.1:"
                                                    + server.getAddress().getPort(),
                                    "transport.headers.x-tenant", "canary-header",
                                    "transport.auth.type", "api_key",
                                    "transport.auth.apiKey", "canary-key"),
                            Consumer.MARQUEZ,
                            Map.of())
                    .get(0)
                    .get();
            transport.emit(
                    new OpenLineage(EventWriter.PRODUCER).newRunEventBuilder().build());
            transport.close();

            assertThat(shown).containsExactly("Bearer canary-key");
            assertThat(logs.text()).contains("org.apache.hc.client5").doesNotContain("canary");
        } finally {
            server.stop(0);
        }
    }
}
