// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link RowCounter} has counted since it began.
 *
 * @param tombstones records without a value
 * @param deletes change events that leave no row behind
 * @param profiled the rows that those looked at stand for: the base of {@code nulls}
 * @param bytes estimated from a sample
 * @param newestMs the newest record's timestamp in milliseconds since 1970, or {@link Long#MIN_VALUE} without one
 * @param nulls by dotted column
 */
public record Count(
        long rows,
        long tombstones,
        long deletes,
        long profiled,
        long bytes,
        long newestMs,
        Map<String, Long> nulls,
        List<PartitionCount> partitions) {
    public static final Count ZERO = new Count(0, 0, 0, 0, 0, Long.MIN_VALUE, Map.of(), List.of());

    public Count {
        nulls = Map.copyOf(nulls);
        partitions = List.copyOf(partitions);
    }

    /** The records that carry a row. */
    public long valued() {
        return rows - tombstones - deletes;
    }

    /** Both together, of several tasks. */
    public Count plus(Count right) {
        Map<String, Long> byColumn = new HashMap<>(nulls);
        right.nulls().forEach((column, count) -> byColumn.merge(column, count, Long::sum));
        Map<Integer, PartitionCount> byNumber = new TreeMap<>();
        partitions.forEach(partition -> byNumber.put(partition.partition(), partition));
        right.partitions().forEach(partition -> byNumber.merge(partition.partition(), partition, Count::join));
        return new Count(
                rows + right.rows,
                tombstones + right.tombstones,
                deletes + right.deletes,
                profiled + right.profiled,
                bytes + right.bytes,
                Math.max(newestMs, right.newestMs),
                byColumn,
                List.copyOf(byNumber.values()));
    }

    private static PartitionCount join(PartitionCount left, PartitionCount right) {
        return new PartitionCount(
                left.partition(),
                Math.min(left.firstOffset(), right.firstOffset()),
                Math.max(left.lastOffset(), right.lastOffset()),
                left.rows() + right.rows(),
                Math.max(left.newestMs(), right.newestMs()));
    }

    /** What came since {@code told}: partitions that stood still are left out. */
    public Count since(Count told) {
        Map<String, Long> byColumn = new HashMap<>(nulls);
        told.nulls().forEach((column, count) -> byColumn.merge(column, -count, Long::sum));
        Map<Integer, PartitionCount> before = new HashMap<>();
        told.partitions().forEach(partition -> before.put(partition.partition(), partition));
        List<PartitionCount> moved = new ArrayList<>();
        for (PartitionCount partition : partitions) {
            PartitionCount was = before.get(partition.partition());
            if (was == null) {
                moved.add(partition);
            } else if (partition.rows() > was.rows()) {
                moved.add(new PartitionCount(
                        partition.partition(),
                        Math.max(partition.firstOffset(), was.lastOffset() + 1),
                        partition.lastOffset(),
                        partition.rows() - was.rows(),
                        partition.newestMs()));
            }
        }
        return new Count(
                rows - told.rows,
                tombstones - told.tombstones,
                deletes - told.deletes,
                profiled - told.profiled,
                Math.max(0, bytes - told.bytes),
                newestMs,
                byColumn,
                moved);
    }
}
