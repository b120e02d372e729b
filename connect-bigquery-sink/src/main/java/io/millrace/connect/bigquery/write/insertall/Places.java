// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.dispatch.Dispatch;
import io.millrace.connect.bigquery.write.dispatch.Promptness;
import io.millrace.connect.bigquery.write.dispatch.TablePromptness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The requests that are sent at a time, each of which takes a thread: tables that are answered late take no place of those
 * that are answered soon ({@link Promptness}), and none takes more than what it leaves. Owned by the writer's thread.
 */
final class Places {
    /** For tables of one promptness: many requests on their way are what makes up for their way. */
    static final int MOST = 16;
    /** Of all, however long their threads wait; the last ones are for tables that are answered in time. */
    static final int MOST_THREADS = 4 * MOST;

    private final long timeoutMs;
    private final TablePromptness promptness = new TablePromptness();
    private final Set<Call> taken = new HashSet<>();
    /** Calls that were given up, and whose threads do not know it yet. */
    private final Set<Call> givenUp = new HashSet<>();

    /** One request on the wire. */
    static final class Call {
        final Dispatch insert;
        private final long sentMs;

        private Call(Dispatch insert, long sentMs) {
            this.insert = insert;
            this.sentMs = sentMs;
        }

        private Batch batch() {
            return insert.batch();
        }
    }

    /** @param timeoutMs how long a call may take */
    Places(long timeoutMs) {
        this.timeoutMs = timeoutMs;
    }

    /** Whether another request of the table may be sent. */
    boolean hasRoomFor(Destination table) {
        Promptness wanted = promptness.of(table);
        long equals = 0;
        long own = 0;
        for (Call call : taken) {
            Destination other = call.batch().table();
            equals += promptness.of(other) == wanted ? 1 : 0;
            own += other.equals(table) ? 1 : 0;
        }
        int left = MOST_THREADS - taken.size() - givenUp.size();
        if (left <= (wanted == Promptness.QUICK ? 0 : MOST)) {
            return false;
        }
        return own < wanted.share(MOST) - equals;
    }

    /** Takes a place; ask before whether there is one. */
    Call take(Dispatch insert, long now) {
        Call call = new Call(insert, now);
        taken.add(call);
        return call;
    }

    /** A call has ended; false if it was given up before. */
    boolean end(Call call, boolean answered, long now) {
        givenUp.remove(call);
        if (!taken.remove(call)) {
            return false;
        }
        if (answered) {
            boolean quick = now - call.sentMs <= Promptness.allowance(call.batch());
            promptness.answered(call.batch().table(), quick, now);
        }
        return true;
    }

    /** Takes note of tables that are answered later than they should be. */
    void look(long now) {
        for (Call call : taken) {
            if (now - call.sentMs > Promptness.allowance(call.batch())) {
                promptness.stalled(call.batch().table());
            }
        }
    }

    /** Gives up calls that should have been answered by now. */
    List<Dispatch> giveUpOverdue(long now) {
        List<Call> overdue = new ArrayList<>();
        for (Call call : taken) {
            if (now - call.sentMs >= timeoutMs) {
                overdue.add(call);
                promptness.unanswered(call.batch().table());
            }
        }
        giveUp(overdue);
        return overdue.stream().map(call -> call.insert).toList();
    }

    /** Gives up all calls. */
    void giveUpAll() {
        giveUp(List.copyOf(taken));
    }

    private void giveUp(List<Call> calls) {
        calls.forEach(taken::remove);
        givenUp.addAll(calls);
    }

    /** What is on the wire. */
    Stream<Dispatch> inFlight() {
        return taken.stream().map(call -> call.insert);
    }

    /** Whether nothing is. */
    boolean isEmpty() {
        return taken.isEmpty();
    }
}
