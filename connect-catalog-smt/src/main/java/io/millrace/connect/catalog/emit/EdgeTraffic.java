// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.observe.ColumnOrigin;
import io.millrace.connect.catalog.observe.Count;
import io.millrace.connect.catalog.observe.RecordKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records that flow through one edge, of all tasks on this worker. Of the reporter's thread alone. */
final class EdgeTraffic {
    private final Map<RecordKind, Stream> streams = new LinkedHashMap<>();
    private Count ended = Count.ZERO;
    private @Nullable Stream current;
    private @Nullable Stream last;
    private long comparedRows = -1;
    private long seenRows;
    private Instant movedAt;

    /** Records of one kind from one task; {@code before} is null without a pair, {@code origins} until they are known. */
    record Stream(
            RecordKind kind,
            @Nullable RecordKind before,
            @Nullable Map<String, List<ColumnOrigin>> origins) {}

    EdgeTraffic(Instant begun) {
        this.movedAt = begun;
    }

    /** Adds or renews what is known of {@code kind}'s records. */
    void flow(RecordKind kind, @Nullable RecordKind before, @Nullable Map<String, List<ColumnOrigin>> origins) {
        Stream was = streams.get(kind);
        RecordKind first = before == null && was != null ? was.before() : before;
        Map<String, List<ColumnOrigin>> from = origins == null && was != null ? was.origins() : origins;
        Stream now = new Stream(kind, first, from);
        streams.put(kind, now);
        if (current != null && current.kind() == kind) {
            current = now;
        }
        comparedRows = -1;
    }

    /**
     * Nothing more comes of {@code kind}; its rows stay counted unless they were a mistake.
     *
     * @return whether it was known
     */
    boolean end(RecordKind kind, boolean mistaken) {
        Stream stream = streams.remove(kind);
        if (stream == null) {
            return false;
        }
        comparedRows = -1;
        if (!mistaken) {
            ended = ended.plus(kind.counter().read());
            last = last == null || stream.kind().isNewerThan(last.kind()) ? stream : last;
        } else if (current != null && current.kind() == kind) {
            current = null;
        }
        return true;
    }

    /** What flows now. */
    List<Stream> streams() {
        return List.copyOf(streams.values());
    }

    boolean isEmpty() {
        return streams.isEmpty() && current == null && last == null;
    }

    /** Makes the newest records the current ones, of those that have ended too; true when others were. */
    boolean followNewest() {
        long rows = rows();
        if (rows == comparedRows) {
            return false;
        }
        comparedRows = rows;
        Stream newest = last;
        for (Stream stream : streams.values()) {
            if (newest == null || stream.kind().isNewerThan(newest.kind())) {
                newest = stream;
            }
        }
        if (newest == null || (current != null && current.kind() == newest.kind())) {
            return false;
        }
        current = newest;
        return true;
    }

    /**
     * The records that show how the edge is now: the newest, as {@link RecordKind#isNewerThan} has it, so that neither a
     * task that reads old records late nor one that ends last turns a schema back.
     */
    @Nullable
    Stream current() {
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
        for (RecordKind kind : streams.keySet()) {
            rows += kind.counter().rows();
        }
        return rows;
    }

    /** Everything counted on this worker so far. */
    Count total() {
        Count total = ended;
        for (RecordKind kind : streams.keySet()) {
            total = total.plus(kind.counter().read());
        }
        return total;
    }
}
