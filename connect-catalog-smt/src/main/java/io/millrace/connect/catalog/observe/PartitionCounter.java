// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** How far one partition has come. The task's thread writes, anybody reads; each number is right by itself. */
final class PartitionCounter {
    private static final VarHandle ROWS;
    private static final VarHandle LAST_OFFSET;
    private static final VarHandle NEWEST;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ROWS = lookup.findVarHandle(PartitionCounter.class, "rows", long.class);
            LAST_OFFSET = lookup.findVarHandle(PartitionCounter.class, "lastOffset", long.class);
            NEWEST = lookup.findVarHandle(PartitionCounter.class, "newest", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int partition;
    private final long firstOffset;
    private long rows;

    @SuppressWarnings("UnusedVariable") // read through LAST_OFFSET
    private long lastOffset;

    private long newest = Long.MIN_VALUE;

    PartitionCounter(int partition, long firstOffset) {
        this.partition = partition;
        this.firstOffset = firstOffset;
    }

    void add(long offset, long timestamp) {
        ROWS.setOpaque(this, rows + 1);
        LAST_OFFSET.setOpaque(this, offset);
        if (timestamp > newest) {
            NEWEST.setOpaque(this, timestamp);
        }
    }

    PartitionCount read() {
        return new PartitionCount(
                partition, firstOffset, (long) LAST_OFFSET.getOpaque(this), (long) ROWS.getOpaque(this), (long)
                        NEWEST.getOpaque(this));
    }
}
