// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every record that the task was given is open here until it is written and acknowledged, reported, or skipped by rule.
 * What may be committed is, for each partition, the offset after its last contiguous finished record.
 *
 * <p>A partition that is revoked is forgotten with all its open records; should it come back, it begins anew in a higher
 * epoch, and whatever finishes late of an older epoch counts for nothing. The same where Kafka's records of a partition are
 * others than before. Task thread.
 */
public final class OffsetTracker {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetTracker.class);

    private final OriginReader reader;
    private final Map<TopicPartition, PartitionTracker> owned = new HashMap<>();
    private final OpenRecords open = new OpenRecords();
    private int epochs;
    private long redelivered;
    private boolean unheard;
    private boolean rereading;
    private @Nullable PartitionTracker last;

    public OffsetTracker(OriginReader reader) {
        this.reader = reader;
    }

    /** Takes note of partitions that are now this task's. */
    public void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            owned.computeIfAbsent(partition, this::first);
        }
        unheard = true;
    }

    /** Forgets partitions that are no longer this task's, with all their open records. */
    public void close(Collection<TopicPartition> partitions) {
        epochs++;
        last = null;
        for (TopicPartition partition : partitions) {
            PartitionTracker lost = owned.remove(partition);
            if (lost != null) {
                lost.epoch().lose();
            }
        }
    }

    /**
     * Opens a record.
     *
     * <p>A worker goes back at most to what it committed last. Where records come from below what was offered for commit,
     * the partition holds others than before: its topic was deleted and made anew, or its log was cut off. They begin
     * like those of a new partition.
     *
     * @return its slot, to be finished; null for a redelivery of a record that is on its way or finished already: Connect
     *     redelivers after a retriable failure of {@code put} and after a failed commit
     */
    public @Nullable Slot begin(SinkRecord record) {
        String topic = reader.topic(record);
        int partition = reader.partition(record);
        long offset = reader.offset(record);
        PartitionTracker tracked = tracked(topic, partition);
        if (tracked == null) {
            tracked = first(new TopicPartition(topic, partition));
            track(tracked);
        } else if (tracked.precedes(offset)) {
            epochs++;
            warnOfLost(tracked);
            tracked = tracked.anew(epochs);
            track(tracked);
        } else {
            if (rereading) {
                warnOfGone(tracked, tracked.rereads().pass(offset));
            }
            if (tracked.knows(offset)) {
                return again(tracked, offset);
            }
        }
        tracked.hear();
        return tracked.begin(offset);
    }

    private @Nullable Slot again(PartitionTracker tracked, long offset) {
        Slot slot = rereading ? tracked.rereads().take(offset) : null;
        redelivered += slot == null ? 1 : 0;
        return slot;
    }

    /**
     * Has records read again from Kafka: they stay unfinished, and begin when they come. Those of lost partitions are
     * finished.
     *
     * @return false where Kafka has them no more, the topic having been made anew; then nothing is done
     */
    public boolean readAgain(SlotRuns records) {
        if (!records.all().stream().allMatch(run -> isReadable(run.slot()))) {
            return false;
        }
        for (SlotRun run : records.takeAll()) {
            PartitionTracker tracked = owned.get(run.slot().term().partition());
            if (tracked == null || run.slot().term().isLost()) {
                run.slot().finish();
            } else {
                tracked.rereads().add(run);
                rereading = true;
            }
        }
        return true;
    }

    private static boolean isReadable(Slot slot) {
        return slot.term().isLost() || (!slot.term().isOver() && slot.isOfOneRow());
    }

    /** From where partitions are to be consumed now so that what is to be read again comes; each is told once. */
    public Map<TopicPartition, Long> rereads() {
        if (!rereading) {
            return Map.of();
        }
        Map<TopicPartition, Long> from = new HashMap<>();
        owned.forEach((partition, tracked) -> {
            if (tracked.rereads().areDue()) {
                from.put(partition, tracked.goBack());
            }
        });
        rereading =
                owned.values().stream().anyMatch(tracked -> !tracked.rereads().isEmpty());
        return from;
    }

    private static void warnOfGone(PartitionTracker tracked, int records) {
        if (records > 0) {
            LOG.warn(
                    "records were to be read again, and are in Kafka no more; they were compacted or have expired"
                            + " partition={} records={}",
                    tracked.epoch().partition(),
                    records);
        }
    }

    private static void warnOfLost(PartitionTracker tracked) {
        if (!tracked.rereads().isEmpty()) {
            LOG.warn(
                    "records were to be read again, and are in Kafka no more; their topic was made anew partition={}",
                    tracked.epoch().partition());
        }
    }

    /** Takes note that the worker hands over records, of whichever partitions, maybe none. */
    public void delivery() {
        if (unheard) {
            owned.values().forEach(PartitionTracker::hear);
            unheard = false;
        }
    }

    /**
     * The offsets that may be committed now; never lower than answered before, never for a partition that was lost.
     *
     * @param consumed how far the worker has consumed; beyond our own records where transforms drop all that follows.
     *     Nothing is believed of a partition before the first delivery since it was opened: a worker may still tell of an
     *     ownership before
     */
    public Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        owned.forEach((partition, tracked) -> {
            OffsetAndMetadata position = consumed.get(partition);
            long offset = tracked.committable(position == null ? -1 : position.offset());
            if (offset >= 0) {
                committable.put(partition, new OffsetAndMetadata(offset));
            }
        });
        return committable;
    }

    /** How many records are open in all partitions. */
    public long open() {
        return open.count();
    }

    /** How far acknowledged offsets are behind what was taken, summed over partitions. */
    public long lag() {
        long lag = 0;
        for (PartitionTracker tracked : owned.values()) {
            lag += tracked.lag();
        }
        return lag;
    }

    /** How many records were delivered again. */
    public long redelivered() {
        return redelivered;
    }

    private PartitionTracker first(TopicPartition partition) {
        return new PartitionTracker(new Epoch(partition, epochs, null, open));
    }

    private void track(PartitionTracker tracked) {
        owned.put(tracked.epoch().partition(), tracked);
        last = tracked;
    }

    @SuppressWarnings("ReferenceEquality") // a hit spares the look-up; a miss is only slower
    private @Nullable PartitionTracker tracked(String topic, int partition) {
        PartitionTracker candidate = last;
        if (candidate != null) {
            TopicPartition known = candidate.epoch().partition();
            if (known.partition() == partition
                    && (known.topic() == topic || known.topic().equals(topic))) {
                return candidate;
            }
        }
        candidate = owned.get(new TopicPartition(topic, partition));
        last = candidate;
        return candidate;
    }
}
