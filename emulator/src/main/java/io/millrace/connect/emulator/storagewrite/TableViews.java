// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import io.millrace.connect.emulator.store.StoredTable;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables as Storage Write sees them: now, or as they were some time ago. A version of a schema or key is known here when
 * Storage Write looked at it while it was current; of a table that it never looked at before, only the age counts.
 */
final class TableViews {
    private final Warehouse warehouse;
    private final Clock clock;
    private final Map<TableName, List<Version>> histories = new ConcurrentHashMap<>();

    private record Version(WriteTable table, Instant since) {}

    TableViews(Warehouse warehouse, Clock clock) {
        this.warehouse = warehouse;
        this.clock = clock;
    }

    /** The table as it was {@code late} ago; refused as NOT_FOUND where there was none. */
    WriteTable find(TableName name, Duration late) {
        try {
            warehouse.permissions().require(name.toString(), "bigquery.tables.updateData", "Table");
        } catch (WarehouseException denied) {
            throw StorageException.of(denied, StreamName.path(name));
        }
        Optional<StoredTable> stored = warehouse.table(name).filter(table -> !table.isView());
        if (stored.isEmpty()) {
            histories.remove(name);
            throw StorageException.tableNotFound(StreamName.path(name));
        }
        List<Version> history = histories.compute(name, (key, known) -> extend(known, stored.get()));
        Version newest = history.get(history.size() - 1);
        if (late.isZero()) {
            return newest.table();
        }
        Instant then = clock.instant().minus(late);
        for (int i = history.size() - 1; i >= 0; i--) {
            if (!history.get(i).since().isAfter(then)) {
                return history.get(i).table();
            }
        }
        throw StorageException.tableNotFound(StreamName.path(name));
    }

    private List<Version> extend(@Nullable List<Version> known, StoredTable stored) {
        WriteTable table = WriteTable.of(stored);
        List<Version> history = new ArrayList<>();
        if (known != null) {
            WriteTable last = known.get(known.size() - 1).table();
            if (last.generation() == stored.generation()) {
                if (table.sameVersion(last)) {
                    return known;
                }
                history.addAll(known);
            }
        }
        history.add(new Version(table, history.isEmpty() ? table.created() : table.modified()));
        return List.copyOf(history);
    }
}
