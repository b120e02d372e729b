// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import java.time.Duration;

/** Not now: tried again after the pause, which does not count as a failure. */
final class TryLater extends Exception {
    private static final long serialVersionUID = 1L;

    final Duration pause;

    TryLater(Duration pause) {
        super(null, null, false, false);
        this.pause = pause;
    }
}
