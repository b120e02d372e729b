// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.deliver.Buffer.Share;
import io.millrace.connect.bigquery.model.Destination;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BufferTest {
    private final Buffer whole = new Buffer(1_000);

    private Share share(long bytes) {
        Share share = whole.share(new Destination("p", "d", "t"));
        share.reserve(bytes);
        return share;
    }

    @Test
    void oneTableAloneMayHoldHalfOfTheBuffer() {
        Share only = share(499);
        assertThat(only.exceeded()).isFalse();

        only.reserve(1);

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
            stuck.stream().filter(share -> !share.exceeded()).forEach(share -> share.reserve(1));
        }

        Share other = share(0);
        while (!other.exceeded()) {
            other.reserve(1);
        }

        assertThat(stuck).allMatch(Share::exceeded);
        assertThat(other.bytes()).isGreaterThan(40);
        assertThat(whole.bytes()).isLessThan(1_000);
    }

    @Test
    void whatExceededItsShareIsFreeAgainBelowHalfOfItOnly() {
        Share only = share(250);
        Reservation most = only.reserve(200);
        Reservation last = only.reserve(50);
        assertThat(only.exceeded()).isTrue();

        most.release();
        assertThat(only.exceeded()).isTrue();

        last.release();
        assertThat(only.bytes()).isEqualTo(250);
        only.reserve(0);
        assertThat(only.exceeded()).isFalse();
    }

    @Test
    void bytesAreReleasedExactlyOnce() {
        Share share = share(0);
        Reservation batch = share.reserve(10);
        batch.add(5);
        Reservation rest = batch.another(4);
        batch.release();

        assertThatThrownBy(batch::release).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> batch.add(1)).isInstanceOf(IllegalStateException.class);
        assertThat(share.bytes()).isEqualTo(4);
        rest.release();
        assertThat(whole.bytes()).isZero();
    }

    @Test
    void bytesThatAreNoTablesCountForTheWholeOnly() {
        Share share = share(10);

        Reservation report = whole.reserve(100);

        assertThat(whole.bytes()).isEqualTo(110);
        assertThat(share.bytes()).isEqualTo(10);
        report.release();
        assertThat(whole.bytes()).isEqualTo(10);
    }

    @Test
    void knowsWhichTablesHoldAnything() {
        Share idle = share(0);
        Share busy = share(0);
        Reservation held = busy.reserve(1);
        assertThat(whole.busy()).containsExactly(busy);

        held.release();

        assertThat(whole.busy()).isEmpty();
        assertThat(idle.bytes()).isZero();
    }
}
