// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

/**
 * The unfinished records of one partition during one epoch. Records begin in the order of their offsets, which may have gaps
 * (compaction, transactions, filters), and finish in any order.
 */
final class PartitionTracker {
    private static final long NONE = -1;

    private final Epoch epoch;
    /** Stands between the newest and the oldest of the unfinished: what is finished before the oldest is right behind it. */
    private final Slot ring;

    private final Rereads rereads = new Rereads();

    private long first = NONE;
    private long next = NONE;
    private long committed = NONE;
    private boolean heard;
    /** Whether the worker may be behind what it has consumed once. */
    private boolean wentBack;

    PartitionTracker(Epoch epoch) {
        this.epoch = epoch;
        this.ring = new Slot(epoch, NONE - 1);
    }

    /** The same partition when Kafka's records of it are others than before. */
    PartitionTracker anew(int number) {
        return new PartitionTracker(epoch.next(number));
    }

    Epoch epoch() {
        return epoch;
    }

    /** Whether a record with this offset was begun here before: a redelivery of what is on its way or finished. */
    boolean knows(long offset) {
        return first >= 0 && offset >= first && offset < next;
    }

    /** Whether this offset lies before all that was ever begun or offered here: not a redelivery, the topic was made anew. */
    boolean precedes(long offset) {
        return offset < committed || (first >= 0 && offset < first);
    }

    /** What is to come again. */
    Rereads rereads() {
        return rereads;
    }

    /**
     * The worker is asked to go back.
     *
     * @return to where, so that all comes again that is to come, and nothing unfinished is behind it: the worker takes that for
     *     committed
     */
    long goBack() {
        rereads.ask();
        wentBack = true;
        committed = Math.max(committed, oldest());
        return committed;
    }

    /** The offset of the oldest unfinished record, or one below it; there is one. */
    private long oldest() {
        return Math.max(done(), ring.newer().offset());
    }

    Slot begin(long offset) {
        Slot slot = new Slot(epoch, offset);
        slot.join(ring);
        next = offset + 1;
        if (first < 0) {
            first = offset;
        }
        return slot;
    }

    /** The worker hands over records, of this partition among others. */
    void hear() {
        heard = true;
    }

    /**
     * The offset that may be committed, never lower than before; -1 if there is none.
     *
     * @param consumed how far the worker has consumed, -1 if it does not say
     */
    long committable(long consumed) {
        long finished = done();
        if (heard && epoch.open() == 0) {
            finished = Math.max(finished, consumed);
        }
        wentBack &= consumed < next;
        if (wentBack && consumed >= 0) {
            finished = Math.min(finished, consumed); // a worker refuses what it has not consumed again
        }
        committed = Math.max(committed, finished);
        return committed;
    }

    /** The offset after the last contiguous finished record, -1 if there is none. */
    private long done() {
        return ring.through();
    }

    /** How many records are unfinished. */
    long open() {
        return epoch.open();
    }

    /** How far what was begun is ahead of what is finished, in offsets. */
    long lag() {
        return epoch.open() == 0 ? 0 : next - oldest();
    }
}
