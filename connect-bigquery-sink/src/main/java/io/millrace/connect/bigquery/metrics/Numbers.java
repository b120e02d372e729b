// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/** The numbers of one task or one table. Each has one thread that writes it; any reads. */
public final class Numbers<M extends Metric> {
    private final AtomicLongArray values;

    Numbers(int size) {
        this.values = new AtomicLongArray(size);
    }

    /** Adds to a total. */
    public void add(M metric, long more) {
        values.setRelease(metric.ordinal(), values.getPlain(metric.ordinal()) + more);
    }

    /** Sets a gauge. */
    public void set(M metric, long value) {
        values.setRelease(metric.ordinal(), value);
    }

    /** Reads one. */
    public long get(M metric) {
        return values.getAcquire(metric.ordinal());
    }
}
