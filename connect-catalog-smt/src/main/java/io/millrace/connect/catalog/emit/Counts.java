// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import io.millrace.connect.catalog.observe.Count;
import io.millrace.connect.catalog.observe.PartitionCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adding up counts of several tasks, and taking away what was told before. */
final class Counts {
    static final Count ZERO = new Count(0, 0, 0, 0, Long.MIN_VALUE, Map.of(), List.of());

    private Counts() {}

    static Count sum(Count left, Count right) {
        Map<String, Long> nulls = new HashMap<>(left.nulls());
        right.nulls().forEach((column, count) -> nulls.merge(column, count, Long::sum));
        Map<Integer, PartitionCount> partitions = new TreeMap<>();
        left.partitions().forEach(partition -> partitions.put(partition.partition(), partition));
        right.partitions().forEach(partition -> partitions.merge(partition.partition(), partition, Counts::join));
        return new Count(
                left.rows() + right.rows(),
                left.tombstones() + right.tombstones(),
                left.profiled() + right.profiled(),
                left.bytes() + right.bytes(),
                Math.max(left.newestMs(), right.newestMs()),
                nulls,
                List.copyOf(partitions.values()));
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
    static Count since(Count total, Count told) {
        Map<String, Long> nulls = new HashMap<>(total.nulls());
        told.nulls().forEach((column, count) -> nulls.merge(column, -count, Long::sum));
        Map<Integer, PartitionCount> before = new HashMap<>();
        told.partitions().forEach(partition -> before.put(partition.partition(), partition));
        List<PartitionCount> moved = new ArrayList<>();
        for (PartitionCount partition : total.partitions()) {
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
                total.rows() - told.rows(),
                total.tombstones() - told.tombstones(),
                total.profiled() - told.profiled(),
                Math.max(0, total.bytes() - told.bytes()),
                total.newestMs(),
                nulls,
                moved);
    }
}
