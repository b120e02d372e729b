// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    @Test
    void doublesFromTheInitialPauseToTheLongest() {
        Random random = new Random(7);

        for (int failures = 1; failures < 100; failures++) {
            long full = Math.min(5000, 100L << Math.min(failures - 1, 20));
            assertThat(BACKOFF.after(failures, random)).isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
        }
    }

    @Test
    void spreadsTasksThatFailedTogether() {
        Random random = new Random(7);

        assertThat(random.longs(50)
                        .map(seed -> BACKOFF.after(6, new Random(seed)).toMillis())
                        .distinct()
                        .count())
                .isGreaterThan(30);
    }

    @Test
    void doesNotOverflowWithHugePauses() {
        Backoff huge = new Backoff(Duration.ofDays(300), Duration.ofDays(100_000));

        assertThat(huge.after(1000, new Random(7))).isLessThanOrEqualTo(Duration.ofDays(100_000));
    }
}
