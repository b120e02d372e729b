// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubling from {@code initial} to {@code max}, each wait jittered over its upper
 * half so that many tasks that failed together do not return together.
 */
public record Backoff(Duration initial, Duration max) {
    public Backoff {
        if (initial.isNegative() || initial.isZero() || max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("backoff from " + initial + " to " + max);
        }
    }

    /** The wait after the {@code failures}-th failure in a row, counted from 1; never above {@code max}. */
    public Duration after(int failures, RandomGenerator random) {
        double doubled = initial.toMillis() * Math.pow(2, Math.max(failures - 1, 0));
        long full = (long) Math.min((double) max.toMillis(), doubled);
        return Duration.ofMillis(full - random.nextLong(full / 2 + 1));
    }
}
