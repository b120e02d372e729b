// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage;

import io.millrace.connect.bigquery.write.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one task: few, shared by all tables of a location, more only while those there are busy. A table
 * that BigQuery answers slowly keeps its connection to itself: answers come in order, so others would wait behind it.
 */
final class Connections {
    /** A connection carries 1 MB/s for sure and may exceed 10 (BigQuery's best practices, 2026-08): beyond, another helps. */
    private static final long BUSY_BYTES = 8 << 20;

    private static final int BUSY_REQUESTS = 16;
    private static final long FULL_BYTES = 32 << 20;
    private static final int FULL_REQUESTS = 64;
    private static final long SLOW_MS = 1_000;

    private final int most;
    private final long timeoutMs;
    private final Function<Batch, AppendConnection> opener;
    private final List<Place> places = new ArrayList<>();

    Connections(StorageWriteSettings settings, Function<Batch, AppendConnection> opener) {
        this.most = settings.maxConnections();
        this.timeoutMs = settings.timeout().toMillis();
        this.opener = opener;
    }

    /** A connection for this request, opened if need be; null while all are full. */
    @Nullable
    AppendConnection placeFor(Append append, long now) {
        Place best = null;
        int open = 0;
        for (Place place : places) {
            if (Objects.equals(place.location, append.batch.location())) {
                open++;
                if (place.accepts(append, slow(place, append, now))
                        && (best == null || place.connection.bytesInFlight() < best.connection.bytesInFlight())) {
                    best = place;
                }
            }
        }
        if ((best == null || best.busy()) && open < most) {
            best = new Place(append.batch.location(), opener.apply(append.batch));
            places.add(best);
        }
        return best == null ? null : best.connection;
    }

    private boolean slow(Place place, Append append, long now) {
        Append oldest = place.connection.oldest();
        return oldest != null
                && now - (oldest.overdue - timeoutMs) > SLOW_MS
                && !oldest.batch.table().equals(append.batch.table());
    }

    void remove(AppendConnection connection) {
        places.removeIf(place -> place.connection.equals(connection));
    }

    /** Connections whose oldest request should have been answered by now. */
    List<AppendConnection> overdue(long now) {
        List<AppendConnection> overdue = new ArrayList<>();
        for (Place place : places) {
            Append oldest = place.connection.oldest();
            if (oldest != null && oldest.overdue <= now) {
                overdue.add(place.connection);
            }
        }
        return overdue;
    }

    /** When the first answer becomes overdue; {@code Long.MAX_VALUE} if none is awaited. */
    long nextOverdue() {
        long next = Long.MAX_VALUE;
        for (Place place : places) {
            Append oldest = place.connection.oldest();
            if (oldest != null) {
                next = Math.min(next, oldest.overdue);
            }
        }
        return next;
    }

    /** All that is on the wire. */
    Stream<Append> inFlight() {
        return places.stream().flatMap(place -> place.connection.inFlight());
    }

    /** Ends every connection; what was unanswered. */
    List<Append> cancelAll() {
        List<Append> orphans = new ArrayList<>();
        for (Place place : places) {
            orphans.addAll(place.connection.orphans());
            place.connection.cancel();
        }
        places.clear();
        return orphans;
    }

    private record Place(@Nullable String location, AppendConnection connection) {
        boolean accepts(Append append, boolean slow) {
            Append oldest = connection.oldest();
            if (append.suspect || (oldest != null && oldest.suspect)) {
                return oldest == null;
            }
            return !slow && connection.bytesInFlight() < FULL_BYTES && connection.requestsInFlight() < FULL_REQUESTS;
        }

        boolean busy() {
            return connection.bytesInFlight() >= BUSY_BYTES || connection.requestsInFlight() >= BUSY_REQUESTS;
        }
    }
}
