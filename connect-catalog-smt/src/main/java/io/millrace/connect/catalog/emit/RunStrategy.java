// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.emit;

import java.time.Instant;
import java.time.ZoneOffset;

/** What one run of an edge's job is. */
public enum RunStrategy {
    /** One run for ever: restarts, workers and tasks all speak for it. */
    CONNECTOR,
    /** One run per day (UTC), for catalogs that forget old runs. */
    DAILY,
    /** One run from a worker's first task of the connector to its last, ended by COMPLETE. */
    START;

    /** The word that tells one run of an edge from another. */
    String epoch(Instant started, Instant now) {
        return switch (this) {
            case CONNECTOR -> "";
            case DAILY -> now.atOffset(ZoneOffset.UTC).toLocalDate().toString();
            case START -> started.toString();
        };
    }
}
