// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    private Slot begin(long offset) {
        return Objects.requireNonNull(tracker.begin(record(offset)));
    }

    private @Nullable Long committable(long consumed) {
        OffsetAndMetadata offset =
                tracker.committable(Map.of(T0, new OffsetAndMetadata(consumed))).get(T0);
        return offset == null ? null : offset.offset();
    }

    @Test
    void keepsOffsetOpenUntilEveryEarlierRowIsWritten() {
        Slot first = begin(10);
        Slot second = begin(11);

        second.finish();
        assertThat(committable(12)).isNull();

        first.finish();
        assertThat(committable(12)).isEqualTo(12);
    }

    @Test
    void answersTheOffsetAfterTheLastContiguousRecordWhereOffsetsHaveGaps() {
        Slot first = begin(5);
        begin(900_000);

        first.finish();

        assertThat(committable(900_001)).isEqualTo(6);
    }

    @Test
    void followsTheWorkerPastRecordsThatTransformsDroppedOnceNothingIsOpen() {
        begin(5).finish();

        assertThat(committable(70)).isEqualTo(70);
    }

    @Test
    void neverGoesBackWhenTheWorkerDoes() {
        begin(5).finish();
        assertThat(committable(70)).isEqualTo(70);

        assertThat(committable(6)).isEqualTo(70);
    }

    @Test
    void skipsRedeliveriesOfWhatIsOnItsWayOrDone() {
        Slot first = begin(5);
        begin(6).finish();

        assertThat(tracker.begin(record(5))).isNull();
        assertThat(tracker.begin(record(6))).isNull();
        assertThat(tracker.begin(record(7))).isNotNull();
        first.finish();
        assertThat(tracker.open()).isEqualTo(1);
    }

    @Test
    void takesATopicThatWasMadeAnewForNew() {
        Slot old = begin(500);

        Slot fresh = begin(0);
        old.finish();

        assertThat(fresh.offset()).isZero();
        assertThat(committable(1)).isNull();
    }

    @Test
    void takesRecordsBelowWhatWasOfferedForCommitForThoseOfATopicMadeAnew() {
        begin(0).finish();
        begin(1).finish();
        assertThat(committable(2)).isEqualTo(2);

        Slot fresh = begin(0);

        assertThat(committable(1)).isNull();
        fresh.finish();
        assertThat(committable(1)).isEqualTo(1);
        assertThat(tracker.begin(record(1))).isNotNull();
    }

    @Test
    void keepsWhatIsOnItsWayFromATopicThatIsNoMore() {
        begin(0).finish();
        Slot old = begin(1);
        assertThat(committable(2)).isEqualTo(1);

        begin(0);
        old.finish();

        assertThat(old.isOwned()).isTrue();
        assertThat(committable(1)).isNull();
    }

    @Test
    void ignoresWhatFinishesLateForAPartitionThatWasLost() {
        tracker.open(List.of(T0));
        Slot lost = begin(0);
        tracker.close(List.of(T0));
        tracker.open(List.of(T0));
        begin(0);

        lost.finish();

        assertThat(committable(1)).isNull();
    }

    @Test
    void answersNothingForALostPartition() {
        tracker.open(List.of(T0));
        begin(0).finish();
        tracker.close(List.of(T0));

        assertThat(tracker.committable(Map.of(T0, new OffsetAndMetadata(1)))).isEmpty();
    }

    @Test
    void goesByTheTopicThatWasConsumedWhateverTransformsMadeOfIt() {
        SinkRecord renamed = new SinkRecord(
                "other", 9, null, null, null, null, 77, null, TimestampType.NO_TIMESTAMP_TYPE, List.of(), "t", 0, 5);

        assertThat(tracker.begin(renamed)).hasToString("t-0@5");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverPassesAnOpenRowWhateverTheOrder(long seed) {
        Random random = new Random(seed);
        List<Slot> open = new ArrayList<>();
        TreeSet<Long> unfinished = new TreeSet<>();
        long next = 0;
        long last = -1;

        for (int step = 0; step < 20_000; step++) {
            if (open.isEmpty() || random.nextInt(100) < 55) {
                next += 1 + (random.nextInt(10) == 0 ? random.nextInt(1_000) : 0);
                open.add(begin(next));
                unfinished.add(next);
            } else {
                Slot origin = open.remove(random.nextInt(open.size()));
                origin.finish();
                unfinished.remove(origin.offset());
            }
            if (random.nextInt(50) == 0) {
                Long answer = committable(next + 1);
                long limit = unfinished.isEmpty() ? next + 1 : unfinished.first();
                assertThat(answer == null ? -1 : answer).as("seed %d", seed).isBetween(last, limit);
                last = answer == null ? last : answer;
            }
        }

        open.forEach(Slot::finish);
        assertThat(committable(next + 1)).isEqualTo(next + 1);
    }

    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void oneRecordThatStaysOpenCostsTheSameWhateverPassesIt() {
        tracker.open(List.of(T0));
        Slot stuck = begin(0);
        long before = heap();

        for (long offset = 1; offset < 10_000_000; offset++) {
            begin(offset).finish();
        }

        assertThat(heap() - before).isLessThan(5_000_000);
        assertThat(tracker.open()).isEqualTo(1);
        assertThat(committable(10_000_000)).isNull();
        stuck.finish();
        assertThat(committable(10_000_000)).isEqualTo(10_000_000);
    }

    @Test
    void givesMemoryBackWhenManyOpenRecordsFinish() {
        long before = heap();
        List<Slot> open = new ArrayList<>();
        for (long offset = 0; offset < 1_000_000; offset++) {
            open.add(begin(offset));
        }
        assertThat(heap() - before).isGreaterThan(30_000_000);

        open.subList(1, open.size()).forEach(Slot::finish);
        Slot stuck = open.get(0);
        open.clear();

        assertThat(heap() - before).as("but for the list").isLessThan(15_000_000);
        assertThat(tracker.lag()).isEqualTo(1_000_000);
        assertThat(stuck.isOwned()).isTrue();
    }

    @Test
    void aRecordIsFinishedExactlyOnce() {
        Slot slot = begin(5);
        slot.finish();

        assertThatThrownBy(slot::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("t-0@5");
        assertThatThrownBy(slot::another).isInstanceOf(IllegalStateException.class);
        assertThat(tracker.open()).isZero();
        assertThat(committable(6)).isEqualTo(6);
    }

    @Test
    void aRecordOfWhichSeveralRowsAreMadeIsFinishedWithTheLastOfThem() {
        Slot two = begin(5);
        two.another();
        begin(6).finish();

        two.finish();
        assertThat(committable(7)).isNull();

        two.finish();
        assertThat(committable(7)).isEqualTo(7);
        assertThatThrownBy(two::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theRecordsOfALostPartitionAreNobodysHere() {
        tracker.open(List.of(T0));
        Slot before = begin(0);
        tracker.close(List.of(T0));
        tracker.open(List.of(T0));
        Slot after = begin(0);

        assertThat(before.isOwned()).isFalse();
        assertThat(after.isOwned()).isTrue();
        assertThat(after.epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void theRecordsOfATopicMadeAnewAreLostWithItsPartition() {
        begin(7);
        Slot old = begin(8);
        Slot fresh = begin(0);

        tracker.close(List.of(T0));

        assertThat(old.isOwned()).isFalse();
        assertThat(fresh.isOwned()).isFalse();
        assertThat(fresh.epoch()).isGreaterThan(old.epoch());
    }

    @Test
    void answersTheOffsetAfterTheLastContiguousRecordAlsoWhereFinishedOnesWereForgotten() {
        Slot first = begin(0);
        for (long offset = 10; offset < 5_000; offset += 10) {
            begin(offset).finish();
        }
        Slot second = begin(100_000);
        for (long offset = 200_000; offset < 205_000; offset++) {
            begin(offset).finish();
        }

        first.finish();
        assertThat(committable(300_000)).isEqualTo(4_991);
        second.finish();
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

    @Test
    void aMillionNeighboursThatWaitForOneEventCostAFewSlots() {
        SlotRuns waiting = new SlotRuns();
        long before = heap();
        for (long offset = 0; offset < 1_000_000; offset++) {
            assertThat(waiting.add(begin(offset)) > 0).as("costs anything").isEqualTo(offset == 0);
        }

        assertThat(heap() - before).isLessThan(5_000_000);
        assertThat(tracker.open()).isEqualTo(1_000_000);
        assertThat(tracker.lag()).isEqualTo(1_000_000);
        waiting.finish();
        assertThat(committable(1_000_000)).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void runsThatFinishTogetherAnswerAsTheirRecordsWould(long seed) {
        Random random = new Random(seed);
        tracker.open(List.of(T0));
        tracker.delivery();
        List<SlotRuns> objects = new ArrayList<>();
        List<TreeSet<Long>> offsets = new ArrayList<>();
        TreeSet<Long> unfinished = new TreeSet<>();
        long next = 0;
        long last = -1;

        for (int step = 0; step < 20_000; step++) {
            int action = random.nextInt(100);
            if (objects.isEmpty() || action < 3) {
                objects.add(new SlotRuns());
                offsets.add(new TreeSet<>());
            } else if (action < 93) {
                next += 1 + (random.nextInt(10) == 0 ? random.nextInt(1_000) : 0);
                Slot slot = begin(next);
                if (random.nextInt(8) == 0) {
                    slot.finish(); // on its own: skipped by rule
                } else {
                    int into = random.nextInt(4) == 0 ? random.nextInt(objects.size()) : objects.size() - 1;
                    boolean several = random.nextInt(50) == 0;
                    if (several) {
                        slot.another(); // its other row is elsewhere, and finished first
                    }
                    objects.get(into).add(slot);
                    if (several) {
                        slot.finish();
                    }
                    offsets.get(into).add(next);
                    unfinished.add(next);
                }
            } else {
                int done = random.nextInt(objects.size());
                objects.remove(done).finish();
                unfinished.removeAll(offsets.remove(done));
            }
            assertThat(tracker.open()).as("seed %d", seed).isEqualTo(unfinished.size());
            if (random.nextInt(20) == 0) {
                Long answer = committable(next + 1);
                long limit = unfinished.isEmpty() ? next + 1 : unfinished.first();
                assertThat(answer == null ? -1 : answer).as("seed %d", seed).isBetween(last, limit);
                last = answer == null ? last : answer;
            }
        }

        objects.forEach(SlotRuns::finish);
        assertThat(tracker.open()).isZero();
        assertThat(committable(next + 1)).isEqualTo(next + 1);
    }

    @Test
    void anAbsorbedRecordIsNotFinishedAgain() {
        SlotRuns runs = new SlotRuns();
        runs.add(begin(1));
        Slot absorbed = begin(2);
        runs.add(absorbed);

        assertThatThrownBy(absorbed::finish).isInstanceOf(IllegalStateException.class);
        runs.finish();

        assertThat(committable(3)).isEqualTo(3);
    }
}
