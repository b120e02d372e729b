// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

/**
 * The unfinished records of one partition during one ownership of it. Records begin in the order of their offsets and
 * finish in any order. Offsets may have gaps (compaction, transactions, filters), so records are counted as slots of a
 * ring: about 8 bytes for each unfinished one.
 */
final class PartitionLedger {
    private static final int SMALLEST_RING = 64;

    private long[] offsets = new long[SMALLEST_RING];
    private long[] finished = new long[SMALLEST_RING / Long.SIZE];
    private long head;
    private long tail;
    private long first = -1;
    private long next = -1;
    private long done = -1;

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
            grow();
        }
        int slot = slot(tail);
        offsets[slot] = offset;
        finished[slot >> 6] &= ~(1L << slot);
        tail++;
        next = offset + 1;
        if (first < 0) {
            first = offset;
        }
    }

    /** Finishing a record twice is harmless, as is finishing one that never began. */
    void finish(long offset) {
        long at = find(offset);
        if (at < 0) {
            return;
        }
        int slot = slot(at);
        finished[slot >> 6] |= 1L << slot;
        while (head < tail && isFinished(slot(head))) {
            done = offsets[slot(head)] + 1;
            head++;
        }
    }

    /** How many records are unfinished or wait behind an unfinished one. */
    long open() {
        return tail - head;
    }

    /** The offset after the last contiguous finished record, -1 if there is none. */
    long done() {
        return done;
    }

    /** How far what was begun is ahead of what is finished, in offsets. */
    long lag() {
        return head == tail ? 0 : next - offsets[slot(head)];
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

    private void grow() {
        long[] moreOffsets = new long[offsets.length * 2];
        long[] moreFinished = new long[moreOffsets.length / Long.SIZE];
        for (long position = head; position < tail; position++) {
            int from = slot(position);
            int to = (int) position & (moreOffsets.length - 1);
            moreOffsets[to] = offsets[from];
            if (isFinished(from)) {
                moreFinished[to >> 6] |= 1L << to;
            }
        }
        offsets = moreOffsets;
        finished = moreFinished;
    }
}
