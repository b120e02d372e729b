// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static io.millrace.connect.testkit.RawServers.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.testkit.RawServers;
import io.millrace.connect.testkit.WorkersMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Catalogs that behave badly, and a stream that does not notice. */
@Timeout(120)
class CatalogHarmlessIT {
    private static final int RECORDS = 1_000_000;

    private final RawServers servers = new RawServers();

    @AfterEach
    void closeServers() throws IOException {
        servers.close();
    }

    private String silent() throws IOException {
        return servers.serving(out -> servers.drip(out, "", Duration.ofSeconds(1)));
    }

    private String dripping() throws IOException {
        return servers.serving(out -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            servers.drip(out, ".", Duration.ofSeconds(1));
        });
    }

    private static Map<String, String> properties(String url, String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "connector.name", "harmless",
                "kafka.namespace", "kafka://broker:9092",
                "initial.delay.ms", "0",
                "send.timeout.ms", "1500",
                "coalesce.window.ms", "0",
                "heartbeat.interval.ms", "100",
                "close.timeout.ms", "500",
                "openlineage.transport.type", "http",
                "openlineage.transport.url", url));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }

    private static long counter(WorkersMetrics metrics, String name) {
        return (Long) metrics.value(name);
    }

    /** Lets a million records flow; the metrics that the worker would show afterwards. */
    private static WorkersMetrics flow(CatalogTransform<SinkRecord> transform) {
        WorkersMetrics metrics = new WorkersMetrics(Map.of("connector", "harmless"));
        transform.withPluginMetrics(metrics);
        SinkRecord[] orders = new SinkRecord[64];
        for (int i = 0; i < orders.length; i++) {
            orders[i] = Records.order("orders", i);
        }
        for (int i = 0; i < RECORDS; i++) {
            transform.apply(orders[i & 63]);
        }
        return metrics;
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("harmless-catalog"))
                .collect(Collectors.toSet());
    }

    private static void closesInTime(CatalogTransform<SinkRecord> transform) {
        long begun = System.nanoTime();
        transform.close();
        // The promise is 500 ms; a loaded machine gets ten times that before the test calls it broken.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    private void survives(String url) {
        CatalogTransform<SinkRecord> transform = new CatalogTransform<>();
        transform.configure(properties(url));

        WorkersMetrics metrics = flow(transform);
        await().atMost(Duration.ofMinutes(2)).until(() -> counter(metrics, "events-failed-total") >= 2);

        assertThat(counter(metrics, "errors-total")).isZero();
        assertThat(counter(metrics, "sightings-dropped-total")).isZero();
        assertThat(threads())
                .as("a reporter, a sender, and what was left behind")
                .hasSizeLessThanOrEqualTo(5);
        closesInTime(transform);
    }

    @Test
    void aCatalogThatNeverAnswersIsLeftBehind() throws IOException {
        survives(silent());
    }

    @Test
    void aCatalogThatDripsAByteASecondIsLeftBehind() throws IOException {
        survives(dripping());
    }

    @Test
    void aCatalogThatRefusesIsTriedAgainLater() throws IOException {
        survives(RawServers.nobody());
    }

    @Test
    void aCatalogThatAnswersFiveHundredIsToldWhenItIsWell() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> taken = new ArrayList<>();
        boolean[] well = {false};
        server.createContext("/api/v1/lineage", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (taken) {
                if (well[0]) {
                    taken.add(new String(body, StandardCharsets.UTF_8));
                }
                exchange.sendResponseHeaders(well[0] ? 201 : 500, -1);
            }
            exchange.close();
        });
        server.start();
        try {
            CatalogTransform<SinkRecord> transform = new CatalogTransform<>();
            transform.configure(
                    properties("http://127.0.0.1:" + server.getAddress().getPort()));

            WorkersMetrics metrics = flow(transform);
            await().until(() -> counter(metrics, "events-failed-total") >= 1);
            synchronized (taken) {
                well[0] = true;
            }
            await().atMost(Duration.ofMinutes(2)).until(() -> counter(metrics, "events-sent-total") >= 1);
            transform.close();

            synchronized (taken) {
                assertThat(SpecCheck.valid(taken.get(0))
                                .at("/run/facets/millrace_window/rows")
                                .asLong())
                        .isEqualTo(RECORDS);
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aTransportThatCannotBeBuiltIsCounted() {
        CatalogTransform<SinkRecord> transform = new CatalogTransform<>();
        Map<String, String> properties = properties(
                "http://unused",
                "openlineage.transport.type",
                "kafka",
                "openlineage.transport.topicName",
                "lineage",
                "openlineage.transport.properties.bootstrap.servers",
                "no.such.host.invalid:1");
        properties.remove("openlineage.transport.url");
        transform.configure(properties);

        WorkersMetrics metrics = flow(transform);

        await().atMost(Duration.ofMinutes(2)).until(() -> counter(metrics, "events-failed-total") >= 1);
        closesInTime(transform);
    }

    @Test
    void aSchemaThatIsNewWithEveryRecordCostsNoMemory() throws IOException {
        CatalogTransform<SinkRecord> transform = new CatalogTransform<>();
        transform.configure(properties(RawServers.nobody()));
        WorkersMetrics metrics = new WorkersMetrics(Map.of("connector", "harmless"));
        transform.withPluginMetrics(metrics);

        for (int i = 0; i < 100_000; i++) {
            var schema = Records.order().build();
            transform.apply(Records.sink("orders", 0, i, schema, Records.order(schema, i)));
        }

        assertThat(counter(metrics, "edges")).isLessThanOrEqualTo(1);
        assertThat(counter(metrics, "errors-total")).isZero();
        transform.close();
    }

    @Test
    void theLastInstanceToCloseTakesEverythingAlong() throws Exception {
        String bean = "io.millrace.connect:type=catalog-smt-connector,connector=\"harmless\"";
        CatalogTransform<SinkRecord> one = new CatalogTransform<>();
        CatalogTransform<SinkRecord> other = new CatalogTransform<>();
        for (CatalogTransform<SinkRecord> each : List.of(one, other)) {
            each.configure(properties(RawServers.nobody()));
            each.withPluginMetrics(new WorkersMetrics(Map.of("connector", "harmless")));
        }
        Map<String, String> same = properties(RawServers.nobody());
        one.configure(same);
        other.configure(same);
        one.apply(Records.order("orders", 1));
        other.apply(Records.order("orders", 2));
        var name = new javax.management.ObjectName(bean);
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                .isTrue();
        assertThat(threads()).contains("harmless-catalog-reporter");

        one.close();
        assertThat(threads()).contains("harmless-catalog-reporter");
        other.close();

        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                .isFalse();
        await().until(() -> threads().isEmpty());
    }
}
