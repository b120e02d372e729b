// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import io.millrace.connect.bigquery.model.Destination;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** BigQuery takes five updates of a table's metadata in ten seconds (quotas page, 2026-08); more are refused. */
final class UpdatePace {
    private static final int MOST = 5;
    private static final long WINDOW_MS = 10_000;

    private final Map<Destination, Deque<Long>> updates = new HashMap<>();

    /**
     * Takes one update of this table.
     *
     * @return how long to wait before doing so; zero means it is taken, anything else that it is not
     */
    synchronized Duration take(Destination table, long nowMs) {
        Deque<Long> recent = updates.computeIfAbsent(table, first -> new ArrayDeque<>());
        while (!recent.isEmpty() && recent.peekFirst() <= nowMs - WINDOW_MS) {
            recent.removeFirst();
        }
        if (recent.size() >= MOST) {
            return Duration.ofMillis(recent.peekFirst() + WINDOW_MS - nowMs);
        }
        recent.addLast(nowMs);
        return Duration.ZERO;
    }
}
