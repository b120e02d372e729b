// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.testkit.WorkersMetrics;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Catalogs that behave badly, and a stream that does not notice. */
@Timeout(120)
class CatalogHarmlessIT {
    private static final int RECORDS = 1_000_000;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void closeServers() throws Exception {
        over.countDown();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    /** What a server does with a connection. */
    private interface Manners {
        void treat(Socket socket) throws Exception;
    }

    private String server(Manners manners) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread accepting = new Thread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    open.add(socket);
                    Thread treating = new Thread(() -> treat(manners, socket));
                    treating.setDaemon(true);
                    treating.start();
                } catch (IOException closed) {
                    return;
                }
            }
        });
        accepting.setDaemon(true);
        accepting.start();
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private static void treat(Manners manners, Socket socket) {
        try {
            manners.treat(socket);
        } catch (Exception theOtherSideIsGone) {
            // that is how these conversations end
        }
    }

    private String silent() throws IOException {
        return server(socket -> over.await());
    }

    private String dripping() throws IOException {
        return server(socket -> {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            do {
                out.write('.');
                out.flush();
            } while (!over.await(1, TimeUnit.SECONDS));
        });
    }

    private static String refusing() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + nobody.getLocalPort();
        }
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
        survives(refusing());
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
        open.add(() -> server.stop(0));
        CatalogTransform<SinkRecord> transform = new CatalogTransform<>();
        transform.configure(properties("http://127.0.0.1:" + server.getAddress().getPort()));

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
        transform.configure(properties(refusing()));
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
            each.configure(properties(refusing()));
            each.withPluginMetrics(new WorkersMetrics(Map.of("connector", "harmless")));
        }
        Map<String, String> same = properties(refusing());
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
