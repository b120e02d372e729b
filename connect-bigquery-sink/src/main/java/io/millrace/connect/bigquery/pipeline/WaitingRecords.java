// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.deliver.Reservation;
import io.millrace.connect.bigquery.deliver.Slot;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** One table's records that wait until it is made or changed, in the order they came. Task thread. */
final class WaitingRecords {
    private final RowConverter rows;
    private final RecordWeight weights;
    private final TableAccount account;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final TableKey key;
    private @Nullable SinkRecord keySample;
    private int refusals;

    /** A record that waits, what its row is to do, and the memory that it holds. */
    record Waiting(SinkRecord record, RowChange change, Slot slot, Reservation memory) {}

    WaitingRecords(RowConverter rows, RecordWeight weights, TableAccount account, TableKey key) {
        this.rows = rows;
        this.key = key;
        this.weights = weights;
        this.account = account;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    void add(SinkRecord record, RowChange change, Slot slot) {
        queue.addLast(waiting(record, change, slot));
        count();
    }

    /** A record that is to wait, with its memory. */
    Waiting waiting(SinkRecord record, RowChange change, Slot slot) {
        // Its row comes in its place, and the request's copy of that, or both beside it; counted only then, that
        // would pass the limit.
        long weight = weights.of(record) * (account.keepsRecords() ? 3 : 2);
        return new Waiting(record, change, slot, account.share().reserve(weight));
    }

    /** Puts records before all others: those of one partition in the order of their offsets. */
    void addFirst(List<Waiting> older) {
        List<Waiting> ordered = new ArrayList<>(older);
        ordered.sort(Comparator.comparingInt((Waiting waiting) -> waiting.slot().epoch())
                .thenComparing(waiting -> waiting.slot().topic())
                .thenComparingInt(waiting -> waiting.slot().partition())
                .thenComparingLong(waiting -> waiting.slot().offset()));
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

    /** It waits no longer, whatever became of it. */
    void removeFirst() {
        queue.removeFirst().memory().release();
        count();
    }

    /** It is bad, and waits no longer; nor does what else was to be made of its record. */
    @SuppressWarnings("ReferenceEquality") // a slot is one record's
    void rejectFirst(DataException bad) {
        Waiting first = queue.getFirst();
        account.reject(first.record(), first.slot(), weights.of(first.record()), bad);
        removeFirst();
        for (Waiting next = first(); next != null && next.slot() == first.slot(); next = first()) {
            next.slot().finish();
            removeFirst();
        }
    }

    /** The table grown so that it holds all that waits, as far as it can; null if nothing says what it should be. */
    @Nullable
    TableShape needed(@Nullable TableShape live) {
        TableShape needed = live;
        for (Waiting waiting : queue) {
            needed = with(needed, waiting.record(), waiting.change());
        }
        return needed;
    }

    /** Whether a record says what the table should be, if there is none. */
    boolean isTelling(SinkRecord record, RowChange change) {
        return with(null, record, change) != null;
    }

    /**
     * Whether it has anything that could be a column.
     *
     * @throws DataException if no table could hold it
     */
    boolean hasColumns(Waiting waiting) {
        return !rows.wantedBy(waiting.record(), waiting.change(), null)
                .columns()
                .isEmpty();
    }

    private @Nullable TableShape with(@Nullable TableShape needed, SinkRecord record, RowChange change) {
        try {
            key.ensureIsOf(record, change);
            TableShape wanted = rows.relaxedFor(record, change, needed);
            if (needed == null) {
                return wanted.columns().isEmpty() ? null : wanted;
            }
            TableShape grown = rows.grown(needed, wanted);
            return grown == null ? needed : grown;
        } catch (DataException bad) {
            return needed; // refused when its turn comes
        }
    }

    /**
     * The columns that identify a row: the table's, or else those of the first record that waits or waited and has a key. If
     * the table was not served for those, of the next that has other ones: one odd record must not keep all others waiting.
     */
    List<String> keyColumns() {
        List<String> known = key.columns();
        if (known != null) {
            return known;
        }
        Map<List<String>, SinkRecord> all = new LinkedHashMap<>();
        for (Waiting one : queue) {
            List<String> columns = keyColumns(one.record());
            if (!columns.isEmpty()) {
                all.putIfAbsent(columns, one.record());
                if (all.size() > refusals) {
                    break;
                }
            }
        }
        if (all.isEmpty()) {
            return keySample == null ? List.of() : keyColumns(keySample);
        }
        List<List<String>> found = List.copyOf(all.keySet());
        List<String> chosen = found.get(refusals % found.size());
        keySample = all.get(chosen);
        return chosen;
    }

    /** The table was not served for the key that was asked for. */
    void keyRefused() {
        key.is(List.of());
        refusals++;
    }

    private List<String> keyColumns(SinkRecord record) {
        try {
            return rows.keyColumns(record);
        } catch (DataException bad) {
            return List.of(); // refused when its turn comes
        }
    }

    /** Forgets what belongs to partitions that were lost. */
    void drop() {
        for (Iterator<Waiting> waiting = queue.iterator(); waiting.hasNext(); ) {
            Waiting one = waiting.next();
            if (!one.slot().isOwned()) {
                waiting.remove();
                one.memory().release();
            }
        }
        count();
    }

    private void count() {
        account.waiting(queue.size());
    }
}
