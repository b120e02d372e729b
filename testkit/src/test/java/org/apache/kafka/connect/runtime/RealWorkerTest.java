// SPDX-License-Identifier: Apache-2.0
package org.apache.kafka.connect.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.testkit.DeadLetters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.junit.jupiter.api.Test;

/** What Connect's worker does to a task, seen through the harness; each is a rule that a sink has to live with. */
class RealWorkerTest {
    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);

    private final DeadLetters letters = new DeadLetters();
    private final Recorder task = new Recorder();
    private final RealWorker worker =
            new RealWorker(task, Map.of("name", "c", "topics", "t"), letters, Duration.ofHours(1));

    /** Takes what it is told to, and says that it has taken as much as the worker says, plus something. */
    private static final class Recorder extends SinkTask {
        private final List<SinkRecord> taken = new ArrayList<>();
        private boolean refusing;
        private long invented;

        void pause(TopicPartition partition) {
            context.pause(partition);
        }

        Future<Void> report(SinkRecord record) {
            return context.errantRecordReporter().report(record, new IllegalArgumentException("bad"));
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public void start(Map<String, String> properties) {}

        @Override
        public void put(Collection<SinkRecord> records) {
            if (refusing) {
                throw new RetriableException("later");
            }
            taken.addAll(records);
        }

        @Override
        public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> consumed) {
            consumed.replaceAll((partition, offset) -> new OffsetAndMetadata(offset.offset() + invented));
            return consumed;
        }

        @Override
        public void stop() {}
    }

    private static List<SinkRecord> records(TopicPartition partition, int count) {
        return IntStream.range(0, count)
                .mapToObj(offset -> new SinkRecord(
                        partition.topic(), partition.partition(), null, null, null, "v" + offset, offset))
                .toList();
    }

    private RealWorker with(int count, TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            worker.produce(records(partition, count));
        }
        worker.assign(partitions);
        worker.fetch(partitions);
        return worker;
    }

    @Test
    void deliversRecordsAsTheyWereProducedAndCommitsThem() {
        with(700, ZERO).iterate();
        worker.iterate();
        worker.requestCommit();
        worker.iterate();

        assertThat(worker.puts()).containsExactly(500, 200, 0);
        assertThat(task.taken)
                .extracting(SinkRecord::value)
                .startsWith("v0", "v1")
                .hasSize(700);
        assertThat(worker.committed(ZERO)).isEqualTo(700);
    }

    @Test
    void pausesAgainAfterAnEagerRebalanceWhatTheTaskHadPaused() {
        with(10, ZERO, ONE).iterate();
        task.pause(ZERO);

        worker.revokeAll();
        assertThat(worker.paused()).isEmpty();
        worker.iterate();
        worker.assign(ZERO, ONE);

        assertThat(worker.paused()).containsExactly(ZERO);
    }

    @Test
    void leavesPausesOfPartitionsAloneThatACooperativeRebalanceLeaves() {
        with(10, ZERO, ONE).iterate();
        task.pause(ZERO);

        worker.revoke(List.of(ONE));
        assertThat(worker.paused()).containsExactly(ZERO);
        worker.assign();

        assertThat(worker.assignment()).containsExactly(ZERO);
        assertThat(worker.paused()).containsExactly(ZERO);
    }

    @Test
    void pausesEverythingWhileTheConnectorIsPaused() {
        with(10, ZERO);

        worker.pause();
        worker.iterate();
        assertThat(worker.paused()).containsExactly(ZERO);
        worker.resume();
        worker.iterate();

        assertThat(worker.paused()).isEmpty();
    }

    @Test
    void givesTheSameRecordsAgainAfterARetriableException() {
        task.refusing = true;
        with(10, ZERO).iterate();
        assertThat(worker.lastThrown()).isInstanceOf(RetriableException.class);
        assertThat(worker.paused()).containsExactly(ZERO);

        task.refusing = false;
        worker.iterate();

        assertThat(task.taken).hasSize(10);
        assertThat(worker.lastThrown()).isNull();
        assertThat(worker.paused()).isEmpty();
    }

    @Test
    void beginsWhereWasCommittedWhenPartitionsWereLost() {
        with(10, ZERO).iterate();

        worker.loseAll();
        worker.assign(ZERO);
        worker.fetch(ZERO);
        worker.iterate();

        assertThat(task.taken).hasSize(20);
    }

    @Test
    void reportsTheRecordThatWasProduced() {
        List<SinkRecord> produced = records(ZERO, 1);
        worker.produce(produced).assign(ZERO);
        worker.fetch(ZERO);
        worker.iterate();

        Future<Void> report = task.report(task.taken.get(0));

        assertThat(report).isDone();
        assertThat(letters.letters().get(0).record()).isSameAs(produced.get(0));
    }

    @Test
    void noticesATaskThatCommitsWhatItWasNotHanded() {
        with(10, ZERO).iterate();
        task.invented = 1;
        worker.requestCommit();

        assertThatThrownBy(worker::iterate)
                .hasMessage("commits t-0 to 11, was handed records below 10 since it was opened");
    }

    @Test
    void commitsWhenItEnds() {
        with(10, ZERO).iterate();

        worker.stopGracefully();
        worker.close();

        assertThat(worker.committed(ZERO)).isEqualTo(10);
    }
}
