// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import io.millrace.connect.bigquery.write.storage.connection.Append;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Appends that are not on the wire: those that may go, in the order they came, and those whose time has not come. Owned
 * by the writer's thread.
 */
final class Outbox {
    private final Deque<Append> ready = new ArrayDeque<>();
    private final PriorityQueue<Append> delayed =
            new PriorityQueue<>(Comparator.comparingLong((Append append) -> append.notBefore()));

    void add(Append append, long now) {
        if (append.notBefore() <= now) {
            ready.addLast(append);
        } else {
            delayed.add(append);
        }
    }

    /** What may go now; whoever sends one takes it out first. */
    Iterator<Append> due(long now) {
        for (Append first = delayed.peek(); first != null && first.notBefore() <= now; first = delayed.peek()) {
            ready.addLast(delayed.remove());
        }
        return ready.iterator();
    }

    /** When the next append's time comes; {@code Long.MAX_VALUE} if none waits for that. */
    long nextDue() {
        Append first = delayed.peek();
        return first == null ? Long.MAX_VALUE : first.notBefore();
    }

    /** Takes out these. */
    List<Append> remove(Predicate<Append> unwanted) {
        List<Append> removed = new ArrayList<>();
        Predicate<Append> collected = append -> unwanted.test(append) && removed.add(append);
        ready.removeIf(collected);
        delayed.removeIf(collected);
        return removed;
    }
}
