// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server on 127.0.0.1: reads a request, passes it to the handler, writes the answer. */
public final class HttpFront implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    static {
        // The JDK's server sends head and body apart; with Nagle's algorithm and delayed acknowledgements every answer
        // would take 40 ms. It reads this once, when its first server is made.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private HttpFront(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Serves until closed; {@code port} 0 takes any free one. */
    public static HttpFront start(int port, Handler handler) throws IOException {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), /* backlog= */ 256);
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "emulator-http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(exchange, handler));
        server.start();
        return new HttpFront(server, threads);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void serve(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            Response response = answer(exchange, handler);
            response.headers().forEach(exchange.getResponseHeaders()::set);
            boolean bodiless = response.body().length == 0
                    || response.status() == 204
                    || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(response.status(), bodiless ? -1 : response.body().length);
            if (!bodiless) {
                exchange.getResponseBody().write(response.body());
            }
        } catch (ConnectionDropped dropped) {
            LOG.debug("answer dropped method={} path={}", exchange.getRequestMethod(), exchange.getRequestURI());
        }
    }

    private static Response answer(HttpExchange exchange, Handler handler) throws IOException {
        try {
            Callers.ensureLocal(exchange.getRequestHeaders());
            return handler.handle(read(exchange));
        } catch (ApiException refused) {
            return Response.error(refused);
        } catch (ConnectionDropped dropped) {
            throw dropped;
        } catch (RuntimeException defect) {
            LOG.warn(
                    "request failed method={} path={}",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    defect);
            return Response.error(new ApiException(
                    500,
                    "internalError",
                    "emulator defect: " + defect.getClass().getName()));
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        boolean zipped = "gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        byte[] body;
        try (InputStream raw = exchange.getRequestBody()) {
            InputStream plain = zipped ? new GZIPInputStream(raw) : raw;
            body = plain.readAllBytes();
        }
        return new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body);
    }
}
