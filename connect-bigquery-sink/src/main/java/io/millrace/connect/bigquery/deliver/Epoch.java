// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One term of ownership of a partition, with the same records in Kafka throughout. It ends when the partition is lost, and
 * another follows when its topic was deleted and made anew: then what is left of the former is still this task's to write,
 * but counts for no offset any more. Task thread.
 */
final class Epoch {
    private final TopicPartition partition;
    private final int number;
    private final @Nullable Epoch former;
    private final OpenRecords all;
    private boolean lost;
    private boolean over;
    private long open;

    /**
     * Without records.
     *
     * @param former the one before under the same ownership, which is over; null for the first
     * @param all of the task's
     */
    Epoch(TopicPartition partition, int number, @Nullable Epoch former, OpenRecords all) {
        this.partition = partition;
        this.number = number;
        this.former = former;
        this.all = all;
        if (former != null) {
            former.end();
        }
    }

    /** How many of its records are unfinished. */
    long open() {
        return open;
    }

    /** So many of its records are unfinished that were not, or finished if negative. */
    void change(int records) {
        open += records;
        if (!over) {
            all.change(records);
        }
    }

    /** Another has taken its place, or none: what is unfinished holds up no offset any more. */
    private void end() {
        if (!over) {
            over = true;
            all.change(-open);
        }
    }

    /** The one that takes its place, the topic having been made anew. */
    Epoch next(int successor) {
        return new Epoch(partition, successor, this, all);
    }

    TopicPartition partition() {
        return partition;
    }

    /** Its place among all of the task's: what began later has a higher one, or the same. */
    int number() {
        return number;
    }

    /** Whether another has taken its place, or none. */
    boolean isOver() {
        return over;
    }

    /** Whether the partition is not this task's any more. */
    boolean isLost() {
        return lost;
    }

    /** The partition is lost. */
    void lose() {
        for (Epoch one = this; one != null; one = one.former) {
            one.lost = true;
            one.end();
        }
    }
}
