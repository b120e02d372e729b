// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.EdgeSnapshot;
import io.millrace.connect.catalog.event.EventJson;
import io.millrace.connect.catalog.event.EventWriter;
import io.millrace.connect.catalog.event.EventWriter.Moment;
import io.millrace.connect.catalog.event.EventWriter.Runs;
import io.millrace.connect.catalog.event.RunIds;
import io.millrace.connect.catalog.event.Window;
import io.millrace.connect.catalog.observe.Count;
import io.millrace.connect.kit.metrics.Numbers;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.time.Instant;
import java.util.Collection;
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

    /** What the catalog knows of an edge. */
    private static final class Told {
        @Nullable
        EdgeSnapshot snapshot;

        Count count = Count.ZERO;
        Instant at;

        @Nullable
        String epoch;

        @Nullable
        Instant changedAt;

        boolean closed;

        /** Whether the catalog called the last event wrong. */
        boolean refused;

        /** Sends of this edge that failed in a row, and when the next may be tried. */
        int failures;

        Instant quietUntil = Instant.MIN;

        Told(Instant at) {
            this.at = at;
        }
    }

    private record Due(Moment moment, String reason) {}

    /** An edge that something is due of. The one untold the longest goes first. */
    private record Candidate(Edge edge, EdgeSnapshot snapshot, Told known, Due due) {}

    private record Sending(Future<?> result, Told told, EdgeSnapshot snapshot, Count count, Due due, Instant begun) {}

    /** Looks after the send under way and begins the next one that is due; true when nothing is left to do now. */
    boolean tick(Collection<Edge> edges, Instant now, boolean closing) {
        settle(now);
        if (sending != null) {
            return false;
        }
        if (now.isBefore(quietUntil)) {
            return true;
        }
        Candidate next = null;
        for (Edge edge : edges) {
            Candidate each = candidate(edge, now, closing);
            if (each != null && (next == null || each.known().at.isBefore(next.known().at))) {
                next = each;
            }
        }
        if (next == null) {
            return true;
        }
        begin(next, now);
        return false;
    }

    private @Nullable Candidate candidate(Edge edge, Instant now, boolean closing) {
        EdgeSnapshot snapshot = edge.snapshot;
        if (snapshot == null) {
            return null;
        }
        Told known = told.computeIfAbsent(edge, first -> new Told(first.firstSeen));
        Due due = due(edge, snapshot, known, now, closing);
        return due == null || now.isBefore(known.quietUntil) ? null : new Candidate(edge, snapshot, known, due);
    }

    private @Nullable Due due(Edge edge, EdgeSnapshot snapshot, Told known, Instant now, boolean closing) {
        EdgeSnapshot last = known.snapshot;
        if (known.closed) {
            return null;
        }
        if (last == null || known.epoch == null) {
            boolean patient = !closing && now.isBefore(edge.firstSeen.plus(settings.initialDelay()));
            return patient ? null : new Due(Moment.START, "first record");
        }
        if (!known.epoch.equals(settings.runs().epoch(started, now))) {
            return new Due(Moment.COMPLETE, "the run's day is over");
        }
        boolean changed = !snapshot.equals(last);
        // Rows alone make no event right that was wrong.
        boolean moved = !known.refused && edge.traffic.rows() > known.count.rows();
        if (closing) {
            return closing(moved || changed);
        }
        if (!changed) {
            known.changedAt = null;
            boolean silent = now.isBefore(known.at.plus(settings.heartbeat()));
            return moved && !silent ? new Due(Moment.RUNNING, "heartbeat") : null;
        }
        if (known.changedAt == null) {
            known.changedAt = now;
        }
        return now.isBefore(known.changedAt.plus(settings.coalesceWindow())) ? null : new Due(Moment.RUNNING, "change");
    }

    private @Nullable Due closing(boolean news) {
        if (settings.runs() == RunStrategy.START) {
            return new Due(Moment.COMPLETE, "close");
        }
        return news ? new Due(Moment.RUNNING, "close") : null;
    }

    private void begin(Candidate next, Instant now) {
        EdgeSnapshot snapshot = next.snapshot();
        Told known = next.known();
        Due due = next.due();
        Count total = next.edge().traffic.total();
        Window window = new Window(known.at, now, total.since(known.count), List.of(due.reason()));
        String epoch = due.moment() == Moment.COMPLETE && known.epoch != null
                ? known.epoch
                : settings.runs().epoch(started, now);
        Runs runs = new Runs(
                RunIds.of(
                        snapshot.job(),
                        snapshot.input().name(),
                        snapshot.output().name(),
                        epoch),
                RunIds.of(snapshot.connector(), epoch));
        boolean altered = known.snapshot != null && !sameSchemas(known.snapshot, snapshot);
        try {
            Future<?> result = sender.send(
                    EventJson.without(writer.write(due.moment(), snapshot, runs, window, altered, now), withoutFacets));
            sending = new Sending(result, known, snapshot, total, due, now);
        } catch (RejectedExecutionException stuck) {
            restAll(stuck);
        }
    }

    private static boolean sameSchemas(EdgeSnapshot last, EdgeSnapshot now) {
        return last.input().columns().equals(now.input().columns())
                && last.output().columns().equals(now.output().columns());
    }

    private void settle(Instant now) {
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
            current.told().count = current.count();
            remember(current, false);
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

    /** The catalog has the snapshot, or will never take it: what comes next is measured from it. */
    private void remember(Sending done, boolean refused) {
        Told known = done.told();
        known.refused = refused;
        known.failures = 0;
        known.quietUntil = Instant.MIN;
        known.snapshot = done.snapshot();
        known.at = done.begun();
        known.changedAt = null;
        boolean ended = done.due().moment() == Moment.COMPLETE;
        known.epoch = ended ? null : settings.runs().epoch(started, done.begun());
        known.closed = "close".equals(done.due().reason());
    }

    private void refuse(Sending refused, @Nullable Throwable cause) {
        counters.add(CatalogMetric.EVENTS_REFUSED_TOTAL, 1);
        LOG.warn(
                "catalog refused an event target={} job={} cause={}",
                name,
                refused.snapshot().job().name(),
                Refusal.describe(cause));
        remember(refused, true);
    }

    /** One edge's event was not taken: the others go on, unless nothing gets through at all. */
    private void fail(Told edge, @Nullable Throwable cause, Instant now) {
        if (Refusal.isOfConnection(cause)) {
            restAll(cause);
            return;
        }
        edge.quietUntil = retry.nextTry(++edge.failures);
        edge.at = now; // behind all that have waited longer
        count(cause, edge.failures == 1);
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
