// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.write.RetryReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long something is refused already, and for how long that is bearable. Owned by the writer's thread. */
public final class Patience {
    /** A permission may be missing for a while after it was granted, or after a table was made. */
    private static final long DENIED_MS = 120_000;
    /** A token may have expired on its way; so many in a row are no accident. */
    private static final int CREDENTIALS = 5;

    private static final long NEVER = -1;

    private final @Nullable Duration outage;
    private final boolean tolerant;
    private long since = NEVER;
    private long deniedSince = NEVER;
    private int failures;
    private int credentials;

    public Patience(@Nullable Duration outage, boolean tolerant) {
        this.outage = outage;
        this.tolerant = tolerant;
    }

    /** It was refused. */
    public void refused(Refusal refusal, long now) {
        since = since == NEVER ? now : since;
        failures++;
        if (refusal.kind() == Refusal.Kind.DENIED) {
            deniedSince = deniedSince == NEVER ? now : deniedSince;
        } else {
            deniedSince = NEVER;
        }
        credentials = refusal.kind() == Refusal.Kind.CREDENTIALS ? credentials + 1 : 0;
    }

    /** How many refusals there were in a row. */
    public int failures() {
        return failures;
    }

    /** Why it is tried again after this refusal; null if it is not. */
    public @Nullable RetryReason goesOn(Refusal refusal, long now) {
        if (isOver(now)) {
            return null;
        }
        return switch (refusal.kind()) {
            case DENIED -> tolerant || now - deniedSince <= DENIED_MS ? RetryReason.UNAVAILABLE : null;
            case CREDENTIALS -> credentials < CREDENTIALS ? RetryReason.UNAVAILABLE : null;
            case PASSING, QUOTA, MISSING, CONFLICT, INVALID, UNDONE, TOO_MUCH -> refusal.passing();
        };
    }

    /** Whether it lasts longer than {@code outage.timeout.ms} says. */
    public boolean isOver(long now) {
        return outage != null && since != NEVER && now - since >= outage.toMillis();
    }

    /** It worked. */
    public void forget() {
        since = NEVER;
        deniedSince = NEVER;
        failures = 0;
        credentials = 0;
    }
}
