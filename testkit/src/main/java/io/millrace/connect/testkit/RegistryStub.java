// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A schema registry with Confluent's REST API, on loopback. */
public final class RegistryStub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Map<String, Object>> versions = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private final HttpServer server;
    private volatile @Nullable String accepted;
    private volatile boolean away;
    private volatile boolean dripping;
    private volatile IntConsumer watcher = open -> {};
    private final AtomicInteger open = new AtomicInteger();

    /** Starts it on a free port. */
    public RegistryStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::watched);
        server.setExecutor(threads);
        server.start();
    }

    /** Where it listens. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Registers an Avro schema as a subject's latest. */
    public RegistryStub register(String subject, String schema) {
        return register(subject, "AVRO", schema, List.of());
    }

    /**
     * Registers a schema of any type as a subject's latest.
     *
     * @param references name, subject, version of each
     */
    public RegistryStub register(String subject, String type, String schema, List<Map<String, Object>> references) {
        return register(subject, 1, 1, type, schema, references);
    }

    /** The same with a version and an id of its own. */
    public RegistryStub register(
            String subject, int version, int id, String type, String schema, List<Map<String, Object>> references) {
        Map<String, Object> registered = new HashMap<>(
                Map.of("subject", subject, "version", version, "id", id, "schema", schema, "references", references));
        if (!type.equals("AVRO")) { // which the API leaves out
            registered.put("schemaType", type);
        }
        versions.put(subject + "/latest", registered);
        versions.put(subject + "/" + version, registered);
        return this;
    }

    /** From now on only requests with this header of authorization are answered. */
    public RegistryStub accept(String authorization) {
        accepted = authorization;
        return this;
    }

    /** Whether every answer is that it cannot. */
    public RegistryStub away(boolean gone) {
        away = gone;
        return this;
    }

    /** Answers begin, and do not end. */
    public RegistryStub drip() {
        dripping = true;
        return this;
    }

    /** What questions about a subject are answered with. */
    public RegistryStub answer(String subject, int status) {
        answers.put(subject, status);
        return this;
    }

    /** Is told how many questions are open whenever one comes. */
    public RegistryStub watch(IntConsumer each) {
        watcher = each;
        return this;
    }

    /** The paths that were asked for, in order. */
    public List<String> asked() {
        return asked;
    }

    private void watched(HttpExchange exchange) throws IOException {
        watcher.accept(open.incrementAndGet());
        try {
            answer(exchange);
        } finally {
            open.decrementAndGet();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = URLDecoder.decode(exchange.getRequestURI().getRawPath(), StandardCharsets.UTF_8);
        asked.add(path);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (away) {
            send(exchange, 503, "{}");
        } else if (accepted != null && !accepted.equals(authorization)) {
            send(exchange, 401, "{\"error_code\":40101}");
        } else if (dripping) {
            drip(exchange);
        } else if (path.endsWith("/schemas/types")) {
            send(exchange, 200, "[\"JSON\",\"AVRO\"]");
        } else {
            String[] parts = path.split("/", -1);
            String subject = parts[2];
            Map<String, Object> version = versions.get(subject + "/" + parts[parts.length - 1]);
            int status = answers.getOrDefault(subject, version == null ? 404 : 200);
            send(exchange, status, status == 200 ? JSON.writeValueAsString(version) : "{\"error_code\":40401}");
        }
    }

    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        try {
            over.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
