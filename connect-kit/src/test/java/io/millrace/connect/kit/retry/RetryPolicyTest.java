// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    @Test
    void theNextTryIsAPauseAwayByItsOwnClock() {
        RetryPolicy policy = new RetryPolicy(BACKOFF, InstantSource.fixed(NOON), new Random(7));

        assertThat(policy.nextTry(3)).isEqualTo(NOON.plus(BACKOFF.after(3, new Random(7))));
        assertThat(policy.pauseAfter(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    }
}
