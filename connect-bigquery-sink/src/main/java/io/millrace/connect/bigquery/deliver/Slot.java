// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import io.millrace.connect.bigquery.model.Origin;

/**
 * A record's place among the unfinished ones of its partition. It travels with the record and then with its rows, and is
 * finished exactly once for each row: when all are in their table, reported, or left out by rule. A record of which nothing
 * was said yet is one row.
 *
 * <p>Unfinished slots of a partition are a ring of neighbours around a slot that is no record's, so that finishing one costs
 * the same in whatever order, and a finished one costs nothing. After the partition was lost, or its topic made anew, it
 * is a ring that nobody asks. Task thread, but for the origin.
 */
public final class Slot implements Origin {
    private final Epoch epoch;
    private final long offset;
    private int rows = 1;
    /** How many records it stands for: more than one where it has absorbed neighbours. */
    private int records = 1;
    /** The offset after this record and after the finished ones right behind it. */
    private long through;

    private Slot older = this;
    private Slot newer = this;

    Slot(Epoch epoch, long offset) {
        this.epoch = epoch;
        this.offset = offset;
        this.through = offset + 1;
    }

    /** Takes its place as the newest of a ring. */
    void join(Slot ring) {
        older = ring.older;
        newer = ring;
        older.newer = this;
        ring.older = this;
        epoch.change(1);
    }

    /** The offset after this record and after the finished ones right behind it. */
    long through() {
        return through;
    }

    /** The next newer one; of the newest, the one that is no record's. */
    Slot newer() {
        return newer;
    }

    /**
     * Takes over the next newer one, if that is this one: both are finished together from now on, and the other costs nothing
     * any more. Records of which several rows are to be finished stay by themselves.
     *
     * @return whether it was taken over, and is not to be finished any more
     */
    boolean absorb(Slot other) {
        if (newer != other || rows != 1 || other.rows != 1) {
            return false;
        }
        records += other.records;
        through = other.through;
        other.leave();
        other.rows = 0;
        return true;
    }

    /** Whether one row is all that is made of its record. */
    boolean isOfOneRow() {
        return rows == 1;
    }

    /**
     * One of the records that it stands for, the oldest that is left, gets a slot of its own again.
     *
     * @throws IllegalStateException if none is left
     */
    Slot part(long at) {
        ensureOpen();
        Slot part = new Slot(epoch, at);
        part.older = older;
        part.newer = this;
        older.newer = part;
        older = part;
        records--;
        if (records == 0) {
            part.through = through;
            leave();
            rows = 0;
        }
        return part;
    }

    /** So many of the records that it stands for, the oldest that are left, are no more. */
    void forgo(int gone) {
        if (gone > 0) {
            ensureOpen();
            epoch.change(-gone);
            records -= gone;
            if (records == 0) {
                older.through = through;
                leave();
                rows = 0;
            }
        }
    }

    private void leave() {
        older.newer = newer;
        newer.older = older;
        older = this; // an old slot that nobody needs must not keep young ones alive
        newer = this;
    }

    @Override
    public String topic() {
        return epoch.partition().topic();
    }

    @Override
    public int partition() {
        return epoch.partition().partition();
    }

    @Override
    public long offset() {
        return offset;
    }

    /** The term of ownership that it began in. */
    Epoch term() {
        return epoch;
    }

    /** The number of the epoch that it began in; one that began later has a higher one, or the same. */
    public int epoch() {
        return epoch.number();
    }

    /**
     * Whether the record is still this task's: its partition was not lost since it began. What was consumed from a topic that
     * is no more is nobody else's, so it is still to be written.
     */
    public boolean isOwned() {
        return !epoch.isLost();
    }

    /**
     * One more row is made of the record.
     *
     * @throws IllegalStateException if it is finished
     */
    public void another() {
        ensureOpen();
        rows++;
    }

    /**
     * Finishes the record, or one of its rows while there are more.
     *
     * @throws IllegalStateException if it is finished already
     */
    public void finish() {
        ensureOpen();
        rows--;
        if (rows == 0) {
            older.through = through;
            leave();
            epoch.change(-records);
        }
    }

    private void ensureOpen() {
        if (rows == 0) {
            throw new IllegalStateException("record " + this + " is finished already");
        }
    }

    @Override
    public String toString() {
        return topic() + "-" + partition() + "@" + offset;
    }
}
