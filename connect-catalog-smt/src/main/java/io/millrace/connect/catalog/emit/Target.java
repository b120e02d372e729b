// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.emit.Told.Due;
import io.millrace.connect.catalog.event.EdgeSnapshot;
import io.millrace.connect.catalog.event.EventJson;
import io.millrace.connect.catalog.event.EventWriter;
import io.millrace.connect.catalog.event.EventWriter.Runs;
import io.millrace.connect.catalog.event.RunIds;
import io.millrace.connect.catalog.event.Window;
import io.millrace.connect.catalog.observe.Count;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.retry.RetryPolicy;
import io.millrace.connect.kit.trust.OneLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One catalog: what it was told of each edge, and what is due. Nothing is queued; an event is written when it can be sent,
 * from the latest snapshot, so a catalog that was away gets one event per edge when it is back. Of the reporter's thread alone.
 */
final class Target {
    private static final Logger LOG = LoggerFactory.getLogger(Target.class);

    /** So many sends in a row without an answer and the target rests. */
    private static final int MOST_SILENCES = 3;

    /** How long the order of what is due is kept. */
    private static final Duration AGENDA_FOR = Duration.ofSeconds(1);

    private final String name;
    private final EventWriter writer;
    private final Set<String> withoutFacets;
    private final TransportSender sender;
    private final ReporterSettings settings;
    private final Numbers<CatalogMetric> counters;
    private final RetryPolicy retry;
    private final Instant started;
    private final Map<Edge, Told> told = new HashMap<>();
    private @Nullable Sending sending;
    private Instant quietUntil = Instant.MIN;
    private int failures;
    private int silences;
    private final Deque<Edge> agenda = new ArrayDeque<>();
    private Instant agendaUntil = Instant.MIN;
    private boolean closes;

    /** How a target is reached. */
    record Way(String name, EventWriter writer, Set<String> withoutFacets, TransportSender sender) {}

    Target(Way way, ReporterSettings settings, Numbers<CatalogMetric> counters, RetryPolicy retry, Instant started) {
        this.name = way.name();
        this.writer = way.writer();
        this.withoutFacets = way.withoutFacets();
        this.sender = way.sender();
        this.settings = settings;
        this.counters = counters;
        this.retry = retry;
        this.started = started;
    }

    /** An edge that something is due of. */
    private record Candidate(Edge edge, EdgeSnapshot snapshot, Told known, Due due) {}

    private record Sending(Future<?> result, Told told, EdgeSnapshot snapshot, Count count, Due due, Instant begun) {}

    /** Looks after the send under way and begins the next one that is due; true when nothing is left to do now. */
    boolean tick(Collection<Edge> edges, Instant now, boolean closing) {
        settle(now);
        if (sending != null) {
            return false;
        }
        if (closing && !closes) {
            beginClosing();
        }
        if (now.isBefore(quietUntil)) {
            return true;
        }
        Candidate next = next(edges, now, closing);
        if (next == null) {
            return true;
        }
        begin(next, now);
        return false;
    }

    /** Back-offs are for a catalog that will be asked again: now is the last time, and each edge has one try. */
    private void beginClosing() {
        closes = true;
        quietUntil = Instant.MIN;
        told.values().forEach(Told::tryAgain);
        agenda.clear();
    }

    /** The next edge of those that were due at the last look, while that is not long ago; else of those due now. */
    private @Nullable Candidate next(Collection<Edge> edges, Instant now, boolean closing) {
        if (now.isBefore(agendaUntil)) {
            for (Edge edge = agenda.poll(); edge != null; edge = agenda.poll()) {
                Candidate next = candidate(edge, now, closing);
                if (next != null) {
                    return next;
                }
            }
        }
        List<Candidate> due = new ArrayList<>();
        for (Edge edge : edges) {
            Candidate each = candidate(edge, now, closing);
            if (each != null) {
                due.add(each);
            }
        }
        due.sort(Comparator.comparing(each -> each.known().waitsSince()));
        agenda.clear();
        due.stream().skip(1).forEach(each -> agenda.add(each.edge()));
        agendaUntil = now.plus(AGENDA_FOR);
        return due.isEmpty() ? null : due.get(0);
    }

    /** Counts what the reporter's end leaves untold. */
    void countUnsent(Collection<Edge> edges, Instant now) {
        long unsent = sending == null ? 0 : 1;
        for (Edge edge : edges) {
            EdgeSnapshot snapshot = edge.snapshot;
            if (snapshot == null) {
                continue;
            }
            Told known = toldOf(edge);
            boolean underWay = sending != null && sending.told() == known;
            unsent += !underWay && known.due(edge, snapshot, now, true) != null ? 1 : 0;
        }
        if (unsent > 0) {
            counters.add(CatalogMetric.EVENTS_UNSENT_TOTAL, unsent);
            LOG.warn(
                    "catalog was not told the last of some edges target={} edges={}; close.timeout.ms is over",
                    name,
                    unsent);
        }
    }

    private @Nullable Candidate candidate(Edge edge, Instant now, boolean closing) {
        EdgeSnapshot snapshot = edge.snapshot;
        if (snapshot == null) {
            return null;
        }
        Told known = toldOf(edge);
        Due due = known.dueNow(edge, snapshot, now, closing);
        return due == null ? null : new Candidate(edge, snapshot, known, due);
    }

    private Told toldOf(Edge edge) {
        return told.computeIfAbsent(edge, first -> new Told(settings, started, first.firstSeen));
    }

    private void begin(Candidate next, Instant now) {
        EdgeSnapshot snapshot = next.snapshot();
        Told known = next.known();
        Due due = next.due();
        Count total = next.edge().traffic.total();
        Window window = new Window(known.at(), now, total.since(known.count()), List.of(due.reason()));
        String epoch = known.epochOf(due, now);
        Runs runs = new Runs(
                RunIds.of(
                        snapshot.job(),
                        snapshot.input().name(),
                        snapshot.output().name(),
                        epoch),
                RunIds.of(snapshot.connector(), epoch));
        boolean altered = known.altersTo(snapshot);
        try {
            Future<?> result = sender.send(
                    EventJson.without(writer.write(due.moment(), snapshot, runs, window, altered, now), withoutFacets));
            sending = new Sending(result, known, snapshot, total, due, now);
        } catch (RejectedExecutionException stuck) {
            restAll(stuck);
        }
    }

    /** Takes the answer to the send under way, if it has come or its time is over. */
    void settle(Instant now) {
        Sending current = sending;
        if (current == null) {
            return;
        }
        if (!current.result().isDone()) {
            if (now.isBefore(current.begun().plus(settings.sendTimeout()))) {
                return;
            }
            counters.add(CatalogMetric.EVENTS_TIMED_OUT_TOTAL, 1);
            sender.abandon();
            sending = null;
            fail(current.told(), null, now);
            return;
        }
        sending = null;
        try {
            current.result().get();
            failures = 0;
            silences = 0;
            counters.add(CatalogMetric.EVENTS_SENT_TOTAL, 1);
            counters.set(CatalogMetric.LAST_SUCCESS_MS, now.toEpochMilli());
            current.told().taken(current.due(), current.snapshot(), current.count(), current.begun());
        } catch (ExecutionException e) {
            if (Refusal.isOfEvent(e.getCause())) {
                refuse(current, e.getCause());
            } else {
                fail(current.told(), e.getCause(), now);
            }
        } catch (CancellationException e) {
            fail(current.told(), e, now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuse(Sending refused, @Nullable Throwable cause) {
        counters.add(CatalogMetric.EVENTS_REFUSED_TOTAL, 1);
        LOG.warn(
                "catalog refused an event target={} job={} cause={}",
                name,
                OneLine.of(refused.snapshot().job().name()),
                Refusal.describe(cause));
        refused.told().refused(refused.due(), refused.snapshot(), refused.begun());
    }

    /** One edge's event was not taken: the others go on, unless nothing gets through at all. */
    private void fail(Told edge, @Nullable Throwable cause, Instant now) {
        if (Refusal.isOfConnection(cause)) {
            restAll(cause);
            return;
        }
        int inARow = edge.fail(now);
        edge.rest(retry.nextTry(inARow));
        count(cause, inARow == 1);
        // A silent catalog holds a thread for the whole of its time: after a few in a row nobody is asked for a while.
        silences = cause == null ? silences + 1 : 0;
        if (silences >= MOST_SILENCES) {
            quietUntil = retry.nextTry(++failures);
        }
    }

    private void restAll(@Nullable Throwable cause) {
        quietUntil = retry.nextTry(++failures);
        count(cause, failures == 1);
    }

    private void count(@Nullable Throwable cause, boolean first) {
        counters.add(CatalogMetric.EVENTS_FAILED_TOTAL, 1);
        if (first) {
            LOG.warn(
                    "catalog cannot be told now target={} cause={}; the stream goes on", name, Refusal.describe(cause));
        }
    }

    boolean sending() {
        return sending != null;
    }

    /** Ends the connection. Never waits. */
    void close() {
        sender.abandon();
    }

    /** Forgets edges that are no more. */
    void keepOnly(Collection<Edge> edges) {
        if (told.size() > edges.size()) {
            told.keySet().retainAll(Set.copyOf(edges));
        }
    }
}
