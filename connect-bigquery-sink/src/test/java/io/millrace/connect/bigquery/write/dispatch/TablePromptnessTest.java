// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import org.junit.jupiter.api.Test;

class TablePromptnessTest {
    /** A transform may name tables after values. Without a bound these are 150 MB. */
    @Test
    void forgetsTheLeastUsedOfVeryManyTables() {
        TablePromptness promptness = new TablePromptness();
        Destination busy = new Destination("p", "d", "busy");
        long before = usedHeap();

        for (int each = 0; each < 600_000; each++) {
            promptness.answered(new Destination("p", "d", "t" + each), true, each);
            if (each % 1_000 == 0) {
                promptness.answered(busy, true, each);
            }
        }

        assertThat(usedHeap() - before).isLessThan(100L << 20);
        assertThat(promptness.of(busy)).isEqualTo(Promptness.QUICK);
        assertThat(promptness.of(new Destination("p", "d", "t0"))).isEqualTo(Promptness.UNKNOWN);
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
