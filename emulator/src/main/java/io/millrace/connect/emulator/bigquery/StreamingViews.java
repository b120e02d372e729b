// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables as insertAll sees them: now, or as they were some time ago
 * (https://cloud.google.com/bigquery/docs/write-api-rest#metadata_errors_for_streaming_inserts, 2026-08). A version is
 * known here when insertAll looked at it while it was current; of a table that it never looked at only the age counts.
 */
final class StreamingViews {
    private final Warehouse warehouse;
    private final Map<TableName, List<Version>> histories = new ConcurrentHashMap<>();

    /** A version, or that there was no table. */
    private record Version(@Nullable StoredTable table, Instant since) {
        boolean same(@Nullable StoredTable now) {
            if (table == null || now == null) {
                return table == null && now == null;
            }
            return table.generation() == now.generation() && table.schemaVersion() == now.schemaVersion();
        }
    }

    StreamingViews(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /** The table as it was {@code late} ago; it may be another one by now, or gone. */
    Optional<StoredTable> find(TableName name, Duration late) {
        Optional<StoredTable> current = warehouse.table(name);
        List<Version> history = histories.compute(name, (key, known) -> extend(known, current.orElse(null)));
        if (late.isZero()) {
            return current;
        }
        Instant then = warehouse.clock().instant().minus(late);
        for (int i = history.size() - 1; i >= 0; i--) {
            if (!history.get(i).since().isAfter(then)) {
                return Optional.ofNullable(history.get(i).table());
            }
        }
        return Optional.empty();
    }

    private List<Version> extend(@Nullable List<Version> known, @Nullable StoredTable now) {
        if (known != null && known.get(known.size() - 1).same(now)) {
            return known;
        }
        List<Version> history = known == null ? new ArrayList<>() : new ArrayList<>(known);
        history.add(new Version(now, now == null ? warehouse.clock().instant() : since(now, known)));
        return List.copyOf(history);
    }

    private static Instant since(StoredTable table, @Nullable List<Version> known) {
        Version last = known == null ? null : known.get(known.size() - 1);
        StoredTable before = last == null ? null : last.table();
        boolean changed = before != null && before.generation() == table.generation();
        Long created = table.metadata().getCreationTime();
        BigInteger modified = table.metadata().getLastModifiedTime();
        Long millis = changed && modified != null ? Long.valueOf(modified.longValue()) : created;
        return millis == null ? Instant.EPOCH : Instant.ofEpochMilli(millis);
    }
}
