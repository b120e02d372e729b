// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.event.Columns;
import io.millrace.connect.catalog.event.DatasetName;
import io.millrace.connect.catalog.event.DatasetSnapshot.Registered;
import io.millrace.connect.catalog.event.EdgeSnapshot;
import io.millrace.connect.catalog.event.EdgeSnapshot.Carrier;
import io.millrace.connect.catalog.event.Naming.JobName;
import io.millrace.connect.catalog.observe.ColumnOrigin;
import io.millrace.connect.catalog.observe.Count;
import io.millrace.connect.catalog.observe.Tally;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the reporter knows of one edge. Of the reporter's thread alone. */
final class Edge {
    final Key key;
    final Instant firstSeen;

    /** The versions of both ends, with what changed. */
    final VersionTrack input = new VersionTrack();

    final VersionTrack output = new VersionTrack();

    /** What the registry said last of the edge's topic; null before it did. */
    @Nullable
    Registered registered;

    /** A question to the registry that has no answer yet. */
    @Nullable
    CompletableFuture<Optional<Registered>> asked;

    /** When to ask next. */
    Instant askAt = Instant.MIN;

    /** The latest snapshot; replaced by another object only when something is different. */
    @Nullable
    EdgeSnapshot snapshot;

    /** Whether {@link #snapshot} may be out of date. */
    boolean stale = true;

    private final Map<Tally, Stream> streams = new LinkedHashMap<>();
    private Count ended = Counts.ZERO;
    private @Nullable Stream current;
    private long seenRows;
    private Instant movedAt;

    /** What makes an edge this one, and the topic at one of its ends. */
    record Key(DatasetName input, DatasetName output, JobName job, JobName connector, Carrier carrier, String topic) {}

    /** Records of one kind from one task; {@code before} is null without a pair, {@code origins} until they are known. */
    record Stream(
            Tally tally, @Nullable Tally before, @Nullable Map<String, List<ColumnOrigin>> origins) {}

    Edge(Key key, Instant firstSeen) {
        this.key = key;
        this.firstSeen = firstSeen;
        this.movedAt = firstSeen;
    }

    /** Adds or renews what is known of {@code tally}'s records. */
    void flow(Tally tally, @Nullable Tally before, @Nullable Map<String, List<ColumnOrigin>> origins) {
        Stream was = streams.get(tally);
        Tally first = before == null && was != null ? was.before() : before;
        Map<String, List<ColumnOrigin>> from = origins == null && was != null ? was.origins() : origins;
        Stream now = new Stream(tally, first, from);
        streams.put(tally, now);
        if (current != null && current.tally() == tally) {
            current = now;
        }
        stale = true;
    }

    /** Nothing more comes from {@code tally}; its rows stay counted unless they were a mistake. */
    void end(Tally tally, boolean mistaken) {
        Stream stream = streams.remove(tally);
        if (stream == null) {
            return;
        }
        stale = true;
        if (!mistaken) {
            ended = Counts.sum(ended, tally.read());
            current = streams.isEmpty() ? stream : current;
        } else if (current != null && current.tally() == tally) {
            current = null;
        }
    }

    boolean isEmpty() {
        return streams.isEmpty() && current == null;
    }

    /**
     * The records that show how the edge is now: those with the newest timestamp, so that a task that reads old records
     * late does not turn a schema back. The last that flowed, once all have ended.
     */
    @Nullable
    Stream newest() {
        Stream newest = null;
        for (Stream stream : streams.values()) {
            if (newest == null || stream.tally().newestMs() >= newest.tally().newestMs()) {
                newest = stream;
            }
        }
        Stream was = current;
        if (newest != null && (was == null || was.tally() != newest.tally())) {
            stale = true;
            current = newest;
        }
        return current;
    }

    /** Notes whether rows flowed since the last look. */
    void follow(Instant now) {
        long rows = rows();
        if (rows != seenRows) {
            seenRows = rows;
            movedAt = now;
        }
    }

    Instant movedAt() {
        return movedAt;
    }

    /** Rows counted on this worker so far. */
    long rows() {
        long rows = ended.rows();
        for (Tally tally : streams.keySet()) {
            rows += tally.rows();
        }
        return rows;
    }

    /** Everything counted on this worker so far. */
    Count total() {
        Count total = ended;
        for (Tally tally : streams.keySet()) {
            total = Counts.sum(total, tally.read());
        }
        return total;
    }

    /** Follows the columns of one end. */
    static final class VersionTrack {
        private @Nullable Columns columns;
        private @Nullable String previous;
        private List<String> changes = List.of();

        /** True when the columns are others than before, or the first. */
        boolean follow(Columns now) {
            Columns was = columns;
            columns = now;
            if (was == null) {
                return true;
            }
            if (was.equals(now) || was.fingerprint().equals(now.fingerprint())) {
                return false;
            }
            previous = was.fingerprint();
            changes = now.differenceFrom(was);
            return true;
        }

        @Nullable
        String previous() {
            return previous;
        }

        List<String> changes() {
            return changes;
        }
    }
}
