// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What validation says where a proxy or gateway answers in Google's place. */
class ValidationWithoutGoogleIT {
    private int status = 404;
    private HttpServer gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", call -> {
            byte[] page = "<html>not here</html>".getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "text/html");
            call.sendResponseHeaders(status, page.length);
            call.getResponseBody().write(page);
            call.close();
        });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    private Map<String, String> errors(String dataset) {
        Map<String, String> properties = new HashMap<>();
        properties.put("name", "behind");
        properties.put("topics", "orders");
        properties.put("project", "my-project");
        properties.put("dataset", dataset);
        properties.put("name.sanitize", "false");
        properties.put("credentials.source", "none");
        properties.put(
                "bigquery.endpoint", "http://127.0.0.1:" + gateway.getAddress().getPort());
        Map<String, String> errors = new HashMap<>();
        for (ConfigValue value :
                new BigQuerySinkConnector().validate(properties).configValues()) {
            value.errorMessages().forEach(message -> errors.put(value.name(), message));
        }
        return errors;
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 407})
    void takesNoGatewaysWordForGoogles(int answer) {
        status = answer;

        assertThat(errors("raw")).isEmpty();
    }

    @Test
    void blamesTheDatasetForANameThatBigQueryRefuses() {
        assertThat(errors("raw-x"))
                .hasSize(1)
                .hasEntrySatisfying("dataset", found -> assertThat(found).contains("'raw-x' is no name"));
    }
}
