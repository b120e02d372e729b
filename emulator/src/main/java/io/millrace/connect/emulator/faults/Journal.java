// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What came over the wire: counters for all calls, and the last ten thousand calls one by one. Never a value. */
public final class Journal {
    private static final int KEPT = 10_000;

    private final Clock clock;
    private final Deque<Entry> recent = new ArrayDeque<>();
    private final Map<Key, Counter> counters = new LinkedHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private long number;

    private record Key(String method, String resource) {}

    private static final class Counter {
        long calls;
        long failed;
        long rows;
        long bytes;
        long inFlight;
        long maxInFlight;
    }

    /**
     * A call that has been answered, or never will be.
     *
     * @param number in order of ending, from 1
     * @param detail the write stream and offset of an append, what a call named otherwise, or empty
     * @param outcome {@code OK}, a gRPC status or StorageErrorCode, an HTTP status, or the kind of the fault that hid
     *     the answer
     */
    public record Entry(long number, Instant at, Call call, String detail, long rows, String outcome) {}

    /**
     * Sums over the calls of one method on one resource, or over several.
     *
     * @param failed answered with an error, or never
     * @param rows rows of the calls that took effect
     * @param bytes size of all requests
     */
    public record Tally(long calls, long failed, long rows, long bytes, long inFlight, long maxInFlight) {
        Tally plus(Tally more) {
            return new Tally(
                    calls + more.calls,
                    failed + more.failed,
                    rows + more.rows,
                    bytes + more.bytes,
                    inFlight + more.inFlight,
                    Math.max(maxInFlight, more.maxInFlight));
        }
    }

    /** A tally with what it is of. */
    public record Line(String method, String resource, Tally tally) {}

    /** A call under way; end it exactly once. */
    public final class Ticket {
        private final Call call;

        private Ticket(Call call) {
            this.call = call;
        }

        public void end(String detail, long rows, String outcome) {
            synchronized (Journal.this) {
                Counter counter = counter(call);
                counter.inFlight--;
                counter.failed += outcome.equals("OK") ? 0 : 1;
                counter.rows += rows;
                recent.addLast(new Entry(++number, clock.instant(), call, detail, rows, outcome));
                if (recent.size() > KEPT) {
                    recent.removeFirst();
                }
            }
        }
    }

    public Journal(Clock clock) {
        this.clock = clock;
    }

    public synchronized Ticket begin(Call call, long bytes) {
        Counter counter = counter(call);
        counter.calls++;
        counter.bytes += bytes;
        counter.inFlight++;
        counter.maxInFlight = Math.max(counter.maxInFlight, counter.inFlight);
        return new Ticket(call);
    }

    private Counter counter(Call call) {
        return counters.computeIfAbsent(new Key(call.method(), call.resource()), key -> new Counter());
    }

    /** Sum over the calls whose method and resource fit these patterns (see {@link Trigger}). */
    public Tally tally(String method, String resource) {
        return lines(method, resource).stream().map(Line::tally).reduce(new Tally(0, 0, 0, 0, 0, 0), Tally::plus);
    }

    /** One line for each method and resource that fit. */
    public synchronized List<Line> lines(String method, String resource) {
        List<Line> lines = new ArrayList<>();
        counters.forEach((key, counter) -> {
            if (Glob.matches(method, key.method()) && Glob.matchesResource(resource, key.resource())) {
                Tally tally = new Tally(
                        counter.calls,
                        counter.failed,
                        counter.rows,
                        counter.bytes,
                        counter.inFlight,
                        counter.maxInFlight);
                lines.add(new Line(key.method(), key.resource(), tally));
            }
        });
        return lines;
    }

    /** The calls that fit, oldest first, as far as they are kept. */
    public synchronized List<Entry> entries(String method, String resource) {
        Collection<Entry> all = List.copyOf(recent);
        return all.stream()
                .filter(entry -> Glob.matches(method, entry.call().method())
                        && Glob.matchesResource(resource, entry.call().resource()))
                .toList();
    }

    /** Forgets everything but what is under way. */
    public synchronized void clear() {
        recent.clear();
        counters.values().removeIf(counter -> counter.inFlight == 0);
        counters.values().forEach(counter -> {
            counter.calls = counter.inFlight;
            counter.failed = 0;
            counter.rows = 0;
            counter.bytes = 0;
            counter.maxInFlight = counter.inFlight;
        });
    }

    public void connectionOpened() {
        connections.incrementAndGet();
    }

    public void connectionClosed() {
        connections.decrementAndGet();
    }

    /** AppendRows connections open now. */
    public int openConnections() {
        return connections.get();
    }
}
