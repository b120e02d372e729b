// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.retry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** When to try again: how long the pauses are, by which clock, and what jitters them. */
public record RetryPolicy(Backoff backoff, InstantSource clock, RandomGenerator random) {
    /** The pause after the {@code failures}-th failure in a row, counted from 1. */
    public Duration pauseAfter(int failures) {
        return backoff.after(failures, random);
    }

    /** When the next try is due, {@code failures} of them having failed in a row. */
    public Instant nextTry(int failures) {
        return clock.instant().plus(pauseAfter(failures));
    }
}
