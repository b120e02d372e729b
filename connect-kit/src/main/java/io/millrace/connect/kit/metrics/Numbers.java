// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/** The numbers of one enum of metrics. Any thread writes, any reads. */
public final class Numbers<M extends Metric> {
    private final AtomicLongArray values;

    /** @param metrics all that the enum has */
    public Numbers(M[] metrics) {
        this.values = new AtomicLongArray(metrics.length);
    }

    /** Adds to a total. */
    public void add(M metric, long more) {
        values.getAndAdd(metric.ordinal(), more);
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
