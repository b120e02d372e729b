// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Notices that something has not been used for a while. Thread-safe. */
final class IdleWatch {
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Duration limit;
    private final BooleanSupplier end;
    private Instant used;
    private @Nullable Future<?> look;
    private boolean stopped;

    /**
     * Watches from now on.
     *
     * @param end is asked on the timer's thread when the time is up; answers whether that was the end
     */
    IdleWatch(ScheduledExecutorService timer, Clock clock, Duration limit, BooleanSupplier end) {
        this.timer = timer;
        this.clock = clock;
        this.limit = limit;
        this.end = end;
        this.used = clock.instant();
        lookIn(limit);
    }

    /** The time begins anew. */
    synchronized void used() {
        used = clock.instant();
    }

    synchronized void stop() {
        stopped = true;
        if (look != null) {
            look.cancel(/* mayInterruptIfRunning= */ false);
        }
    }

    private synchronized void lookIn(Duration time) {
        if (!stopped) {
            look = timer.schedule(this::look, time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private synchronized Duration left() {
        return limit.minus(Duration.between(used, clock.instant()));
    }

    private void look() {
        Duration left = left();
        if (left.compareTo(Duration.ZERO) > 0) {
            lookIn(left);
        } else if (!end.getAsBoolean()) {
            lookIn(limit);
        }
    }
}
