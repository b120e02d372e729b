// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import java.time.Instant;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** How long the permission to write to a table is missing, and when that is no longer taken for passing. Task thread. */
final class Denial {
    /** A table that is younger may be unknown to parts of BigQuery, which say then that the permission is missing. */
    private static final long YOUNG_MS = 600_000;
    /** How long it may be missing on such a table. */
    private static final long YOUNG_PATIENCE_MS = 120_000;
    /** How long a permission may be missing on a table that is not young: some denials pass by themselves. */
    private static final long PATIENCE_MS = 30_000;

    private static final long NEVER = -1;
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final TableAccount account;
    private long since = NEVER;
    private long madeAt = LONG_AGO;

    Denial(TableAccount account) {
        this.account = account;
    }

    /** @param created when the table was made, by whomever; null if that is not known */
    void made(@Nullable Instant created) {
        madeAt = created == null ? LONG_AGO : created.toEpochMilli();
    }

    /** It is missing. */
    void met(long now) {
        if (since == NEVER) {
            since = now;
        }
    }

    /** It is there, or nobody needs it. */
    void forget() {
        since = NEVER;
    }

    /** It may be granted again; whoever tolerates errors wants the other tables to go on meanwhile. */
    boolean isFinal(long now) {
        long patience = now - madeAt < YOUNG_MS ? YOUNG_PATIENCE_MS : PATIENCE_MS;
        return now - since > patience && !account.isTolerant();
    }

    ConnectException error() {
        return new ConnectException("table " + account.table() + ": BigQuery denies the permission to write"
                + " (bigquery.tables.updateData); grant it to the connector's account");
    }
}
