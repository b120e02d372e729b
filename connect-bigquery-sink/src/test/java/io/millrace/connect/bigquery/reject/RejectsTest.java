// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.reject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.deliver.Buffer;
import io.millrace.connect.bigquery.deliver.OffsetTracker;
import io.millrace.connect.bigquery.deliver.OriginReader;
import io.millrace.connect.bigquery.deliver.Slot;
import io.millrace.connect.testkit.DeadLetters;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class RejectsTest {
    private static final SinkRecord RECORD = new SinkRecord("t", 0, null, null, null, null, 5);
    private static final List<TopicPartition> T0 = List.of(new TopicPartition("t", 0));

    private final OffsetTracker tracker = new OffsetTracker(OriginReader.ORIGINAL);
    private final Buffer buffer = new Buffer(1_000);
    private final DeadLetters letters = new DeadLetters();

    private Slot slot() {
        return Objects.requireNonNull(tracker.begin(RECORD));
    }

    @Test
    void finishesARecordWhenItsReportIsDurable() {
        letters.hold();
        Rejects rejects = new Rejects(letters, true, buffer);
        rejects.take(RECORD, slot(), 100, new DataException("bad"));

        rejects.settle();
        assertThat(tracker.open()).isEqualTo(1);
        assertThat(buffer.bytes()).isEqualTo(100);
        letters.release();
        rejects.settle();

        assertThat(tracker.open()).isZero();
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void failsWhenAReportFails() {
        Rejects rejects = new Rejects(
                (record, error) -> CompletableFuture.failedFuture(new IllegalStateException("broker away")),
                true,
                buffer);
        rejects.take(RECORD, slot(), 100, new DataException("bad"));

        assertThatThrownBy(rejects::settle).isInstanceOf(ConnectException.class).hasMessageContaining("t-0@5");
        assertThat(tracker.open()).isEqualTo(1);
    }

    @Test
    void namesTheRecordAndTheWayOutWhereNoneIsTolerated() {
        Rejects rejects = new Rejects(null, false, buffer);

        assertThatThrownBy(() -> rejects.take(RECORD, slot(), 100, new DataException("column x")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("t-0@5")
                .hasMessageContaining("column x")
                .hasMessageContaining("errors.deadletterqueue.topic.name");
    }

    @Test
    void letsNoFieldsNameBeginALineOfTheLog() {
        Rejects rejects = new Rejects(null, false, buffer);

        assertThatThrownBy(() -> rejects.take(RECORD, slot(), 100, new DataException("column x\nERROR all is lost")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("column x\\u000aERROR all is lost")
                .hasMessageNotContaining("\n");
    }

    @Test
    void forgetsReportsOfLostPartitions() {
        letters.hold();
        Rejects rejects = new Rejects(letters, true, buffer);
        tracker.open(T0);
        rejects.take(RECORD, slot(), 100, new DataException("bad"));

        tracker.close(T0);
        rejects.drop();

        assertThat(rejects.open()).isZero();
        assertThat(buffer.bytes()).isZero();
    }
}
