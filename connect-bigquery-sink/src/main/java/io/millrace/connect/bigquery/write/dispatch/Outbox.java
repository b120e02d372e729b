// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Batches that are not on the wire: those that may go, in the order they came, and those whose time has not come. Owned
 * by the writer's thread.
 */
final class Outbox<D extends Dispatch> {
    private final Deque<D> ready = new ArrayDeque<>();
    private final PriorityQueue<D> delayed = new PriorityQueue<>(Comparator.comparingLong(Dispatch::notBefore));

    void add(D dispatch, long now) {
        if (dispatch.notBefore() <= now) {
            ready.addLast(dispatch);
        } else {
            delayed.add(dispatch);
        }
    }

    /** What may go now; whoever sends one takes it out first. */
    Iterator<D> due(long now) {
        for (D first = delayed.peek(); first != null && first.notBefore() <= now; first = delayed.peek()) {
            ready.addLast(delayed.remove());
        }
        return ready.iterator();
    }

    /** When the next one's time comes; {@code Long.MAX_VALUE} if none waits for that. */
    long nextDue() {
        D first = delayed.peek();
        return first == null ? Long.MAX_VALUE : first.notBefore();
    }

    /** Takes out these. */
    List<D> remove(Predicate<D> unwanted) {
        List<D> removed = new ArrayList<>();
        Predicate<D> collected = dispatch -> unwanted.test(dispatch) && removed.add(dispatch);
        ready.removeIf(collected);
        delayed.removeIf(collected);
        return removed;
    }
}
