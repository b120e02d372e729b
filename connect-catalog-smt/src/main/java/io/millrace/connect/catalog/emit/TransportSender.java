// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.transports.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends with one transport on one thread that can be given up. The library's timeouts are per socket read, so a server
 * that drips holds a send for as long as it likes (20 s measured with a timeout of 2 s, openlineage-java 1.55.0): the
 * stuck thread is left behind, its transport closed under it, and the next send gets a new pair of both.
 */
final class TransportSender {
    private static final Logger LOG = LoggerFactory.getLogger(TransportSender.class);

    /** Threads left behind that have not ended yet; more than these and nothing is sent until one has. */
    private static final int MOST_STUCK = 2;

    private final String name;
    private final Supplier<Transport> transports;
    private final Runnable done;
    private final AtomicInteger alive = new AtomicInteger();
    private @Nullable Sending sending;

    /** One thread and what it sends with; the transport is built, used and set there. */
    private static final class Sending {
        final ExecutorService thread;
        volatile @Nullable Transport transport;

        Sending(ExecutorService thread) {
            this.thread = thread;
        }

        void emit(Supplier<Transport> transports, RunEvent event) {
            Transport known = transport;
            if (known == null) {
                known = transports.get();
                transport = known;
            }
            known.emit(event);
        }
    }

    /**
     * @param transports builds a transport; may take long, may throw
     * @param done called on the sender's thread after each send
     */
    TransportSender(String name, Supplier<Transport> transports, Runnable done) {
        this.name = name;
        this.transports = transports;
        this.done = done;
    }

    /**
     * Begins to send; the future tells how it went.
     *
     * @throws RejectedExecutionException when too many sends are stuck
     */
    Future<?> send(RunEvent event) {
        Sending current = sending;
        if (current == null) {
            if (alive.get() > MOST_STUCK) {
                throw new RejectedExecutionException("earlier sends are still stuck");
            }
            current = new Sending(Executors.newSingleThreadExecutor(this::thread));
            sending = current;
        }
        Sending on = current;
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> on.emit(transports, event), on.thread);
        // Not the stage that wakes the reporter: it would be done only after the reporter was awake.
        var unused = sent.whenComplete((nothing, failed) -> done.run());
        return sent;
    }

    private Thread thread(Runnable work) {
        alive.incrementAndGet();
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        alive.decrementAndGet();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.setContextClassLoader(TransportSender.class.getClassLoader());
        return thread;
    }

    /** Leaves the thread and its transport behind, whatever they are at. Never waits. */
    void abandon() {
        Sending left = sending;
        sending = null;
        if (left == null) {
            return;
        }
        left.thread.shutdownNow();
        Thread closer = new Thread(() -> close(left), name + "-close");
        closer.setDaemon(true);
        closer.setContextClassLoader(TransportSender.class.getClassLoader());
        closer.start();
    }

    private static void close(Sending left) {
        Transport transport = left.transport;
        if (transport == null) {
            return;
        }
        try {
            transport.close();
        } catch (Exception e) {
            LOG.debug("closing a transport failed", e);
        }
    }
}
