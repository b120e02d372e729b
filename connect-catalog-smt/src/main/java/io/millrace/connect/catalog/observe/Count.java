// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.List;
import java.util.Map;

/**
 * What a {@link Tally} has counted since it began.
 *
 * @param profiled the rows whose columns were looked at: the base of {@code nulls}
 * @param bytes estimated from a sample
 * @param newestMs the newest record's timestamp in milliseconds since 1970, or {@link Long#MIN_VALUE} without one
 * @param nulls by dotted column
 */
public record Count(
        long rows,
        long tombstones,
        long profiled,
        long bytes,
        long newestMs,
        Map<String, Long> nulls,
        List<PartitionCount> partitions) {
    public Count {
        nulls = Map.copyOf(nulls);
        partitions = List.copyOf(partitions);
    }
}
