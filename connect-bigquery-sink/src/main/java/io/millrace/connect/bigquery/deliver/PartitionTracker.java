// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

/**
 * The unfinished records of one partition during one ownership of it. Records begin in the order of their offsets and
 * finish in any order. Offsets may have gaps (compaction, transactions, filters), so records are counted as slots of a
 * ring: 16 bytes for each unfinished one. Finished records behind an unfinished one give their slots back when the ring
 * is full, so that one record that stays open costs the same whatever passes it.
 */
final class PartitionTracker {
    private static final int SMALLEST_RING = 64;
    /** A ring up to here is not worth a second thought; a larger one shrinks when little of it is in use. */
    private static final int USUAL_RING = 512;

    private static final int LITTLE = 8;

    private static final long NONE = -1;

    private long[] offsets = new long[SMALLEST_RING];
    /** For each slot the offset after the finished records right before it that gave their slots back, if any did. */
    private long[] passed = new long[SMALLEST_RING];

    private long[] finished = new long[SMALLEST_RING / Long.SIZE];
    private long head;
    private long tail;
    private long open;
    private long first = NONE;
    private long next = NONE;
    private long done = NONE;

    /** Whether a record with this offset was begun here before: a redelivery of what is on its way or finished. */
    boolean knows(long offset) {
        return first >= 0 && offset >= first && offset < next;
    }

    /** Whether this offset lies before all that was ever begun here: not a redelivery, the partition was made anew. */
    boolean precedes(long offset) {
        return first >= 0 && offset < first;
    }

    void begin(long offset) {
        if (tail - head == offsets.length) {
            makeRoom();
        }
        int slot = slot(tail);
        offsets[slot] = offset;
        passed[slot] = NONE;
        finished[slot >> 6] &= ~(1L << slot);
        tail++;
        open++;
        next = offset + 1;
        if (first < 0) {
            first = offset;
        }
    }

    /** Finishing a record twice is harmless, as is finishing one that never began. */
    void finish(long offset) {
        long at = find(offset);
        if (at < 0 || isFinished(slot(at))) {
            return;
        }
        int slot = slot(at);
        finished[slot >> 6] |= 1L << slot;
        open--;
        while (head < tail && isFinished(slot(head))) {
            done = offsets[slot(head)] + 1;
            head++;
            if (head < tail && passed[slot(head)] > done) {
                done = passed[slot(head)];
            }
        }
        if (offsets.length > USUAL_RING && open * LITTLE < offsets.length) {
            makeRoom();
        }
    }

    /** How many records are unfinished. */
    long open() {
        return open;
    }

    /** The offset after the last contiguous finished record, -1 if there is none. */
    long done() {
        return done;
    }

    /** How far what was begun is ahead of what is finished, in offsets. */
    long lag() {
        return head == tail ? 0 : next - offsets[slot(head)];
    }

    /** The memory that it holds beyond what each partition has, in bytes. */
    long bytes() {
        return offsets.length <= USUAL_RING ? 0 : offsets.length * 2L * Long.BYTES;
    }

    private int slot(long position) {
        return (int) position & (offsets.length - 1);
    }

    private boolean isFinished(int slot) {
        return (finished[slot >> 6] & 1L << slot) != 0;
    }

    private long find(long offset) {
        long low = head;
        long high = tail - 1;
        if (low > high || offset < offsets[slot(low)]) {
            return -1;
        }
        // Without gaps the distance in offsets is the distance in slots; with gaps the slot lies before.
        high = Math.min(high, low + (offset - offsets[slot(low)]));
        if (offsets[slot(high)] == offset) {
            return high;
        }
        while (low <= high) {
            long middle = (low + high) >>> 1;
            long found = offsets[slot(middle)];
            if (found == offset) {
                return middle;
            }
            if (found < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Takes back the slots of finished records, and leaves at least as much room as is in use. */
    private void makeRoom() {
        long keep = open
                + 1; // the last record keeps its slot, also if it is finished: nothing follows that could tell of it
        resize((int) Math.max(SMALLEST_RING, Long.highestOneBit(2 * keep - 1) << 1));
    }

    private void resize(int length) {
        long[] fewerOffsets = new long[length];
        long[] fewerPassed = new long[length];
        long[] fewerFinished = new long[length / Long.SIZE];
        int kept = 0;
        long behind = NONE;
        for (long position = head; position < tail; position++) {
            int from = slot(position);
            if (isFinished(from) && position < tail - 1) {
                behind = offsets[from] + 1;
                continue;
            }
            fewerOffsets[kept] = offsets[from];
            fewerPassed[kept] = Math.max(behind, passed[from]);
            if (isFinished(from)) {
                fewerFinished[kept >> 6] |= 1L << kept;
            }
            behind = NONE;
            kept++;
        }
        offsets = fewerOffsets;
        passed = fewerPassed;
        finished = fewerFinished;
        head = 0;
        tail = kept;
    }
}
