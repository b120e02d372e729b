// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.EdgeSnapshot;
import io.millrace.connect.catalog.event.EventWriter.Moment;
import io.millrace.connect.catalog.observe.Count;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one catalog knows of an edge, and what is due to it. Of the reporter's thread alone. */
final class Told {
    private final ReporterSettings settings;
    private final Instant started;
    private @Nullable EdgeSnapshot snapshot;
    private Count count = Count.ZERO;
    private Instant at;
    private Instant waitsSince;
    private @Nullable String epoch;
    private @Nullable Instant changedAt;
    private boolean closed;

    /** Whether the catalog called the last event wrong. */
    private boolean refused;

    private int failures;
    private Instant quietUntil = Instant.MIN;

    /**
     * An event to send, and why.
     *
     * @param last whether nothing follows it
     */
    record Due(Moment moment, String reason, boolean last) {
        private Due(Moment moment, String reason) {
            this(moment, reason, false);
        }
    }

    /** @param started when the reporter began */
    Told(ReporterSettings settings, Instant started, Instant firstSeen) {
        this.settings = settings;
        this.started = started;
        this.at = firstSeen;
        this.waitsSince = firstSeen;
    }

    /** What is due now, or null: nothing is, or a try that failed is not long enough ago. */
    @Nullable
    Due dueNow(Edge edge, EdgeSnapshot now, Instant when, boolean closing) {
        return when.isBefore(quietUntil) ? null : due(edge, now, when, closing);
    }

    /** What is due, were the catalog to take it. */
    @Nullable
    Due due(Edge edge, EdgeSnapshot now, Instant when, boolean closing) {
        EdgeSnapshot last = snapshot;
        if (closed) {
            return null;
        }
        if (last == null || epoch == null) {
            boolean patient = !closing && when.isBefore(edge.firstSeen.plus(settings.initialDelay()));
            return patient ? null : new Due(Moment.START, "first record");
        }
        if (!epoch.equals(settings.runs().epoch(started, when))) {
            return new Due(Moment.COMPLETE, "the run's day is over");
        }
        boolean changed = !now.equals(last);
        // Rows alone make no event right that was wrong.
        boolean moved = !refused && edge.traffic.rows() > count.rows();
        if (closing) {
            return dueAtClose(moved || changed);
        }
        return changed ? dueByChange(when) : dueByRows(moved, when);
    }

    private @Nullable Due dueAtClose(boolean news) {
        if (settings.runs() == RunStrategy.START) {
            return new Due(Moment.COMPLETE, "close", true);
        }
        return news ? new Due(Moment.RUNNING, "close", true) : null;
    }

    private @Nullable Due dueByRows(boolean moved, Instant when) {
        changedAt = null;
        boolean silent = when.isBefore(at.plus(settings.heartbeat()));
        return moved && !silent ? new Due(Moment.RUNNING, "heartbeat") : null;
    }

    private @Nullable Due dueByChange(Instant when) {
        if (changedAt == null) {
            changedAt = when;
        }
        return when.isBefore(changedAt.plus(settings.coalesceWindow())) ? null : new Due(Moment.RUNNING, "change");
    }

    /** The word of the run that {@code due} speaks of at {@code when}. */
    String epochOf(Due due, Instant when) {
        return due.moment() == Moment.COMPLETE && epoch != null
                ? epoch
                : settings.runs().epoch(started, when);
    }

    /** Whether the columns that were told differ from those of {@code now}. */
    boolean altersTo(EdgeSnapshot now) {
        EdgeSnapshot last = snapshot;
        return last != null
                && !(last.input().columns().equals(now.input().columns())
                        && last.output().columns().equals(now.output().columns()));
    }

    /** What was counted when the catalog last took an event. */
    Count count() {
        return count;
    }

    /** When it last took one, or when the edge was first seen. */
    Instant at() {
        return at;
    }

    /** Since when the edge waits for its turn. */
    Instant waitsSince() {
        return waitsSince;
    }

    /** The catalog has the snapshot and everything counted until {@code begun}. */
    void taken(Due due, EdgeSnapshot now, Count total, Instant begun) {
        count = total;
        settle(due, now, begun, false);
    }

    /** The catalog will never take it: what comes next is measured from it, rows apart. */
    void refused(Due due, EdgeSnapshot now, Instant begun) {
        settle(due, now, begun, true);
    }

    private void settle(Due due, EdgeSnapshot now, Instant begun, boolean wrong) {
        refused = wrong;
        failures = 0;
        quietUntil = Instant.MIN;
        snapshot = now;
        at = begun;
        waitsSince = begun;
        changedAt = null;
        epoch = due.moment() == Moment.COMPLETE ? null : settings.runs().epoch(started, begun);
        closed = due.last();
    }

    /** How many tries in a row have failed with this one; the edge goes behind all that have waited longer. */
    int fail(Instant now) {
        waitsSince = now;
        return ++failures;
    }

    void rest(Instant until) {
        quietUntil = until;
    }

    /** The last time: whatever failed before may be tried once more. */
    void tryAgain() {
        quietUntil = Instant.MIN;
    }
}
