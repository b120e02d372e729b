// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting, as something that is handed in: tests return at once. Time itself arrives as {@link java.time.Clock}. */
@FunctionalInterface
public interface Pause {
    /** Blocks the calling thread for {@code length}. */
    void pause(Duration length) throws InterruptedException;

    /** Really waits. */
    static Pause real() {
        return length -> TimeUnit.NANOSECONDS.sleep(length.toNanos());
    }
}
