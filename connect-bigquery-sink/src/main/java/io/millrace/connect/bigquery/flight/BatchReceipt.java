// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.flight;

import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.deliver.Reservation;
import io.millrace.connect.bigquery.deliver.Slot;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.write.Batch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A batch and what the task keeps of it until it is acknowledged: the slots of its records, their memory, and they. */
public final class BatchReceipt {
    /** What a row costs beyond its bytes: the row, its slot, its place in lists. */
    private static final long ROW_OVERHEAD = 112;
    /** A row is held twice when it is sent: a request is a copy, in direct memory. */
    private static final int COPIES = 2;

    private final Batch batch;
    private final List<Slot> slots;
    private final List<Kept> kept;
    private final Reservation memory;

    /**
     * A record that is kept.
     *
     * @param change what its row does
     * @param weight the memory it holds, in bytes: it may have much that is not in its row
     */
    public record Kept(SinkRecord record, RowChange change, long weight) {}

    /**
     * Of a batch that was not sent yet.
     *
     * @param slots of the rows, by position
     * @param kept the records of the rows, by position; empty where there is no reporter of bad records, so none is kept
     * @param memory what all of it holds
     */
    public BatchReceipt(Batch batch, List<Slot> slots, List<Kept> kept, Reservation memory) {
        this.batch = batch;
        this.slots = slots;
        this.kept = kept;
        this.memory = memory;
    }

    /** The memory that a row holds, without its record. */
    public static long weightOf(Row row) {
        return row.bytes().length * (long) COPIES + ROW_OVERHEAD;
    }

    /** The batch. */
    public Batch batch() {
        return batch;
    }

    /** Whether the records of the rows are at hand. */
    public boolean keepsRecords() {
        return !kept.isEmpty();
    }

    /** The slot of a row's record. */
    public Slot slot(int position) {
        return slots.get(position);
    }

    /** The record of a row; null if it was not kept. */
    public @Nullable SinkRecord record(int position) {
        return kept.isEmpty() ? null : kept.get(position).record();
    }

    /** Takes a record that is kept. */
    @FunctionalInterface
    public interface KeptRecords {
        /** Takes it, what its row does, and its slot. */
        void take(SinkRecord record, RowChange change, Slot slot);
    }

    /** Hands out the records that are kept. */
    public void records(KeptRecords out) {
        for (int i = 0; i < kept.size(); i++) {
            out.take(kept.get(i).record(), kept.get(i).change(), slots.get(i));
        }
    }

    /** The memory that the record of a row holds, in bytes; 0 if it was not kept. */
    public long weightOfRecord(int position) {
        return kept.isEmpty() ? 0 : kept.get(position).weight();
    }

    /** Whether all rows are still this task's. */
    public boolean isWhole() {
        return slots.stream().allMatch(Slot::isOwned);
    }

    /** Whether any row is still this task's. */
    public boolean isAnyOwned() {
        return slots.stream().anyMatch(Slot::isOwned);
    }

    /** Memory of the same table for what is left of the batch; none yet. */
    Reservation anotherReservation() {
        return memory.another(0);
    }

    /** Gives the memory back: whatever is kept of the batch is not needed any more. */
    public void release() {
        memory.release();
    }

    /** The same rows encoded otherwise, in place of these. */
    public BatchReceipt as(Batch other) {
        release();
        return new BatchReceipt(other, slots, kept, memory.another(weight(other, kept)));
    }

    /** All rows that were made of the same records as these: one whose key has changed is two. */
    @SuppressWarnings("ReferenceEquality") // a slot is one record's
    Set<Integer> ofRecords(Set<Integer> positions) {
        Set<Integer> all = new HashSet<>(positions);
        for (int position : positions) {
            for (int other = position - 1; other >= 0 && slots.get(other) == slots.get(position); other--) {
                all.add(other);
            }
            for (int other = position + 1; other < slots.size() && slots.get(other) == slots.get(position); other++) {
                all.add(other);
            }
        }
        return all;
    }

    /**
     * The rest, without rows that are dealt with and without those of lost partitions, which are the next owner's. It
     * takes memory of its own.
     *
     * @return null if there is none
     */
    @Nullable
    BatchReceipt without(Set<Integer> dealtWith) {
        Set<Integer> out = new HashSet<>(dealtWith);
        for (int i = 0; i < slots.size(); i++) {
            if (!slots.get(i).isOwned()) {
                out.add(i);
            }
        }
        Batch rest = batch.without(out);
        if (rest == null) {
            return null;
        }
        List<Kept> restKept = rest(kept, out);
        return new BatchReceipt(rest, rest(slots, out), restKept, memory.another(weight(rest, restKept)));
    }

    /** What of it is still this task's: itself if all is; null if nothing. */
    public @Nullable BatchReceipt owned() {
        if (isWhole()) {
            return this;
        }
        release();
        return without(Set.of());
    }

    /** Finishes the rows but these. */
    void finishBut(Set<Integer> positions) {
        for (int i = 0; i < slots.size(); i++) {
            if (!positions.contains(i)) {
                slots.get(i).finish();
            }
        }
    }

    private static <T> List<T> rest(List<T> all, Set<Integer> out) {
        List<T> rest = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            if (!out.contains(i)) {
                rest.add(all.get(i));
            }
        }
        return rest;
    }

    private static long weight(Batch batch, List<Kept> kept) {
        long sum = 0;
        for (Row row : batch.rows()) {
            sum += weightOf(row);
        }
        for (Kept one : kept) {
            sum += one.weight();
        }
        return sum;
    }
}
