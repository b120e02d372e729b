// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import io.millrace.connect.bigquery.model.Destination;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The memory that a task may fill with what is on its way, and who has how much of it. Task thread. */
public final class Buffer {
    private final long limit;
    private final LongConsumer account = this::change;
    private final Set<Share> busy = new LinkedHashSet<>();
    private long bytes;
    /** No share holds more. */
    private long most;
    /** How many shares are exceeded, as far as was looked. */
    private int exceeding;

    /** A buffer of so many bytes. */
    public Buffer(long limit) {
        this.limit = limit;
    }

    /** A share of it for one table. */
    public Share share(Destination table) {
        return new Share(table);
    }

    /** Takes bytes that are no table's. */
    public Reservation reserve(long more) {
        return new Reservation(account, more);
    }

    /** Bytes on their way. */
    public long bytes() {
        return bytes;
    }

    /** The limit, in bytes. */
    public long limit() {
        return limit;
    }

    /** The shares that hold anything now. */
    public List<Share> busy() {
        return List.copyOf(busy);
    }

    /** The shares that hold more than they should; while none comes near to that, none is looked at. */
    public List<Share> exceeded() {
        if (exceeding == 0 && most < share()) {
            return List.of();
        }
        most = busy.stream().mapToLong(Share::bytes).max().orElse(0);
        return busy.stream().filter(Share::exceeded).toList();
    }

    /** What any table may have now, in bytes. */
    private long share() {
        return Math.max(1, Math.min(limit / 2, Math.max(0, limit - bytes)));
    }

    private void change(long more) {
        bytes += more;
    }

    /**
     * What one table has of the buffer: at most half of it, and at most as much as is free, so that whatever several stuck
     * tables hold, there is room for others (dynamic thresholds, as switches share their memory: Choudhury and Hahne, 1998).
     * And the partitions that feed it, which are to pause where it has more.
     */
    public final class Share {
        private final Destination table;
        private final LongConsumer account = this::change;
        private final Set<TopicPartition> sources = new HashSet<>();
        private @Nullable Slot lastFed;
        private long held;
        private boolean exceeded;

        private Share(Destination table) {
            this.table = table;
        }

        /** The table that has it. */
        public Destination table() {
            return table;
        }

        /** Takes bytes of it. */
        public Reservation reserve(long more) {
            return new Reservation(account, more);
        }

        /** Bytes of this table that are on their way. */
        public long bytes() {
            return held;
        }

        /** Whether this table has more than its share: from the share on, until below half of it, so that nothing flutters. */
        public boolean exceeded() {
            long share = share();
            exceed(exceeded ? held > share / 2 : held >= share);
            return exceeded;
        }

        /** The partitions that the table's records came from. */
        public Set<TopicPartition> sources() {
            return sources;
        }

        /** Takes note of where a record came from. */
        @SuppressWarnings("ReferenceEquality") // a hit spares the set; a miss is only slower
        public void feed(Slot slot) {
            Slot before = lastFed;
            if (before == null || before.partition() != slot.partition() || before.topic() != slot.topic()) {
                sources.add(new TopicPartition(slot.topic(), slot.partition()));
            }
            lastFed = slot;
        }

        /** Forgets partitions that were lost. */
        public void forget(Collection<TopicPartition> lost) {
            sources.removeAll(lost);
            lastFed = null;
        }

        private void exceed(boolean now) {
            exceeding += (now ? 1 : 0) - (exceeded ? 1 : 0);
            exceeded = now;
        }

        private void change(long more) {
            if (more == 0) {
                return;
            }
            boolean idle = held == 0;
            held += more;
            Buffer.this.change(more);
            most = Math.max(most, held);
            if (idle) {
                busy.add(this);
            } else if (held == 0) {
                busy.remove(this);
                exceed(false);
            }
        }
    }
}
