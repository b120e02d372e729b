// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetTrackerTest {
    private static final TopicPartition T0 = new TopicPartition("t", 0);

    private final OffsetTracker tracker = new OffsetTracker(OriginReader.ORIGINAL);

    private static SinkRecord record(long offset) {
        return new SinkRecord("t", 0, null, null, null, null, offset);
    }

    private Origin begin(long offset) {
        return Objects.requireNonNull(tracker.begin(record(offset)));
    }

    private void finish(Origin origin) {
        tracker.finish(origin, tracker.epoch());
    }

    private @Nullable Long committable(long consumed) {
        OffsetAndMetadata offset =
                tracker.committable(Map.of(T0, new OffsetAndMetadata(consumed))).get(T0);
        return offset == null ? null : offset.offset();
    }

    @Test
    void keepsOffsetOpenUntilEveryEarlierRowIsWritten() {
        Origin first = begin(10);
        Origin second = begin(11);

        finish(second);
        assertThat(committable(12)).isNull();

        finish(first);
        assertThat(committable(12)).isEqualTo(12);
    }

    @Test
    void answersTheOffsetAfterTheLastContiguousRecordWhereOffsetsHaveGaps() {
        Origin first = begin(5);
        begin(900_000);

        finish(first);

        assertThat(committable(900_001)).isEqualTo(6);
    }

    @Test
    void followsTheWorkerPastRecordsThatTransformsDroppedOnceNothingIsOpen() {
        finish(begin(5));

        assertThat(committable(70)).isEqualTo(70);
    }

    @Test
    void neverGoesBackWhenTheWorkerDoes() {
        finish(begin(5));
        assertThat(committable(70)).isEqualTo(70);

        assertThat(committable(6)).isEqualTo(70);
    }

    @Test
    void skipsRedeliveriesOfWhatIsOnItsWayOrDone() {
        Origin first = begin(5);
        finish(begin(6));

        assertThat(tracker.begin(record(5))).isNull();
        assertThat(tracker.begin(record(6))).isNull();
        assertThat(tracker.begin(record(7))).isNotNull();
        finish(first);
        assertThat(tracker.open()).isEqualTo(1);
    }

    @Test
    void takesATopicThatWasMadeAnewForNew() {
        Origin old = begin(500);
        int before = tracker.epoch();

        Origin fresh = begin(0);
        tracker.finish(old, before);

        assertThat(fresh.offset()).isZero();
        assertThat(committable(1)).isNull();
    }

    @Test
    void takesRecordsBelowWhatWasOfferedForCommitForThoseOfATopicMadeAnew() {
        finish(begin(0));
        finish(begin(1));
        assertThat(committable(2)).isEqualTo(2);

        Origin fresh = begin(0);

        assertThat(committable(1)).isNull();
        finish(fresh);
        assertThat(committable(1)).isEqualTo(1);
        assertThat(tracker.begin(record(1))).isNotNull();
    }

    @Test
    void keepsWhatIsOnItsWayFromATopicThatIsNoMore() {
        finish(begin(0));
        Origin old = begin(1);
        int before = tracker.epoch();
        assertThat(committable(2)).isEqualTo(1);

        begin(0);
        tracker.finish(old, before);

        assertThat(tracker.owns(old, before)).isTrue();
        assertThat(committable(1)).isNull();
    }

    @Test
    void ignoresWhatFinishesLateForAPartitionThatWasLost() {
        tracker.open(List.of(T0));
        Origin lost = begin(0);
        int before = tracker.epoch();
        tracker.close(List.of(T0));
        tracker.open(List.of(T0));
        begin(0);

        tracker.finish(lost, before);

        assertThat(committable(1)).isNull();
    }

    @Test
    void answersNothingForALostPartition() {
        tracker.open(List.of(T0));
        finish(begin(0));
        tracker.close(List.of(T0));

        assertThat(tracker.committable(Map.of(T0, new OffsetAndMetadata(1)))).isEmpty();
    }

    @Test
    void goesByTheTopicThatWasConsumedWhateverTransformsMadeOfIt() {
        SinkRecord renamed = new SinkRecord(
                "other", 9, null, null, null, null, 77, null, TimestampType.NO_TIMESTAMP_TYPE, List.of(), "t", 0, 5);

        assertThat(tracker.begin(renamed)).isEqualTo(new Origin("t", 0, 5));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverPassesAnOpenRowWhateverTheOrder(long seed) {
        Random random = new Random(seed);
        List<Origin> open = new ArrayList<>();
        TreeSet<Long> unfinished = new TreeSet<>();
        long next = 0;
        long last = -1;

        for (int step = 0; step < 20_000; step++) {
            if (open.isEmpty() || random.nextInt(100) < 55) {
                next += 1 + (random.nextInt(10) == 0 ? random.nextInt(1_000) : 0);
                open.add(begin(next));
                unfinished.add(next);
            } else {
                Origin origin = open.remove(random.nextInt(open.size()));
                finish(origin);
                unfinished.remove(origin.offset());
            }
            if (random.nextInt(50) == 0) {
                Long answer = committable(next + 1);
                long limit = unfinished.isEmpty() ? next + 1 : unfinished.first();
                assertThat(answer == null ? -1 : answer).as("seed %d", seed).isBetween(last, limit);
                last = answer == null ? last : answer;
            }
        }

        open.forEach(this::finish);
        assertThat(committable(next + 1)).isEqualTo(next + 1);
    }

    @Test
    void oneRecordThatStaysOpenCostsTheSameWhateverPassesIt() {
        tracker.open(List.of(T0));
        Origin stuck = begin(0);

        for (long offset = 1; offset < 10_000_000; offset++) {
            finish(begin(offset));
        }

        assertThat(tracker.bytes()).isLessThan(100_000);
        assertThat(tracker.open()).isEqualTo(1);
        assertThat(committable(10_000_000)).isNull();
        finish(stuck);
        assertThat(committable(10_000_000)).isEqualTo(10_000_000);
    }

    @Test
    void givesMemoryBackWhenManyOpenRecordsFinish() {
        List<Origin> open = new ArrayList<>();
        for (long offset = 0; offset < 1_000_000; offset++) {
            open.add(begin(offset));
        }
        assertThat(tracker.bytes()).isGreaterThan(10_000_000);

        open.subList(1, open.size()).forEach(this::finish);

        assertThat(tracker.bytes()).isLessThan(100_000);
        assertThat(tracker.lag()).isEqualTo(1_000_000);
    }

    @Test
    void answersTheOffsetAfterTheLastContiguousRecordAlsoWhereFinishedOnesWereForgotten() {
        Origin first = begin(0);
        for (long offset = 10; offset < 5_000; offset += 10) {
            finish(begin(offset));
        }
        Origin second = begin(100_000);
        for (long offset = 200_000; offset < 205_000; offset++) {
            finish(begin(offset));
        }

        finish(first);
        assertThat(committable(300_000)).isEqualTo(4_991);
        finish(second);
        assertThat(committable(205_000)).isEqualTo(205_000);
    }

    @Test
    void believesNothingOfAPartitionBeforeItsFirstDelivery() {
        tracker.open(List.of(T0));
        assertThat(committable(70)).isNull();

        tracker.delivery();
        assertThat(committable(70)).isEqualTo(70);

        tracker.close(List.of(T0));
        tracker.open(List.of(T0));
        assertThat(committable(90)).isNull();
    }
}
