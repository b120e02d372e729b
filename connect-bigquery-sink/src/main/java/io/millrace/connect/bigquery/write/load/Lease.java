// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The small object that says of an incarnation's other objects that somebody will load them: renewed while the incarnation
 * lives, so that what it leaves behind when it ends without a word is told from what it works on.
 */
final class Lease {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final Duration RENEWAL = Duration.ofMinutes(1);
    private static final byte[] CONTENT =
            "The objects beside this one wait for a load job of a running task.\n".getBytes(StandardCharsets.UTF_8);

    private final LoadDesk desk;
    private volatile boolean held;

    Lease(LoadDesk desk) {
        this.desk = desk;
    }

    /** Whether it was ever taken. */
    boolean isHeld() {
        return held;
    }

    /** Takes it unless it is held; waits for Google, on a thread that calls it. */
    void ensure() throws IOException {
        if (!held) {
            write();
            held = true;
        }
    }

    private void write() throws IOException {
        desk.store.put(desk.names.lease(), "text/plain", CONTENT, desk.names.metadata());
    }

    /** Renews it from now on. Writer's thread. */
    void keep() {
        desk.timers.at(desk.now() + RENEWAL.toMillis(), () -> {
            if (held) {
                desk.run(this::write, () -> {}, late -> LOG.debug("lease not renewed", late));
            }
            keep();
        });
    }
}
