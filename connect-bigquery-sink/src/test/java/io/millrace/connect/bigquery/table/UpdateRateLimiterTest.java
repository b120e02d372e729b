// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UpdateRateLimiterTest {
    private final AtomicLong now = new AtomicLong();
    private final UpdateRateLimiter updates = new UpdateRateLimiter(() -> Instant.ofEpochMilli(now.get()));
    private final Destination table = new Destination("p", "d", "t");

    private Duration wait(Destination updated) {
        try {
            updates.take(updated);
            return Duration.ZERO;
        } catch (TryLater later) {
            return later.pause;
        }
    }

    @Test
    void allowsFiveUpdatesOfATableInTenSeconds() {
        for (int update = 0; update < 5; update++) {
            now.set(update * 100L);
            assertThat(wait(table)).isZero();
        }

        now.set(1_000);
        assertThat(wait(table)).isEqualTo(Duration.ofSeconds(9));
        assertThat(wait(new Destination("p", "d", "other"))).isZero();
        now.set(10_000);
        assertThat(wait(table)).isZero();
    }

    /** A transform may name a table after each value: what was updated long ago is as good as new. */
    @Test
    void remembersOnlyTablesThatWereUpdatedLately() {
        for (int each = 0; each < 10_000; each++) {
            now.set(each * 100L);
            assertThat(wait(new Destination("p", "d", "t" + each))).isZero();
        }

        assertThat(updates.remembered()).isLessThanOrEqualTo(200);
    }
}
