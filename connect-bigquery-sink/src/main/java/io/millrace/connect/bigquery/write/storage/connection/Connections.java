// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.connection;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.dispatch.Promptness;
import io.millrace.connect.bigquery.write.dispatch.TablePromptness;
import io.millrace.connect.bigquery.write.storage.StorageWriteSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one task: few, shared by all tables of a location, more only while those there are busy. Tables share
 * with tables of the same {@link Promptness}: a slow one never makes a quick one wait, but for the moment in which it falls back.
 */
public final class Connections {
    /** A connection carries 1 MB/s for sure and may exceed 10 (BigQuery's best practices, 2026-08): beyond, another helps. */
    private static final long BUSY_BYTES = 8 << 20;

    private static final int BUSY_REQUESTS = 16;
    private static final long FULL_BYTES = 32 << 20;
    private static final int FULL_REQUESTS = 64;
    /** BigQuery ends connections that were idle for ten minutes. */
    private static final long IDLE_MS = 300_000;
    /** How long to wait before another connection is given up though nothing shows that BigQuery is well. */
    private static final long GUESS_MS = 10_000;

    private final int most;
    private final long timeoutMs;
    private final BiFunction<Batch, Long, AppendConnection> opener;
    private final List<AppendConnection> all = new ArrayList<>();
    private final TablePromptness tablePromptness = new TablePromptness();
    /** When a quick answer came last, by location. */
    private final Map<@Nullable String, Long> lastQuick = new HashMap<>();

    private long lastGuess = Long.MIN_VALUE / 2;

    /** @param opener opens a connection for its first batch, at a time */
    public Connections(StorageWriteSettings settings, BiFunction<Batch, Long, AppendConnection> opener) {
        this.most = settings.maxConnections();
        this.timeoutMs = settings.timeout().toMillis();
        this.opener = opener;
    }

    /** A connection for this request, opened if need be; null while it has to wait. */
    public @Nullable AppendConnection placeFor(Append append, long now) {
        Batch batch = append.batch();
        Promptness promptness = tablePromptness.of(batch.table());
        boolean room = connectionsOf(promptness, batch) < promptness.share(most);
        AppendConnection best = null;
        for (AppendConnection connection : all) {
            if (accepts(connection, append, promptness, room)
                    && (best == null || cost(connection, batch, promptness) < cost(best, batch, promptness))) {
                best = connection;
            }
        }
        if (room && (best == null || crowded(best, batch, promptness))) {
            best = open(batch, now);
        }
        return best != null && best.isReady() ? best : null;
    }

    /** How many connections to a batch's location are taken by tables of this promptness. */
    private long connectionsOf(Promptness promptness, Batch batch) {
        return all.stream()
                .filter(connection -> connection.isIn(batch.location()))
                .map(AppendConnection::oldest)
                .filter(oldest ->
                        oldest != null && tablePromptness.of(oldest.batch().table()) == promptness)
                .count();
    }

    private boolean accepts(AppendConnection connection, Append append, Promptness promptness, boolean room) {
        if (!connection.isIn(append.batch().location()) || connection.leaving() || !connection.reads(append.batch())) {
            return false;
        }
        Append oldest = connection.oldest();
        if (oldest == null) {
            return room;
        }
        return !append.isSuspect()
                && !oldest.isSuspect()
                && connection.bytesInFlight() < FULL_BYTES
                && connection.requestsInFlight() < FULL_REQUESTS
                && connection
                        .inFlight()
                        .allMatch(other -> tablePromptness.of(other.batch().table()) == promptness);
    }

    /**
     * Quick tables go where there is least; others stay on connections of their own as long as there is room for that. One
     * that does not get rid of what it has is the last.
     */
    private static long cost(AppendConnection connection, Batch batch, Promptness promptness) {
        long cost;
        if (promptness == Promptness.QUICK) {
            cost = connection.bytesInFlight();
        } else {
            cost = connection.idle() ? BUSY_REQUESTS : connection.requestsInFlight();
            cost += crowded(connection, batch, promptness) ? FULL_REQUESTS : 0;
        }
        return connection.isReady() ? cost : cost + FULL_BYTES;
    }

    private static boolean crowded(AppendConnection connection, Batch batch, Promptness promptness) {
        if (connection.bytesInFlight() >= BUSY_BYTES || connection.requestsInFlight() >= BUSY_REQUESTS) {
            return true;
        }
        return promptness != Promptness.QUICK
                && connection
                        .inFlight()
                        .anyMatch(other -> !other.batch().table().equals(batch.table()));
    }

    private AppendConnection open(Batch batch, long now) {
        List<AppendConnection> there =
                all.stream().filter(other -> other.isIn(batch.location())).toList();
        if (there.size() >= most) {
            // One that is idle would have been taken if it served: its schema is another.
            there.stream().filter(AppendConnection::idle).findFirst().ifPresent(this::end);
        }
        AppendConnection opened = opener.apply(batch, now);
        all.add(opened);
        return opened;
    }

    private void end(AppendConnection connection) {
        all.remove(connection);
        connection.close();
    }

    /** The request that the next answer of a connection is for, which came now; null if there is none. */
    public @Nullable Append answered(AppendConnection connection, long now) {
        long waited = connection.waitedMs(now);
        Append append = connection.answered(now);
        if (append != null) {
            boolean quick = waited <= Promptness.allowance(append.batch());
            tablePromptness.answered(append.batch().table(), quick, now);
            if (quick) {
                lastQuick.put(append.batch().location(), now);
            }
        }
        return append;
    }

    /** Forgets one that has ended. */
    public void remove(AppendConnection connection) {
        all.remove(connection);
    }

    /** Takes out connections whose next answer should have come by now. */
    public List<AppendConnection> takeOverdue(long now) {
        List<AppendConnection> overdue = new ArrayList<>();
        for (AppendConnection connection : all) {
            Append oldest = connection.oldest();
            if (oldest != null && connection.waitedMs(now) >= timeoutMs) {
                tablePromptness.unanswered(oldest.batch().table());
                overdue.add(connection);
            }
        }
        all.removeAll(overdue);
        return overdue;
    }

    /** Takes out connections on which a table makes others wait that are answered sooner elsewhere. */
    public List<AppendConnection> takeJammed(long now) {
        List<AppendConnection> jammed = new ArrayList<>();
        for (AppendConnection connection : all) {
            Append oldest = connection.oldest();
            if (oldest != null && connection.waitedMs(now) > Promptness.allowance(oldest.batch())) {
                connection
                        .inFlight()
                        .forEach(other -> tablePromptness.doubted(other.batch().table(), connection.turnMs()));
                tablePromptness.stalled(oldest.batch().table());
                if (holdsUpOthers(connection, oldest.batch().table()) && isWorthIt(connection, oldest.batch(), now)) {
                    jammed.add(connection);
                }
            }
        }
        all.removeAll(jammed);
        return jammed;
    }

    private boolean holdsUpOthers(AppendConnection connection, Destination first) {
        Promptness promptness = tablePromptness.of(first);
        return connection
                .inFlight()
                .anyMatch(other ->
                        promptness.isWorseThan(tablePromptness.of(other.batch().table())));
    }

    /** What was sent may be written twice: not for an outage of all tables, in which it would help nobody. */
    private boolean isWorthIt(AppendConnection connection, Batch first, long now) {
        long allowance = Promptness.allowance(first);
        Long quick = lastQuick.get(first.location());
        if (quick != null && quick > connection.turnMs() + allowance / 2) {
            return true;
        }
        if (connection.waitedMs(now) < 2 * allowance || now - lastGuess < GUESS_MS) {
            return false;
        }
        lastGuess = now;
        return true;
    }

    /** Ends connections that nobody needs any more. */
    public void tidy(long now) {
        for (Iterator<AppendConnection> each = all.iterator(); each.hasNext(); ) {
            AppendConnection connection = each.next();
            if (connection.idle() && (connection.leaving() || connection.waitedMs(now) > IDLE_MS)) {
                each.remove();
                connection.close();
            }
        }
    }

    /** All that is on the wire. */
    public Stream<Append> inFlight() {
        return all.stream().flatMap(AppendConnection::inFlight);
    }

    /** Whether any answer is waited for. */
    public boolean anyInFlight() {
        return all.stream().anyMatch(connection -> !connection.idle());
    }

    /** Ends every connection, whatever is unanswered. */
    public void cancelAll() {
        for (AppendConnection connection : all) {
            List<Append> unused = connection.orphans();
            connection.cancel();
        }
        all.clear();
    }
}
