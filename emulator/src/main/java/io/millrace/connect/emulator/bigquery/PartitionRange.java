// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.TimePartitioning;
import io.millrace.connect.emulator.json.RowProblem;
import io.millrace.connect.emulator.store.StoredTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Partitions in time that rows may be streamed into: from 10 years back to a year ahead
 * (https://cloud.google.com/bigquery/docs/write-api-rest#time-unit_column_partitioning, 2026-08).
 *
 * @param column what the table is partitioned by, null where it has no such column
 */
record PartitionRange(@Nullable String column, LocalDate first, LocalDate last) {
    static PartitionRange of(StoredTable table, Instant now) {
        TimePartitioning partitioning = table.metadata().getTimePartitioning();
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        return new PartitionRange(
                partitioning == null ? null : partitioning.getField(), today.minusDays(3_650), today.plusDays(366));
    }

    /** Throws {@link RowProblem} for a row outside. */
    void check(Map<String, @Nullable Object> row) {
        LocalDate day = column == null ? null : day(value(column, row));
        if (day != null && (day.isBefore(first) || day.isAfter(last))) {
            throw new RowProblem(
                    String.valueOf(column),
                    "The destination table's partition is outside the allowed bounds. You can only stream to partitions"
                            + " within 3650 days in the past and 366 days in the future relative to the current date.");
        }
    }

    private static @Nullable Object value(String column, Map<String, @Nullable Object> row) {
        for (Map.Entry<String, @Nullable Object> entry : row.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(column)) {
                return entry.getValue();
            }
        }
        return null;
    }

    private static @Nullable LocalDate day(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return instant.atZone(ZoneOffset.UTC).toLocalDate();
        }
        if (value instanceof LocalDateTime dateTime) {
            return dateTime.toLocalDate();
        }
        return value instanceof LocalDate date ? date : null;
    }
}
