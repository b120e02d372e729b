// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Unfinished records of one epoch behind one slot: neighbours but for records between them that were finished before, of
 * which it knows which they are. Task thread.
 */
final class SlotRun {
    /** Beyond so many offsets between two of its records a run of its own is cheaper. */
    private static final long MOST_BETWEEN = 512;

    private final Slot slot;
    /** The offset of its newest record. */
    private long last;
    /** The lowest offset that a record of it may still have. */
    private long from;
    /** Offsets between its first and its newest record that are none of its, from the first one's on; null for none. */
    private @Nullable BitSet others;

    SlotRun(Slot slot) {
        this.slot = slot;
        this.last = slot.offset();
        this.from = slot.offset();
    }

    Slot slot() {
        return slot;
    }

    /** The lowest offset that a record of it may still have. */
    long first() {
        return from;
    }

    /** What it costs beyond the run itself, in bytes. */
    long bytes() {
        return others == null ? 0 : others.size() / Byte.SIZE;
    }

    /** Takes a record over, if it is the next of its unfinished ones and near enough; whether it was taken over. */
    boolean absorb(Slot next) {
        long between = next.offset() - last - 1;
        if (between > MOST_BETWEEN || !slot.absorb(next)) {
            return false;
        }
        if (between > 0) {
            BitSet known = others == null ? new BitSet() : others;
            known.set(index(last + 1), index(next.offset()));
            others = known;
        }
        last = next.offset();
        return true;
    }

    /** A slot for the record at this offset, by itself again; null if there is none here. Those before were passed. */
    @Nullable
    Slot take(long offset) {
        if (offset < from || offset > last || isOther(offset)) {
            return null;
        }
        from = offset + 1;
        return slot.part(offset);
    }

    /** Gives up what is before this offset: there are no such records any more. How many they were. */
    int pass(long offset) {
        int gone = 0;
        for (; from < offset && from <= last; from++) {
            gone += isOther(from) ? 0 : 1;
        }
        slot.forgo(gone);
        return gone;
    }

    /** Whether none is left. */
    boolean isEmpty() {
        return from > last;
    }

    private boolean isOther(long offset) {
        return others != null && others.get(index(offset));
    }

    private int index(long offset) {
        return Math.toIntExact(offset - slot.offset());
    }
}
