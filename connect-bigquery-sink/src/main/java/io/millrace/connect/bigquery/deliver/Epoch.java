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
    private boolean lost;

    /** How many of its records are unfinished. */
    long open;

    /** @param former the one before under the same ownership; null for the first */
    Epoch(TopicPartition partition, int number, @Nullable Epoch former) {
        this.partition = partition;
        this.number = number;
        this.former = former;
    }

    TopicPartition partition() {
        return partition;
    }

    /** Its place among all of the task's: what began later has a higher one, or the same. */
    int number() {
        return number;
    }

    /** Whether the partition is not this task's any more. */
    boolean isLost() {
        return lost;
    }

    /** The partition is lost. */
    void lose() {
        for (Epoch one = this; one != null; one = one.former) {
            one.lost = true;
        }
    }
}
