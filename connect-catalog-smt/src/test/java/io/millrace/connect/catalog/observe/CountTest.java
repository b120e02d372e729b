// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountTest {
    private static Count count(long rows, Map<String, Long> nulls, PartitionCount... partitions) {
        return new Count(rows, 1, 0, rows, rows * 10, 1_000 + rows, nulls, List.of(partitions));
    }

    @Test
    void tasksAddUpByColumnAndPartition() {
        Count one = count(5, Map.of("a", 2L), new PartitionCount(0, 10, 14, 5, 1_005));
        Count other = count(
                7, Map.of("a", 1L, "b", 3L), new PartitionCount(0, 3, 5, 3, 900), new PartitionCount(1, 0, 3, 4, 7));

        Count both = one.plus(other);

        assertThat(both.rows()).isEqualTo(12);
        assertThat(both.tombstones()).isEqualTo(2);
        assertThat(both.bytes()).isEqualTo(120);
        assertThat(both.newestMs()).isEqualTo(1_007);
        assertThat(both.nulls()).isEqualTo(Map.of("a", 3L, "b", 3L));
        assertThat(both.partitions())
                .containsExactly(new PartitionCount(0, 3, 14, 8, 1_005), new PartitionCount(1, 0, 3, 4, 7));
    }

    @Test
    void whatWasToldIsTakenAwayAndWhatStoodStillIsLeftOut() {
        Count told =
                count(5, Map.of("a", 2L), new PartitionCount(0, 10, 14, 5, 1_005), new PartitionCount(1, 0, 3, 4, 7));
        Count total = count(
                9,
                Map.of("a", 5L),
                new PartitionCount(0, 10, 18, 9, 1_009),
                new PartitionCount(1, 0, 3, 4, 7),
                new PartitionCount(2, 6, 6, 1, 8));

        Count since = total.since(told);

        assertThat(since.rows()).isEqualTo(4);
        assertThat(since.nulls()).isEqualTo(Map.of("a", 3L));
        assertThat(since.partitions())
                .containsExactly(new PartitionCount(0, 15, 18, 4, 1_009), new PartitionCount(2, 6, 6, 1, 8));
        assertThat(total.since(Count.ZERO)).isEqualTo(total);
    }
}
