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

    UpdateRateLimiter(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Takes one update of this table.
     *
     * @throws TryLater if it has to wait; then it is not taken
     */
    synchronized void take(Destination table) throws TryLater {
        Duration wait = updates.computeIfAbsent(table, first -> new RateLimiter(MOST, WINDOW))
                .take(clock.millis());
        if (!wait.isZero()) {
            throw new TryLater(wait);
        }
    }
}
