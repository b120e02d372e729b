// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose turn it is to call BigQuery. A call that is not answered holds up nobody: the next one goes beside it, at BigQuery's
 * pace, until very many are unanswered; and those that were slow before share a few places among themselves.
 */
final class CallQueue {
    private static final Logger LOG = LoggerFactory.getLogger(CallQueue.class);
    /** Most calls at a time. */
    private static final int MOST = 64;
    /** Most of these by questions whose last call was slow. */
    private static final int MOST_SLOW = 16;
    /** BigQuery takes 100 calls of a method in a second from one account (quotas page, 2026-08), which others share. */
    private static final int A_SECOND = 50;

    private final TableThreads threads;
    private final InstantSource clock;
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final Deque<Call> waitingSlow = new ArrayDeque<>();
    private final RateLimiter rate = new RateLimiter(A_SECOND, Duration.ofSeconds(1));
    private int running;
    private int runningSlow;
    private boolean woken;

    /** One that waits for its turn; never throws, but may be told that it will not come. */
    interface Call extends Runnable {
        /** Whether its last call was answered slowly or not at all. */
        boolean slow();

        /** There is no thread for it. */
        void refused(Throwable cause);
    }

    CallQueue(TableThreads threads, InstantSource clock) {
        this.threads = threads;
        this.clock = clock;
    }

    /** Runs it when its turn comes; in the order of asking, but for the slow. */
    void add(Call call) {
        synchronized (this) {
            (call.slow() ? waitingSlow : waiting).addLast(call);
        }
        next();
    }

    /** Runs it when its turn comes after a pause. */
    @SuppressWarnings("FutureReturnValueIgnored") // a call answers for all that can go wrong in it
    void addLater(Call call, Duration pause) {
        try {
            threads.timer().schedule(() -> add(call), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed");
        }
    }

    private void next() {
        for (Call call = admitted(); call != null; call = admitted()) {
            Call next = call;
            boolean slow = call.slow();
            try {
                threads.calls().execute(() -> run(next, slow));
            } catch (RejectedExecutionException closed) {
                return;
            } catch (RuntimeException | Error noThread) {
                left(slow);
                call.refused(noThread);
            }
        }
    }

    private void run(Call call, boolean slow) {
        try {
            call.run();
        } finally {
            left(slow);
            next();
        }
    }

    private synchronized @Nullable Call admitted() {
        boolean slow = !waitingSlow.isEmpty() && runningSlow < MOST_SLOW;
        if (running >= MOST || (!slow && waiting.isEmpty())) {
            return null;
        }
        Duration wait = rate.take(clock.millis());
        if (!wait.isZero()) {
            wakeAfter(wait);
            return null;
        }
        running++;
        runningSlow += slow ? 1 : 0;
        return slow ? waitingSlow.removeFirst() : waiting.removeFirst();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // next() answers for all that can go wrong in it
    private void wakeAfter(Duration wait) {
        if (!woken) {
            woken = true;
            try {
                threads.timer().schedule(this::wake, wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                woken = false;
            }
        }
    }

    private void wake() {
        synchronized (this) {
            woken = false;
        }
        next();
    }

    private synchronized void left(boolean slow) {
        running--;
        runningSlow -= slow ? 1 : 0;
    }
}
