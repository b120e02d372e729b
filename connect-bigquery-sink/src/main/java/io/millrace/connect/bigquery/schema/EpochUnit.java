// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import java.util.concurrent.TimeUnit;

/** What an integer that is a time counts. */
public enum EpochUnit {
    SECONDS(TimeUnit.SECONDS),
    MILLIS(TimeUnit.MILLISECONDS),
    MICROS(TimeUnit.MICROSECONDS),
    NANOS(TimeUnit.NANOSECONDS);

    private final TimeUnit unit;

    EpochUnit(TimeUnit unit) {
        this.unit = unit;
    }

    /** The same for java.time. */
    public TimeUnit unit() {
        return unit;
    }
}
