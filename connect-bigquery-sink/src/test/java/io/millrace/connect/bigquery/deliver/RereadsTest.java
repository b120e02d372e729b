// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records whose rows are of no use any more are read again from Kafka: those, and no others. */
class RereadsTest {
    private static final TopicPartition T0 = new TopicPartition("t", 0);

    private final OffsetTracker tracker = new OffsetTracker(OriginReader.ORIGINAL);

    private @Nullable Slot begin(long offset) {
        return tracker.begin(new SinkRecord("t", 0, null, null, null, null, offset));
    }

    private Slot begun(long offset) {
        return Objects.requireNonNull(begin(offset));
    }

    private long committable(long consumed) {
        OffsetAndMetadata offset =
                tracker.committable(Map.of(T0, new OffsetAndMetadata(consumed))).get(T0);
        return offset == null ? -1 : offset.offset();
    }

    private SlotRuns runs(long... offsets) {
        SlotRuns runs = new SlotRuns();
        for (long offset : offsets) {
            runs.add(begun(offset));
        }
        return runs;
    }

    @Test
    void beginsAgainWhatIsToBeReadAgainAndNothingElse() {
        begun(1).finish();
        Slot onItsWay = begun(2);
        SlotRuns outdated = runs(3, 4, 5);
        begun(6).finish();

        assertThat(tracker.readAgain(outdated)).isTrue();

        assertThat(begin(4)).as("the worker was not asked yet").isNull();
        assertThat(tracker.rereads()).containsExactly(Map.entry(T0, 2L));
        assertThat(tracker.rereads()).as("told once").isEmpty();
        assertThat(begin(2)).isNull();
        Slot third = begun(3);
        Slot fourth = begun(4);
        Slot fifth = begun(5);
        assertThat(begin(6)).isNull();
        fifth.finish();
        fourth.finish();
        onItsWay.finish();
        assertThat(tracker.open()).isEqualTo(1);
        assertThat(committable(3)).isEqualTo(3);
        third.finish();
        assertThat(tracker.open()).isZero();
        assertThat(committable(7)).isEqualTo(7);
    }

    @Test
    void holdsTheOffsetUntilWhatIsToBeReadAgainIsThere() {
        SlotRuns outdated = runs(3, 4);
        tracker.readAgain(outdated);
        tracker.rereads();

        assertThat(committable(3)).isEqualTo(3);
        begun(3).finish();
        assertThat(committable(4)).isEqualTo(4);
        assertThat(tracker.lag()).isEqualTo(1);
    }

    @Test
    void givesUpWhatIsInKafkaNoMore() {
        SlotRuns outdated = runs(3, 4, 5, 6);
        tracker.readAgain(outdated);
        tracker.rereads();

        Slot fifth = begun(5); // 3 and 4 were compacted

        assertThat(tracker.open()).isEqualTo(2);
        fifth.finish();
        assertThat(committable(6)).isEqualTo(6);
        begun(9).finish();
        assertThat(tracker.open()).isZero();
        assertThat(committable(10)).isEqualTo(10);
    }

    @Test
    void doesNotGiveUpWhatComesBeforeTheWorkerGoesBack() {
        SlotRuns outdated = runs(3, 4);
        tracker.readAgain(outdated);

        Slot fifth = begun(5); // of the same delivery

        assertThat(tracker.open()).isEqualTo(3);
        assertThat(tracker.rereads()).containsExactly(Map.entry(T0, 3L));
        begun(3).finish();
        begun(4).finish();
        assertThat(begin(5)).isNull();
        fifth.finish();
        assertThat(committable(6)).isEqualTo(6);
    }

    @Test
    void finishesWhatIsOfALostPartition() {
        SlotRuns outdated = runs(3, 4);
        tracker.close(List.of(T0));

        assertThat(tracker.readAgain(outdated)).isTrue();

        assertThat(tracker.rereads()).isEmpty();
        assertThat(tracker.open()).isZero();
    }

    @Test
    void cannotReadAgainWhatATopicHadThatWasMadeAnew() {
        SlotRuns outdated = runs(3, 4);
        begun(0);

        assertThat(tracker.readAgain(outdated)).isFalse();

        outdated.finish();
        assertThat(tracker.rereads()).isEmpty();
        assertThat(tracker.open()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsReadAgainByChanceIsEachRecordOnce(long seed) {
        Random random = new Random(seed);
        tracker.open(List.of(T0));
        TreeSet<Long> kafka = new TreeSet<>();
        for (long offset = 0, i = 0; i < 3_000; i++) {
            offset += 1 + (random.nextInt(10) == 0 ? random.nextInt(1_000) : 0);
            kafka.add(offset);
        }
        List<SlotRuns> objects = new ArrayList<>(List.of(new SlotRuns()));
        List<TreeSet<Long>> offsets = new ArrayList<>(List.of(new TreeSet<>()));
        NavigableMap<Long, Integer> written = new TreeMap<>();
        long position = 0;
        long committed = 0;

        while (!written.keySet().equals(kafka)) {
            for (long offset :
                    kafka.tailSet(position).stream().limit(random.nextInt(60)).toList()) {
                position = offset + 1;
                Slot slot = begin(offset);
                if (slot == null) {
                    continue;
                }
                if (random.nextInt(8) == 0) {
                    slot.finish();
                    written.merge(offset, 1, Integer::sum);
                } else {
                    int into = random.nextInt(4) == 0 ? random.nextInt(objects.size()) : objects.size() - 1;
                    objects.get(into).add(slot);
                    offsets.get(into).add(offset);
                }
            }
            int chosen = random.nextInt(objects.size());
            int action = random.nextInt(5);
            if (action < 2) {
                SlotRuns object = objects.remove(chosen);
                TreeSet<Long> had = offsets.remove(chosen);
                if (action == 0 && random.nextInt(3) == 0) {
                    assertThat(tracker.readAgain(object)).isTrue();
                } else {
                    object.finish();
                    had.forEach(offset -> written.merge(offset, 1, Integer::sum));
                }
            }
            if (action == 2 || objects.isEmpty()) {
                objects.add(new SlotRuns());
                offsets.add(new TreeSet<>());
            }
            long back = tracker.rereads().getOrDefault(T0, position);
            assertThat(back).as("seed %d", seed).isGreaterThanOrEqualTo(committed);
            position = back;
            long now = committable(position);
            assertThat(now).as("seed %d", seed).isLessThanOrEqualTo(position);
            assertThat(written.keySet()).as("seed %d", seed).containsAll(kafka.headSet(Math.max(0, now)));
            committed = Math.max(committed, now);
        }

        assertThat(written.values()).as("seed %d", seed).allMatch(times -> times == 1);
        assertThat(tracker.open()).isZero();
    }
}
