// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.storage.Storage;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.connect.kit.google.GoogleAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cloud Storage's JSON API and BigQuery's load jobs as a test scripts them: by default everything works, and a job is done
 * when it is looked at first (cloud.google.com/storage/docs/json_api/v1, cloud.google.com/bigquery/docs/reference/rest/v2/jobs).
 */
final class FakeLoadApi implements AutoCloseable {
    /** What may be asked for. */
    enum Kind {
        UPLOAD,
        GET,
        COPY,
        DELETE,
        LIST,
        BUCKET,
        ASK,
        LOOK
    }

    /** What a call may get. */
    interface Reply {
        void to(Call call, FakeLoadApi api) throws IOException;
    }

    /**
     * A call as it came.
     *
     * @param object whose it is, or the job's id
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Call(
            Kind kind,
            String object,
            Map<String, String> query,
            Map<String, String> headers,
            byte[] body,
            HttpExchange exchange) {}

    /** An object. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(byte[] content, Map<String, String> metadata, Instant updated) {
        String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    /**
     * A job that was asked for.
     *
     * @param errors reasons of its end; empty where it loads
     */
    record Asked(String id, @Nullable String location, JsonObject load, JsonObject labels, List<String> errors) {
        List<String> uris() {
            List<String> uris = new ArrayList<>();
            load.getAsJsonArray("sourceUris").forEach(uri -> uris.add(uri.getAsString()));
            return uris;
        }
    }

    static final String BUCKET = "waiting";

    private static final GoogleAccess ACCESS = new GoogleAccess(new GoogleAccess.None(), List.of(), null, null);
    private static final HttpRequestInitializer PLAIN = request -> request.setReadTimeout(10_000);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<Kind, Queue<Reply>> script = new EnumMap<>(Kind.class);
    private final Map<Kind, Reply> standing = new EnumMap<>(Kind.class);
    private final List<Call> calls = new ArrayList<>();
    private final FakeCloud cloud = new FakeCloud();

    FakeLoadApi() {
        for (Kind kind : Kind.values()) {
            script.put(kind, new LinkedBlockingQueue<>());
        }
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private String root() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    Bigquery bigquery() {
        return new Bigquery.Builder(ACCESS.transport().create(), GsonFactory.getDefaultInstance(), PLAIN)
                .setApplicationName("bench")
                .setRootUrl(root())
                .build();
    }

    Storage storage() {
        return new Storage.Builder(ACCESS.transport().create(), GsonFactory.getDefaultInstance(), PLAIN)
                .setApplicationName("bench")
                .setRootUrl(root())
                .build();
    }

    // ---- the script

    /** What the next calls of a kind get. */
    void answers(Kind kind, Reply... next) {
        scriptOf(kind).addAll(List.of(next));
    }

    private Queue<Reply> scriptOf(Kind kind) {
        return Objects.requireNonNull(script.get(kind));
    }

    /** What calls of a kind get when the script is over. */
    synchronized void thenAnswers(Kind kind, Reply reply) {
        standing.put(kind, reply);
    }

    /** The next jobs that are asked for end with these reasons, and with what stands behind a colon as the text. */
    synchronized void endsWith(String... reasons) {
        cloud.ends.addAll(List.of(reasons));
    }

    /** Jobs with any of these objects end with {@code invalid}. */
    synchronized void refuses(Predicate<Asked> jobs) {
        cloud.bad = jobs;
    }

    synchronized void withoutBucket() {
        cloud.bucket = false;
    }

    synchronized void pagesOf(int size) {
        cloud.pageSize = size;
    }

    synchronized void put(String name, String text, Map<String, String> metadata, Instant updated) {
        cloud.objects.put(name, new Stored(text.getBytes(StandardCharsets.UTF_8), metadata, updated));
    }

    // ---- what is there

    synchronized Map<String, Stored> objects() {
        return new TreeMap<>(cloud.objects);
    }

    /** One that is there. */
    Stored object(String name) {
        return Objects.requireNonNull(objects().get(name));
    }

    synchronized List<Asked> jobs() {
        return List.copyOf(cloud.jobs.values());
    }

    synchronized List<Call> calls(Kind kind) {
        return calls.stream().filter(call -> call.kind() == kind).toList();
    }

    // ---- replies

    /** An error as Google words it. */
    static Reply error(int status, String reason) {
        return body(
                status,
                "{\"error\":{\"code\":" + status
                        + ",\"message\":\"s3cret text\",\"errors\":[{\"message\":\"s3cret text\","
                        + "\"domain\":\"global\",\"reason\":\"" + reason + "\"}],\"status\":\"ANY\"}}");
    }

    /** An answer that anybody on the way may give. */
    static Reply body(int status, String text) {
        return (call, api) -> api.send(call, status, text);
    }

    /** The connection ends instead of an answer, and nothing is done. */
    static Reply cut() {
        return (call, api) -> call.exchange().close();
    }

    /** It is done, and the connection ends instead of an answer. */
    static Reply lost() {
        return (call, api) -> {
            api.done(call);
            call.exchange().close();
        };
    }

    /** It is done as it should be. */
    static Reply done() {
        return (call, api) -> api.send(call, api.done(call));
    }

    /** No answer as long as the test runs. */
    static Reply silence() {
        return (call, api) -> {
            try {
                api.closing.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** The job is not done yet. */
    static Reply state(String state) {
        return body(200, "{\"status\":{\"state\":\"" + state + "\"}}");
    }

    // ---- calls

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Call call = read(exchange);
            Reply reply;
            synchronized (this) {
                calls.add(call);
                reply = scriptOf(call.kind()).poll();
                if (reply == null) {
                    reply = standing.getOrDefault(call.kind(), done());
                }
            }
            reply.to(call, this);
        }
    }

    private static Call read(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String[] path = exchange.getRequestURI().getRawPath().split("/", -1);
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        InputStream sent = exchange.getRequestBody();
        byte[] body =
                ("gzip".equals(headers.get("Content-encoding")) ? new GZIPInputStream(sent) : sent).readAllBytes();
        String last = URLDecoder.decode(path[path.length - 1], StandardCharsets.UTF_8);
        Kind kind = kind(method, path);
        String object = kind == Kind.UPLOAD ? FakeCloud.parts(headers, body).name() : last;
        return new Call(kind, object, query, headers, body, exchange);
    }

    private static Kind kind(String method, String... path) {
        List<String> all = List.of(path);
        if (all.contains("jobs")) {
            return method.equals("POST") ? Kind.ASK : Kind.LOOK;
        }
        if (all.contains("upload")) {
            return Kind.UPLOAD;
        }
        if (all.contains("copyTo")) {
            return Kind.COPY;
        }
        if (!all.contains("o")) {
            return Kind.BUCKET;
        }
        if (all.get(all.size() - 1).equals("o")) {
            return Kind.LIST;
        }
        return method.equals("DELETE") ? Kind.DELETE : Kind.GET;
    }

    private synchronized FakeCloud.Result done(Call call) {
        return cloud.done(call);
    }

    private void send(Call call, FakeCloud.Result result) throws IOException {
        send(call, result.status(), result.json());
    }

    private void send(Call call, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        call.exchange()
                .getResponseHeaders()
                .set("Content-Type", text.startsWith("<") ? "text/html" : "application/json; charset=UTF-8");
        call.exchange().sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        call.exchange().getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
