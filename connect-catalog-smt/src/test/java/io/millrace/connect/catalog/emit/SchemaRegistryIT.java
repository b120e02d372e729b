// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.catalog.Records;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.event.DatasetFacts.Registered;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.types.Password;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry with Confluent's REST API, as the hub asks it. */
class SchemaRegistryIT {
    private final Map<String, String> subjects = new ConcurrentHashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private volatile String authorization = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/subjects/", exchange -> {
            authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            String found = subjects.get(
                    Path.of(exchange.getRequestURI().getPath()).getName(1).toString());
            byte[] body = (found == null ? "{\"error_code\":40401}" : found).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/slow/", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                over.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.setExecutor(java.util.concurrent.Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private SchemaRegistry registry() {
        return new SchemaRegistry(
                new RegistrySettings(url("/"), new Password("ann:secret"), null), Duration.ofSeconds(20));
    }

    @Test
    void theTopicsSubjectIsAskedFirstAndThenTheRecords() throws Exception {
        subjects.put("orders-value", "{\"subject\":\"orders-value\",\"version\":3,\"id\":17,\"schema\":\"{}\"}");
        subjects.put(
                "shop.Item",
                "{\"subject\":\"shop.Item\",\"version\":1,\"id\":9,\"schemaType\":\"JSON\",\"schema\":\"{}\"}");

        assertThat(registry().latest("orders", "shop.Order").get())
                .isEqualTo(new Registered("127.0.0.1", "orders-value", 3, 17, "AVRO"));
        assertThat(registry().latest("items", "shop.Item").get())
                .isEqualTo(new Registered("127.0.0.1", "shop.Item", 1, 9, "JSON"));
        assertThat(authorization).startsWith("Basic ");
    }

    @Test
    void anAnswerThatDripsIsCutOff() {
        SchemaRegistry slow =
                new SchemaRegistry(new RegistrySettings(url("/slow"), null, null), Duration.ofMillis(300));

        assertThatThrownBy(() -> slow.latest("orders", null).get(30, TimeUnit.SECONDS))
                .isInstanceOf(java.util.concurrent.ExecutionException.class);
    }

    @Test
    void anEventNamesSubjectAndVersion() throws Exception {
        subjects.put("orders-value", "{\"subject\":\"orders-value\",\"version\":3,\"id\":17,\"schema\":\"{}\"}");
        Worker worker = new Worker(Worker.SETTINGS, Consumer.OPENLINEAGE, new Hub.Sources(null, registry()));
        worker.task().see(Records.order("orders", 0));
        worker.settle();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            worker.settle();
            return worker.hub.answered();
        });

        worker.pass(Duration.ofSeconds(3));

        var input = worker.told().get(0).at("/inputs/0/facets");
        assertThat(input.at("/version/datasetVersion").asText()).isEqualTo("orders-value/3");
        assertThat(input.at("/millrace_schemaVersion/schemaId").asInt()).isEqualTo(17);
        assertThat(worker.counters.getLookupsFailed()).isZero();
    }
}
