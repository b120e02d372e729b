// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.reject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.testkit.DeadLetters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class RejectsTest {
    private static final SinkRecord RECORD = new SinkRecord("t", 0, null, null, null, null, 5);
    private static final Origin ORIGIN = new Origin("t", 0, 5);

    @Test
    void finishesARecordWhenItsReportIsDurable() {
        DeadLetters letters = new DeadLetters();
        letters.hold();
        Rejects rejects = new Rejects(letters, true);
        List<Origin> done = new ArrayList<>();
        rejects.take(RECORD, ORIGIN, 0, 100, new DataException("bad"));

        rejects.settle(report -> done.add(report.origin()));
        assertThat(done).isEmpty();
        letters.release();
        rejects.settle(report -> done.add(report.origin()));

        assertThat(done).containsExactly(ORIGIN);
    }

    @Test
    void failsWhenAReportFails() {
        Rejects rejects = new Rejects(
                (record, error) -> CompletableFuture.failedFuture(new IllegalStateException("broker away")), true);
        rejects.take(RECORD, ORIGIN, 0, 100, new DataException("bad"));

        assertThatThrownBy(() -> rejects.settle(report -> {}))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("t-0@5");
    }

    @Test
    void namesTheRecordAndTheWayOutWhereNoneIsTolerated() {
        assertThatThrownBy(() -> new Rejects(null, false).take(RECORD, ORIGIN, 0, 100, new DataException("column x")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("t-0@5")
                .hasMessageContaining("column x")
                .hasMessageContaining("errors.deadletterqueue.topic.name");
    }

    @Test
    void forgetsReportsOfLostPartitions() {
        DeadLetters letters = new DeadLetters();
        letters.hold();
        Rejects rejects = new Rejects(letters, true);
        rejects.take(RECORD, ORIGIN, 0, 100, new DataException("bad"));

        rejects.drop(Set.of(new TopicPartition("t", 0)));

        assertThat(rejects.open()).isZero();
    }
}
