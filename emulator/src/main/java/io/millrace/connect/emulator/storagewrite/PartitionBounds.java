// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which partitions take rows that are written: those of up to 10 years back and 1 year ahead (BigQuery's Storage Write API,
 * 2026-08).
 *
 * @param column the column by which a table is partitioned in time, null where there is none
 */
record PartitionBounds(@Nullable String column) {
    private static final int DAYS_BACK = 3_650;
    private static final int DAYS_AHEAD = 366;

    /** Refuses a row that belongs into another partition. */
    void check(Map<String, @Nullable Object> row, Instant now) throws InvalidValueException {
        Instant time = column == null ? null : instant(row.get(column));
        if (time != null
                && (time.isBefore(now.minus(DAYS_BACK, ChronoUnit.DAYS))
                        || time.isAfter(now.plus(DAYS_AHEAD, ChronoUnit.DAYS)))) {
            throw new InvalidValueException("Field " + column
                    + " of the destination table is outside the allowed bounds."
                    + " You can only stream to partitions within " + DAYS_BACK + " days in the past and " + DAYS_AHEAD
                    + " days in the future relative to the current date.");
        }
    }

    private static @Nullable Instant instant(@Nullable Object value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay().toInstant(ZoneOffset.UTC);
        }
        if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        }
        return value instanceof Instant instant ? instant : null;
    }
}
