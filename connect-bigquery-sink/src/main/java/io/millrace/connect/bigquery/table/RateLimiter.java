// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** So many calls in any window of time, and no more. Not thread-safe. */
final class RateLimiter {
    private final int most;
    private final long windowMs;
    private final Deque<Long> recent = new ArrayDeque<>();

    RateLimiter(int most, Duration window) {
        this.most = most;
        this.windowMs = window.toMillis();
    }

    /** Whether no call is in the window any more. */
    boolean isFree(long nowMs) {
        forget(nowMs);
        return recent.isEmpty();
    }

    private void forget(long nowMs) {
        while (!recent.isEmpty() && recent.peekFirst() <= nowMs - windowMs) {
            recent.removeFirst();
        }
    }

    /** How long to wait before the next call; zero means that it is taken, anything else that it is not. */
    Duration take(long nowMs) {
        forget(nowMs);
        if (recent.size() >= most) {
            return Duration.ofMillis(recent.peekFirst() + windowMs - nowMs);
        }
        recent.addLast(nowMs);
        return Duration.ZERO;
    }
}
