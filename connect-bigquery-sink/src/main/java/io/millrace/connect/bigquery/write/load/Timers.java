// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to be done later. Owned by the writer's thread. */
public final class Timers {
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::dueMs));

    private record Timer(long dueMs, Runnable work) {}

    public void at(long dueMs, Runnable work) {
        timers.add(new Timer(dueMs, work));
    }

    /** When something is due next, {@code Long.MAX_VALUE} if nothing is. */
    public long nextDue() {
        Timer next = timers.peek();
        return next == null ? Long.MAX_VALUE : next.dueMs();
    }

    /** Does what is due. */
    public void run(long now) {
        for (Timer next = timers.peek(); next != null && next.dueMs() <= now; next = timers.peek()) {
            timers.remove();
            next.work().run();
        }
    }

    public void clear() {
        timers.clear();
    }
}
