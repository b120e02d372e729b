// SPDX-License-Identifier: Apache-2.0
package org.apache.kafka.connect.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A consumer whose fetches come back and whose group is formed anew when a test says so. It does what {@code KafkaConsumer}
 * does wherever a sink's worker can tell: a partition that goes takes its pause, its position and what was fetched with it; one
 * that comes begins where was committed; callbacks of asynchronous commits are called by the next poll; a wakeup ends one
 * poll. {@code MockConsumer} lends the methods that no worker calls; its own rebalances have no halves.
 */
@NullMarked
final class DirectedConsumer extends MockConsumer<byte[], byte[]> {
    private final TopicLog log;
    private final Map<TopicPartition, Owned> owned = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Queue<Runnable> callbacks = new ArrayDeque<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable ConsumerRebalanceListener listener;
    private int most = 500;

    /** How far a partition is read. */
    private static final class Owned {
        private long position;
        /** The offset after the last record that was fetched and not yet polled. */
        private long fetched;

        private boolean paused;

        Owned(long position) {
            this.position = position;
            this.fetched = position;
        }

        boolean hasFetched() {
            return fetched > position;
        }
    }

    @SuppressWarnings({"deprecation", "removal"}) // the one constructor that both releases have
    DirectedConsumer(TopicLog log) {
        super(OffsetResetStrategy.EARLIEST);
        this.log = log;
    }

    /** Where another member of the group left off. */
    void committedElsewhere(Map<TopicPartition, Long> offsets) {
        committed.putAll(offsets);
    }

    Map<TopicPartition, Long> committed() {
        return committed;
    }

    /** At most so many records a poll, as {@code max.poll.records}. */
    void pollAtMost(int records) {
        most = records;
    }

    /** A topic that is made anew: what was committed is gone, and a position out of range goes back to the beginning. */
    void rewind(TopicPartition partition) {
        committed.remove(partition);
        owned.replace(partition, new Owned(0));
    }

    /** A fetch comes back with at most so many records, unless another one waits to be polled or the partition is not owned. */
    void fetch(TopicPartition partition, int records) {
        Owned reading = owned.get(partition);
        if (reading != null && !reading.hasFetched()) {
            log.from(partition, reading.position).keySet().stream()
                    .limit(records)
                    .forEach(offset -> reading.fetched = offset + 1);
        }
    }

    /** The half of a rebalance that takes partitions, in good order or, when the member was thrown out, not. */
    void remove(Collection<TopicPartition> partitions, boolean lost) {
        List<TopicPartition> gone = new ArrayList<>(owned.keySet());
        gone.retainAll(partitions);
        if (lost) {
            listener().onPartitionsLost(gone);
        } else {
            listener().onPartitionsRevoked(gone);
        }
        owned.keySet().removeAll(gone);
    }

    /** The other half: it gives partitions, or none. */
    void add(Collection<TopicPartition> partitions) {
        List<TopicPartition> added = new ArrayList<>(partitions);
        added.removeAll(owned.keySet());
        added.forEach(partition -> owned.put(partition, new Owned(committed.getOrDefault(partition, 0L))));
        listener().onPartitionsAssigned(added);
    }

    private ConsumerRebalanceListener listener() {
        return Objects.requireNonNull(listener, "not subscribed");
    }

    private Owned owned(TopicPartition partition) {
        Owned reading = owned.get(partition);
        if (reading == null) {
            throw new IllegalStateException("No current assignment for partition " + partition);
        }
        return reading;
    }

    private void callBack() {
        for (Runnable callback = callbacks.poll(); callback != null; callback = callbacks.poll()) {
            callback.run();
        }
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener given) {
        listener = given;
    }

    @Override
    public synchronized void subscribe(Pattern topics, ConsumerRebalanceListener given) {
        listener = given;
    }

    @Override
    public synchronized Set<TopicPartition> assignment() {
        return Set.copyOf(owned.keySet());
    }

    @Override
    @SuppressWarnings("deprecation") // as above; no worker asks records for the next offsets
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        callBack();
        if (woken.getAndSet(false)) {
            throw new WakeupException();
        }
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> polled = new LinkedHashMap<>();
        int left = most;
        for (TopicPartition partition : List.copyOf(owned.keySet())) {
            Owned reading = owned(partition);
            if (left > 0 && reading.hasFetched() && !reading.paused) {
                List<ConsumerRecord<byte[], byte[]>> records = next(partition, reading, left);
                left -= records.size();
                polled.put(partition, records);
            }
        }
        polled.keySet().forEach(partition -> owned.put(partition, Objects.requireNonNull(owned.remove(partition))));
        return new ConsumerRecords<>(polled);
    }

    private List<ConsumerRecord<byte[], byte[]>> next(TopicPartition partition, Owned reading, int limit) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset :
                log.from(partition, reading.position).headMap(reading.fetched).keySet()) {
            if (records.size() == limit) {
                return records;
            }
            records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, null));
            reading.position = offset + 1;
        }
        return records;
    }

    @Override
    public synchronized Set<TopicPartition> paused() {
        return owned.entrySet().stream()
                .filter(entry -> entry.getValue().paused)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public synchronized void pause(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> owned(partition).paused = true);
    }

    @Override
    public synchronized void resume(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> owned(partition).paused = false);
    }

    @Override
    public synchronized long position(TopicPartition partition) {
        return owned(partition).position;
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
        Owned reading = owned(partition);
        reading.position = offset;
        reading.fetched = offset;
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    /**
     * Is never woken: a worker that is woken in a rebalance's last commit drops what the same poll returns and goes on behind it
     * ({@code WorkerSinkTask.pollConsumer} of 3.9.2 and 4.3.1), which no task could mend.
     */
    @Override
    public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        callBack();
        commit(offsets);
    }

    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        commit(offsets);
        callbacks.add(() -> callback.onComplete(offsets, null));
    }

    @Override
    public synchronized void wakeup() {
        woken.set(true);
    }
}
