// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The gRPC server on 127.0.0.1, plaintext; any number of services share its port. */
final class GrpcFront implements AutoCloseable {
    // Above every limit that a service checks itself, so that clients see the service's answer and not the transport's.
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    private static final int WINDOW_BYTES = 16 << 20;
    // Google's own client asks every minute whether an idle connection still stands, and is not told off for it.
    private static final long PINGS_APART_SECONDS = 30;

    private final Server server;
    private final ExecutorService threads;

    private GrpcFront(Server server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /** Serves until closed; {@code port} 0 takes any free one. */
    static GrpcFront start(int port, List<BindableService> services) throws IOException {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "emulator-grpc-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(loopback, port))
                .executor(threads)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .flowControlWindow(WINDOW_BYTES)
                .permitKeepAliveTime(PINGS_APART_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        services.forEach(builder::addService);
        return new GrpcFront(builder.build().start(), threads);
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        try {
            // The transport still calls back on these threads while it goes down.
            boolean unused = server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
