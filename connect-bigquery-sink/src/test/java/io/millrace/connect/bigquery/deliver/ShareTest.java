// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShareTest {
    private final BufferGauge whole = new BufferGauge(1_000);

    private Share share(long bytes) {
        Share share = new Share(whole);
        share.add(bytes);
        return share;
    }

    @Test
    void oneTableAloneMayHoldHalfOfTheBuffer() {
        Share only = share(499);
        assertThat(only.exceeded()).isFalse();

        only.add(1);

        assertThat(only.exceeded()).isTrue();
    }

    @Test
    void aTableThatHoldsItsShareLeavesTheOthersRoom() {
        Share stuck = share(600);
        Share other = share(100);

        assertThat(stuck.exceeded()).isTrue();
        assertThat(other.exceeded()).isFalse();
    }

    @Test
    void howeverManyTablesAreStuckThereIsRoomForOneMore() {
        List<Share> stuck = Stream.generate(() -> share(0)).limit(9).toList();
        for (int round = 0; round < 1_000; round++) {
            stuck.stream().filter(share -> !share.exceeded()).forEach(share -> share.add(1));
        }

        Share other = share(0);
        while (!other.exceeded()) {
            other.add(1);
        }

        assertThat(stuck).allMatch(Share::exceeded);
        assertThat(other.bytes()).isGreaterThan(40);
        assertThat(whole.bytes()).isLessThan(1_000);
    }

    @Test
    void whatExceededItsShareIsFreeAgainBelowHalfOfItOnly() {
        Share only = share(500);
        assertThat(only.exceeded()).isTrue();

        only.add(-200);
        assertThat(only.exceeded()).isTrue();

        only.add(-50);
        assertThat(only.exceeded()).isFalse();
    }
}
