// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a table that is created is partitioned.
 *
 * @param unit the length of a partition
 * @param field the top-level DATE, DATETIME or TIMESTAMP column that decides; null partitions by ingestion time
 * @param expiration how long a partition is kept, null for as long as the table
 * @param filterRequired whether queries must name the partitions they read
 */
public record Partitioning(
        Unit unit, @Nullable String field, @Nullable Duration expiration, boolean filterRequired) {
    /** The length of a partition. */
    public enum Unit {
        NONE,
        HOUR,
        DAY,
        MONTH,
        YEAR
    }

    /** A table that is not partitioned. */
    public static final Partitioning NONE = new Partitioning(Unit.NONE, null, null, false);
}
