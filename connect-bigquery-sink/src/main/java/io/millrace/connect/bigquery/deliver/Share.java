// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

/**
 * What one table has of the buffer: at most half of it, and at most as much as is free, so that whatever several stuck
 * tables hold, there is room for others (dynamic thresholds, as switches share their memory: Choudhury and Hahne, 1998).
 */
public final class Share {
    private final BufferGauge whole;
    private long bytes;
    private boolean exceeded;

    public Share(BufferGauge whole) {
        this.whole = whole;
    }

    /** Counts bytes that were taken, or with a negative number, that are gone. */
    public void add(long more) {
        bytes += more;
        whole.add(more);
    }

    /** Bytes of this table that are on their way. */
    public long bytes() {
        return bytes;
    }

    /** Whether this table has more than its share: from the share on, until below half of it, so that nothing flutters. */
    public boolean exceeded() {
        long free = Math.max(0, whole.limit() - whole.bytes());
        long share = Math.max(1, Math.min(whole.limit() / 2, free));
        exceeded = exceeded ? bytes > share / 2 : bytes >= share;
        return exceeded;
    }
}
