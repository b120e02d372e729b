// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Statements that change or delete rows, by their table: two run at a time, twenty wait, and what comes beyond is refused
 * (https://cloud.google.com/bigquery/docs/data-manipulation-language#update_delete_merge_dml_concurrency, 2026-08). Here one
 * runs at a time; those that add rows alone are not counted. Thread-safe.
 */
final class PendingChanges {
    private static final int RUNNING = 2;
    private static final int WAITING = 20;

    private final Map<TableName, Integer> outstanding = new ConcurrentHashMap<>();

    /** Carries out a statement when its turn comes. */
    <T> T with(TableName table, Supplier<T> statement) {
        int before = outstanding.merge(table, 1, Integer::sum) - 1;
        try {
            if (before >= RUNNING + WAITING) {
                throw new WarehouseException(
                        WarehouseException.Reason.RESOURCES_EXCEEDED,
                        "Resources exceeded during query execution: Too many DML statements outstanding against table "
                                + table + ", limit is " + WAITING + ".");
            }
            return statement.get();
        } finally {
            outstanding.computeIfPresent(table, (same, count) -> count == 1 ? null : count - 1);
        }
    }
}
