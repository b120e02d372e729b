// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock, set forward or back as a test wants it. */
public final class ShiftedClock extends Clock {
    private volatile Duration shift = Duration.ZERO;

    /**
     * Sets it.
     *
     * @param ahead of the system's clock from now on; negative for behind
     */
    public void set(Duration ahead) {
        shift = ahead;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(shift);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
