// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.walkthrough;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Lines that a person follows: how long it has been running, which part speaks, what it says. */
public final class Progress {

    private final PrintStream out;
    private final InstantSource clock;
    private final Instant start;

    /** Time starts now. */
    public Progress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** One line. */
    public void say(String part, String text) {
        out.printf("%6.1fs  %-10s %s%n", elapsed().toMillis() / 1000.0, part, text);
    }

    /** Text that is not about time: tables, addresses. */
    public void show(String text) {
        out.println(text);
    }

    /** Since the start. */
    public Duration elapsed() {
        return Duration.between(start, clock.instant());
    }
}
