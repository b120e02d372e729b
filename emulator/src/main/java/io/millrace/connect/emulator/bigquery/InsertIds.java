// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import io.millrace.connect.emulator.store.StoredTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Insert ids of the last minute, as long as BigQuery remembers them. */
final class InsertIds {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Instant> seen = new HashMap<>();

    InsertIds(Clock clock) {
        this.clock = clock;
    }

    /** Whether a row with this id was inserted lately. */
    synchronized boolean isKnown(StoredTable table, String insertId) {
        Instant since = seen.get(key(table, insertId));
        return since != null && since.isAfter(clock.instant().minus(REMEMBERED));
    }

    synchronized void remember(StoredTable table, String insertId) {
        Instant now = clock.instant();
        if (seen.size() > 100_000) {
            seen.values().removeIf(since -> since.isBefore(now.minus(REMEMBERED)));
        }
        seen.put(key(table, insertId), now);
    }

    private static String key(StoredTable table, String insertId) {
        return table.generation() + "/" + insertId;
    }
}
