// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.Bigquery;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.kit.google.GoogleAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** BigQuery's insertAll as a test scripts it: by default every request is written. */
final class FakeInsertApi implements AutoCloseable {
    /** What a request may get. */
    interface Answer {
        /** Answers, or does not. */
        void to(Arrival arrival, HttpExchange exchange, FakeInsertApi api) throws IOException;
    }

    /**
     * A request as it came.
     *
     * @param path below the host
     * @param json the rows, as texts of JSON
     * @param ids their insertIds, null where one has none
     */
    record Arrival(String path, List<String> json, List<@Nullable String> ids, Map<String, List<String>> headers) {
        String table() {
            String[] segments = path.split("/", -1);
            return segments[segments.length - 2];
        }

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private record Standing(Predicate<Arrival> requests, Answer answer) {}

    private static final GoogleAccess ACCESS = new GoogleAccess(new GoogleAccess.None(), List.of(), null, null);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
    private final Queue<Standing> standing = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Queue<String> rows = new ConcurrentLinkedQueue<>();

    FakeInsertApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    Bigquery client(Duration timeout) {
        return new Bigquery.Builder(
                        ACCESS.pooled(InsertAllWriter.MOST_CALLS), GsonFactory.getDefaultInstance(), request -> {
                            request.setConnectTimeout(10_000);
                            request.setReadTimeout((int) timeout.toMillis());
                        })
                .setApplicationName("bench")
                .setRootUrl("http://localhost:" + server.getAddress().getPort() + "/")
                .build();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Arrival arrival = read(exchange);
            arrivals.add(arrival);
            Answer answer = script.poll();
            if (answer == null) {
                answer = standing.stream()
                        .filter(one -> one.requests().test(arrival))
                        .map(Standing::answer)
                        .findFirst()
                        .orElse(success());
            }
            answer.to(arrival, exchange, this);
        }
    }

    private static Arrival read(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            body = new GZIPInputStream(body);
        }
        JsonObject request = JsonParser.parseString(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                .getAsJsonObject();
        List<String> json = new ArrayList<>();
        List<@Nullable String> ids = new ArrayList<>();
        request.getAsJsonArray("rows").forEach(row -> {
            json.add(row.getAsJsonObject().get("json").toString());
            ids.add(
                    row.getAsJsonObject().has("insertId")
                            ? row.getAsJsonObject().get("insertId").getAsString()
                            : null);
        });
        return new Arrival(exchange.getRequestURI().getRawPath(), json, ids, Map.copyOf(exchange.getRequestHeaders()));
    }

    /** What the next requests get. */
    void answers(Answer... next) {
        script.addAll(List.of(next));
    }

    /** What such requests get when the script is over. */
    void thenAnswers(Predicate<Arrival> requests, Answer answer) {
        standing.add(new Standing(requests, answer));
    }

    /** The oldest request that was not looked at. */
    Arrival arrival() {
        try {
            return Objects.requireNonNull(arrivals.poll(10, TimeUnit.SECONDS), "nothing arrived");
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** How many requests were not looked at. */
    int arrived() {
        return arrivals.size();
    }

    /** What was written, as often as it was. */
    List<String> rows() {
        return List.copyOf(rows);
    }

    static Answer success() {
        return (arrival, exchange, api) -> {
            api.rows.addAll(arrival.json());
            send(exchange, 200, "{\"kind\":\"bigquery#tableDataInsertAllResponse\"}");
        };
    }

    /** An error as BigQuery words it. */
    static Answer error(int status, String reason) {
        return body(
                status,
                "{\"error\":{\"code\":" + status
                        + ",\"message\":\"s3cret text\",\"errors\":[{\"message\":\"s3cret text\","
                        + "\"domain\":\"global\",\"reason\":\"" + reason + "\"}],\"status\":\"ANY\"}}");
    }

    /** The rows in these positions are refused so; all others are stopped. */
    static Answer rowErrors(String reason, String location, Integer... positions) {
        return (arrival, exchange, api) -> {
            List<String> errors = new ArrayList<>();
            for (int i = 0; i < arrival.json().size(); i++) {
                boolean bad = List.of(positions).contains(i);
                errors.add("{\"index\":" + i + ",\"errors\":[{\"reason\":\"" + (bad ? reason : "stopped")
                        + "\",\"location\":\"" + (bad ? location : "") + "\",\"debugInfo\":\"\",\"message\":\""
                        + (bad ? "s3cret text" : "") + "\"}]}");
            }
            send(
                    exchange,
                    200,
                    "{\"kind\":\"bigquery#tableDataInsertAllResponse\",\"insertErrors\":"
                            + errors.stream().collect(Collectors.joining(",", "[", "]")) + "}");
        };
    }

    /** The rows in these positions are not written for this reason, all others are. */
    static Answer others(String reason, Integer... positions) {
        return (arrival, exchange, api) -> {
            List<String> errors = new ArrayList<>();
            for (int i = 0; i < arrival.json().size(); i++) {
                if (List.of(positions).contains(i)) {
                    errors.add("{\"index\":" + i + ",\"errors\":[{\"reason\":\"" + reason + "\"}]}");
                } else {
                    api.rows.add(arrival.json().get(i));
                }
            }
            send(
                    exchange,
                    200,
                    "{\"insertErrors\":" + errors.stream().collect(Collectors.joining(",", "[", "]")) + "}");
        };
    }

    /** An answer that anybody on the way may give. */
    static Answer body(int status, String text) {
        return (arrival, exchange, api) -> send(exchange, status, text);
    }

    /** The connection ends instead of an answer. */
    static Answer cut() {
        return (arrival, exchange, api) -> exchange.close();
    }

    /** The rows are written, and the connection ends instead of an answer. */
    static Answer lost() {
        return (arrival, exchange, api) -> {
            api.rows.addAll(arrival.json());
            exchange.close();
        };
    }

    /** No answer as long as the test runs. */
    static Answer silence() {
        return (arrival, exchange, api) -> api.awaitClose();
    }

    private void awaitClose() {
        try {
            closing.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", text.startsWith("{") ? "application/json; charset=UTF-8" : "text/html");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
