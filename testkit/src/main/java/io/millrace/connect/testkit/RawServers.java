// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Servers on loopback that answer HTTP as badly as a test likes: silent, dripping, without end. They go on until they are
 * closed.
 */
public final class RawServers implements AutoCloseable {
    private final List<Closeable> open = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);

    /** What a server does once it has a request's head; then the connection ends. */
    public interface Answer {
        /** Writes the answer, its head included. */
        void to(OutputStream out) throws Exception;
    }

    /** Starts one more; its URL, without a path. */
    public String serving(Answer answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(server);
        threads.execute(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    open.add(socket);
                    threads.execute(() -> serve(socket, answer));
                } catch (IOException closed) {
                    return;
                }
            }
        });
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** A URL at which nobody listens. */
    public static String nobody() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + closed.getLocalPort();
        }
    }

    /** The heads of all requests, in the order of their coming. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    /** Sends a text at once. */
    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Sends a text again and again, with so long between, as long as the other side takes it; no text is silence. */
    public void drip(OutputStream out, String text, Duration every) throws IOException, InterruptedException {
        do {
            write(out, text);
        } while (!over.await(every.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void serve(Socket socket, Answer answer) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.append(line).append('\n');
            }
            heads.add(head.toString());
            answer.to(socket.getOutputStream());
        } catch (Exception gone) {
            // that is how these conversations end
        }
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        threads.shutdown();
        for (Closeable each : open) {
            each.close();
        }
    }
}
