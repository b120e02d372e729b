// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import io.millrace.connect.bigquery.model.Destination;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** BigQuery takes five updates of a table's metadata in ten seconds (quotas page, 2026-08); more are refused. */
final class UpdateRateLimiter {
    private static final int MOST = 5;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final Map<Destination, RateLimiter> updates = new HashMap<>();

    private final InstantSource clock;
    private long sweptMs;

    UpdateRateLimiter(InstantSource clock) {
        this.clock = clock;
    }

    /** Of so many tables it is remembered when they were updated. */
    synchronized int remembered() {
        return updates.size();
    }

    /**
     * Takes one update of this table.
     *
     * @throws TryLater if it has to wait; then it is not taken
     */
    synchronized void take(Destination table) throws TryLater {
        long now = clock.millis();
        if (now - sweptMs >= WINDOW.toMillis()) {
            updates.values().removeIf(limiter -> limiter.isFree(now)); // as good as those that were never there
            sweptMs = now;
        }
        Duration wait = updates.computeIfAbsent(table, first -> new RateLimiter(MOST, WINDOW))
                .take(now);
        if (!wait.isZero()) {
            throw new TryLater(wait);
        }
    }
}
