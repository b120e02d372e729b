// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UpdatePaceTest {
    private final UpdatePace pace = new UpdatePace();
    private final Destination table = new Destination("p", "d", "t");

    @Test
    void allowsFiveUpdatesOfATableInTenSeconds() {
        for (int update = 0; update < 5; update++) {
            assertThat(pace.take(table, update * 100L)).isZero();
        }

        assertThat(pace.take(table, 1_000)).isEqualTo(Duration.ofSeconds(9));
        assertThat(pace.take(new Destination("p", "d", "other"), 1_000)).isZero();
        assertThat(pace.take(table, 10_000)).isZero();
    }
}
