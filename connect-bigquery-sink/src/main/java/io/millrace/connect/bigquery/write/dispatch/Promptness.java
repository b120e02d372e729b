// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.dispatch;

import io.millrace.connect.bigquery.write.Batch;

/** How soon BigQuery answers a table's requests, from best to worst; only equals share what they wait for. */
public enum Promptness {
    /** As soon as it should. */
    QUICK,
    /** Not answered yet. */
    UNKNOWN,
    /** Later than it should. */
    SLOW,
    /** Not within the request's time. */
    SILENT;

    /** How long an answer may take for a table to be quick, beside the time for its bytes. */
    private static final long QUICK_MS = 1_000;
    /** A connection carries 1 MB/s for sure (BigQuery's best practices, 2026-08). */
    private static final long BYTES_PER_MS = 1_000;

    /** Whether it is answered later than the other. */
    public boolean isWorseThan(Promptness other) {
        return compareTo(other) > 0;
    }

    /** How many connections or requests tables of this promptness may take at a time, where quick ones may take {@code most}. */
    public int share(int most) {
        return switch (this) {
            case QUICK, UNKNOWN -> most;
            case SLOW -> Math.max(1, most / 2);
            case SILENT -> Math.max(1, most / 4); // what waits there mostly waits for nothing
        };
    }

    /** Milliseconds within which a request's answer is quick, counted from when it is the next to be answered. */
    public static long allowance(Batch batch) {
        return QUICK_MS + batch.bytes() / BYTES_PER_MS;
    }
}
