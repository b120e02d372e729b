// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.kit.metrics.Numbers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** One table's records that wait until it is made or changed, in the order they came. Task thread. */
final class WaitingRecords {
    private final RowConverter rows;
    private final Numbers<TableMetric> numbers;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private @Nullable SinkRecord keySample;

    /**
     * A record that waits.
     *
     * @param epoch the tracker's epoch that it began in
     * @param weight the memory it holds, in bytes
     */
    record Waiting(SinkRecord record, Origin origin, int epoch, long weight) {}

    WaitingRecords(RowConverter rows, Numbers<TableMetric> numbers) {
        this.rows = rows;
        this.numbers = numbers;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    void add(Waiting waiting) {
        queue.addLast(waiting);
        count();
    }

    /** Puts records before all others: those of one partition in the order of their offsets. */
    void addFirst(List<Waiting> older) {
        List<Waiting> ordered = new ArrayList<>(older);
        ordered.sort(Comparator.comparingInt(Waiting::epoch)
                .thenComparing(waiting -> waiting.origin().topic())
                .thenComparingInt(waiting -> waiting.origin().partition())
                .thenComparingLong(waiting -> waiting.origin().offset()));
        for (int i = ordered.size() - 1; i >= 0; i--) {
            queue.addFirst(ordered.get(i));
        }
        count();
    }

    /** The one whose turn it is; null if none waits. */
    @Nullable
    Waiting first() {
        return queue.peekFirst();
    }

    void removeFirst() {
        queue.removeFirst();
        count();
    }

    /** The table grown so that it holds all that waits, as far as it can; null if nothing says what it should be. */
    @Nullable
    TableShape needed(@Nullable TableShape live) {
        TableShape needed = live;
        for (Waiting waiting : queue) {
            needed = with(needed, waiting.record());
        }
        return needed;
    }

    /** Whether a record says what the table should be, if there is none. */
    boolean isTelling(SinkRecord record) {
        return with(null, record) != null;
    }

    private @Nullable TableShape with(@Nullable TableShape needed, SinkRecord record) {
        try {
            TableShape wanted = rows.relaxedFor(record, needed);
            if (needed == null) {
                return wanted.columns().isEmpty() ? null : wanted;
            }
            TableShape grown = rows.grown(needed, wanted);
            return grown == null ? needed : grown;
        } catch (DataException bad) {
            return needed; // refused when its turn comes
        }
    }

    /** The columns that identify a row, by the record that waits first or last did. */
    List<String> keyColumns() {
        Waiting first = queue.peekFirst();
        if (first != null) {
            keySample = first.record();
        }
        return keySample == null ? List.of() : rows.keyColumns(keySample);
    }

    /** Forgets what belongs to partitions that were lost; what that weighed. */
    long drop(Collection<TopicPartition> partitions) {
        long dropped = 0;
        for (Iterator<Waiting> waiting = queue.iterator(); waiting.hasNext(); ) {
            Waiting one = waiting.next();
            if (partitions.contains(
                    new TopicPartition(one.origin().topic(), one.origin().partition()))) {
                waiting.remove();
                dropped += one.weight();
            }
        }
        count();
        return dropped;
    }

    private void count() {
        numbers.set(TableMetric.WAITING_RECORDS, queue.size());
    }
}
