// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

/** How many bytes are on their way, and how many may be. */
public final class BufferGauge {
    private final long limit;
    private long bytes;

    public BufferGauge(long limit) {
        this.limit = limit;
    }

    /** Counts bytes that were taken, or with a negative number, that are gone. */
    public void add(long more) {
        bytes += more;
    }

    /** Bytes on their way. */
    public long bytes() {
        return bytes;
    }

    /** The limit, in bytes. */
    public long limit() {
        return limit;
    }
}
