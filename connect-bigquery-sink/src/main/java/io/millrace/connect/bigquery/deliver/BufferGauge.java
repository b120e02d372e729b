// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

/**
 * How many bytes are on their way, and whether that is too many: full from the limit on, until below half of it, so that
 * consumption does not flutter.
 */
public final class BufferGauge {
    private final long limit;
    private long bytes;
    private boolean full;

    public BufferGauge(long limit) {
        this.limit = limit;
    }

    /** Counts bytes that were taken, or with a negative number, that are gone. */
    public void add(long more) {
        bytes += more;
        full = full ? bytes >= limit / 2 : bytes >= limit;
    }

    /** Bytes on their way. */
    public long bytes() {
        return bytes;
    }

    /** Whether consumption has to pause. */
    public boolean full() {
        return full;
    }

    /** The limit, in bytes. */
    public long limit() {
        return limit;
    }
}
