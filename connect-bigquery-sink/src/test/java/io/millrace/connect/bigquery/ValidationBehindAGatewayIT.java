// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy or gateway says in Google's place is no finding. */
class ValidationBehindAGatewayIT {
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 407})
    void takesNoGatewaysWordForGoogles(int status) throws IOException {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", call -> {
            byte[] page = "<html>not here</html>".getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "text/html");
            call.sendResponseHeaders(status, page.length);
            call.getResponseBody().write(page);
            call.close();
        });
        gateway.start();
        try {
            Map<String, String> properties = Map.of(
                    "name",
                    "behind",
                    "topics",
                    "orders",
                    "project",
                    "my-project",
                    "dataset",
                    "raw",
                    "credentials.source",
                    "none",
                    "bigquery.endpoint",
                    "http://127.0.0.1:" + gateway.getAddress().getPort());

            assertThat(new BigQuerySinkConnector().validate(properties).configValues())
                    .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
        } finally {
            gateway.stop(0);
        }
    }
}
