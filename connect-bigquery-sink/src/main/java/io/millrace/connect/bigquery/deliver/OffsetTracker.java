// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import io.millrace.connect.bigquery.model.Origin;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Every record that the task was given is open here until it is written and acknowledged, reported, or skipped by rule.
 * What may be committed is, for each partition, the offset after its last contiguous finished record.
 *
 * <p>A partition that is revoked is forgotten with all its open records; should it come back, it begins anew under a
 * higher epoch, and whatever finishes late for an older epoch is ignored. The same where Kafka's records of a
 * partition are others than before.
 */
public final class OffsetTracker {
    private final OriginReader reader;
    private final Map<TopicPartition, Ownership> owned = new HashMap<>();
    private int epoch;
    private boolean unheard;
    private @Nullable Ownership last;

    public OffsetTracker(OriginReader reader) {
        this.reader = reader;
    }

    /** Takes note of partitions that are now this task's. */
    public void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            owned.computeIfAbsent(partition, opened -> new Ownership(opened, epoch));
        }
        unheard = true;
    }

    /** Forgets partitions that are no longer this task's, with all their open records. */
    public void close(Collection<TopicPartition> partitions) {
        epoch++;
        last = null;
        owned.keySet().removeAll(partitions);
    }

    /** The current epoch: what begins now finishes in it. It rises when partitions are revoked. */
    public int epoch() {
        return epoch;
    }

    /**
     * Opens a record.
     *
     * <p>A worker goes back at most to what it committed last. Where records come from below what was offered for commit,
     * the partition holds others than before: its topic was deleted and made anew, or its log was cut off. They begin
     * like those of a new partition.
     *
     * @return where it was consumed; null for a redelivery of a record that is on its way or finished already: Connect
     *     redelivers after a retriable failure of {@code put} and after a failed commit
     */
    public @Nullable Origin begin(SinkRecord record) {
        String topic = reader.topic(record);
        int partition = reader.partition(record);
        long offset = reader.offset(record);
        Ownership ownership = ownership(topic, partition);
        if (ownership == null) {
            TopicPartition unopened = new TopicPartition(topic, partition);
            ownership = new Ownership(unopened, epoch);
            owned.put(unopened, ownership);
        } else if (ownership.madeAnew(offset)) {
            epoch++;
            ownership.beginAnew(epoch);
        } else if (ownership.tracker.knows(offset)) {
            return null;
        }
        ownership.heard = true;
        ownership.tracker.begin(offset);
        // The owned name is shared, so that a record whose transforms renamed it does not keep a copy alive.
        return new Origin(ownership.partition.topic(), partition, offset);
    }

    /**
     * Finishes a record.
     *
     * @param beganIn the epoch it began in; ignored if its partition was revoked or made anew since
     */
    public void finish(Origin origin, int beganIn) {
        Ownership ownership = ownership(origin.topic(), origin.partition());
        if (ownership != null && beganIn >= ownership.anewSince) {
            ownership.tracker.finish(origin.offset());
        }
    }

    /**
     * Whether a record is still this task's: its partition was not lost since it began. What was consumed from a topic
     * that is no more is nobody else's, so it is still to be written.
     */
    public boolean owns(Origin origin, int beganIn) {
        Ownership ownership = ownership(origin.topic(), origin.partition());
        return ownership != null && beganIn >= ownership.since;
    }

    /** Takes note that the worker hands over records, of whichever partitions, maybe none. */
    public void delivery() {
        if (unheard) {
            owned.values().forEach(ownership -> ownership.heard = true);
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
        for (Ownership ownership : owned.values()) {
            OffsetAndMetadata position = consumed.get(ownership.partition);
            long finished = ownership.tracker.done();
            if (position != null && ownership.heard && ownership.tracker.open() == 0) {
                finished = Math.max(finished, position.offset());
            }
            ownership.committed = Math.max(ownership.committed, finished);
            if (ownership.committed >= 0) {
                committable.put(ownership.partition, new OffsetAndMetadata(ownership.committed));
            }
        }
        return committable;
    }

    /** How many records are open in all partitions. */
    public long open() {
        long open = 0;
        for (Ownership ownership : owned.values()) {
            open += ownership.tracker.open();
        }
        return open;
    }

    /** How far acknowledged offsets are behind what was taken, summed over partitions. */
    public long lag() {
        long lag = 0;
        for (Ownership ownership : owned.values()) {
            lag += ownership.tracker.lag();
        }
        return lag;
    }

    /** The memory that many open records take here, in bytes. */
    public long bytes() {
        long bytes = 0;
        for (Ownership ownership : owned.values()) {
            bytes += ownership.tracker.bytes();
        }
        return bytes;
    }

    @SuppressWarnings("ReferenceEquality") // a hit spares the look-up; a miss is only slower
    private @Nullable Ownership ownership(String topic, int partition) {
        Ownership candidate = last;
        if (candidate != null
                && candidate.partition.partition() == partition
                && (candidate.partition.topic() == topic
                        || candidate.partition.topic().equals(topic))) {
            return candidate;
        }
        candidate = owned.get(new TopicPartition(topic, partition));
        last = candidate;
        return candidate;
    }

    private static final class Ownership {
        final TopicPartition partition;
        final int since;
        int anewSince;
        boolean heard;
        PartitionTracker tracker = new PartitionTracker();
        long committed = -1;

        Ownership(TopicPartition partition, int since) {
            this.partition = partition;
            this.since = since;
            this.anewSince = since;
        }

        boolean madeAnew(long offset) {
            return offset < committed || tracker.precedes(offset);
        }

        void beginAnew(int epoch) {
            anewSince = epoch;
            tracker = new PartitionTracker();
            committed = -1;
        }
    }
}
