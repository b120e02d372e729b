// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.lineage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Serves the lineage page and the event file that it draws, on a free loopback port, until it is closed. */
public final class LineagePage implements AutoCloseable {
    private final HttpServer server;
    private final Path events;

    private LineagePage(HttpServer server, Path events) {
        this.server = server;
        this.events = events;
    }

    /** Starts to serve; {@code events} may appear later and may grow. */
    public static LineagePage serve(Path events) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            LineagePage page = new LineagePage(server, events);
            server.createContext("/", page::answer);
            server.start();
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException("the lineage page cannot be served", e);
        }
    }

    /** Where a browser finds the page. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/" -> send(exchange, "text/html; charset=utf-8", page());
                case "/lineage.ndjson" ->
                    send(
                            exchange,
                            "application/x-ndjson; charset=utf-8",
                            Files.exists(events) ? Files.readAllBytes(events) : new byte[0]);
                default -> exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static byte[] page() throws IOException {
        try (InputStream in = LineagePage.class.getResourceAsStream("/lineage/index.html")) {
            return Objects.requireNonNull(in, "the page is part of this jar").readAllBytes();
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
