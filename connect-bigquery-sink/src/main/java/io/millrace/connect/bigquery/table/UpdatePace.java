// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import io.millrace.connect.bigquery.model.Destination;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** BigQuery takes five updates of a table's metadata in ten seconds (quotas page, 2026-08); more are refused. */
final class UpdatePace {
    private static final int MOST = 5;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final Map<Destination, Pace> updates = new HashMap<>();

    /**
     * Takes one update of this table.
     *
     * @return how long to wait before doing so; zero means it is taken, anything else that it is not
     */
    synchronized Duration take(Destination table, long nowMs) {
        return updates.computeIfAbsent(table, first -> new Pace(MOST, WINDOW)).take(nowMs);
    }
}
