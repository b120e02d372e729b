// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Looks at every record of one instance. In steady state: compare two references, add to a few counters. */
public final class Observer {
    /** What this instance is for, as the chain sees it. */
    enum Part {
        FIRST,
        MIDDLE,
        LAST
    }

    /** A schema object that is new per record is compared whole at most this often. */
    private static final long CHECK_EVERY_NANOS = 1_000_000_000L;

    /** Sightings are offered with a kind's first record and, without room then, after so many more; a power of two. */
    private static final int OFFER_EVERY = 1_024;

    /** Topics of one task; records of more are not looked at. */
    private static final int MOST_TOPICS = 10_000;

    /** Kinds of records of one topic; the oldest is forgotten first. */
    private static final int MOST_KINDS = 64;

    private final Role role;
    private final Statistics statistics;
    private final boolean upstream;
    private final Chain chain;
    private final Sightings sightings;
    private final LongSupplier nanos;
    private final Map<String, List<Tally>> byTopic = new HashMap<>();
    private Part part = Part.LAST;
    private @Nullable Tally last;

    /**
     * @param upstream whether a sink's records are asked for their upstream table too
     * @param nanos a clock that never runs backwards, {@link System#nanoTime}
     */
    public Observer(
            Role role, Statistics statistics, boolean upstream, Chain chain, Sightings sightings, LongSupplier nanos) {
        this.role = role;
        this.statistics = statistics;
        this.upstream = upstream;
        this.chain = chain;
        this.sightings = sightings;
        this.nanos = nanos;
        chain.join(this);
    }

    Role role() {
        return role;
    }

    /** The chain gives the parts anew when an instance comes or goes. */
    void play(Part now) {
        if (part == Part.LAST && now != Part.LAST) {
            endTallies(true);
        }
        part = now;
    }

    /** Looks at {@code record} and leaves it as it is. */
    public void see(ConnectRecord<?> record) {
        Tally tally = last;
        if (tally == null || !tally.takes(record)) {
            tally = find(record);
            if (tally == null) {
                return;
            }
            last = tally;
        }
        if (part == Part.FIRST) {
            chain.enter(tally, record);
        } else if (part == Part.LAST) {
            lastSees(tally, record);
        }
    }

    private void lastSees(Tally tally, ConnectRecord<?> record) {
        tally.count(record);
        Sighting traced = chain.exit(tally, record);
        if (traced != null) {
            tally.untold = traced;
            tell(tally);
        }
        if (tally.learns(record)) {
            tally.untold = new Sighting.Flowing(tally, chain.entered(tally));
            tell(tally);
        } else if (tally.untold != null && (tally.rows() & (OFFER_EVERY - 1)) <= 1) {
            tell(tally);
        }
    }

    private void tell(Tally tally) {
        Sighting news = tally.untold;
        if (news != null && sightings.offer(news)) {
            tally.untold = null;
        }
    }

    private @Nullable Tally find(ConnectRecord<?> record) {
        List<Tally> known = byTopic.get(topicOf(record));
        if (known == null) {
            if (byTopic.size() == MOST_TOPICS) {
                return null;
            }
            known = new ArrayList<>(1);
            byTopic.put(topicOf(record), known);
        }
        Tally near = null;
        for (int i = known.size() - 1; i >= 0; i--) {
            Tally tally = known.get(i);
            if (tally.takes(record)) {
                return tally;
            }
            if (near == null && tally.goesWith(record)) {
                near = tally;
            }
        }
        if (record.value() == null && record.valueSchema() == null) {
            return near;
        }
        if (near != null) {
            long now = nanos.getAsLong();
            if (now - near.nextCheck < 0) {
                return near;
            }
            near.nextCheck = now + CHECK_EVERY_NANOS;
            Tally same = sameMeaning(known, record);
            if (same != null) {
                same.adopt(record.valueSchema());
                return same;
            }
        }
        return begin(known, record);
    }

    private static @Nullable Tally sameMeaning(List<Tally> known, ConnectRecord<?> record) {
        for (Tally tally : known) {
            if (tally.goesWith(record) && tally.means(record.valueSchema())) {
                return tally;
            }
        }
        return null;
    }

    private Tally begin(List<Tally> known, ConnectRecord<?> record) {
        Schema schema = record.valueSchema();
        boolean sink = record instanceof SinkRecord;
        SourceBlock block = sink && !upstream ? null : SourceBlock.in(schema);
        Upstream from = block == null ? null : block.read(record.value());
        if (from == null && !sink) {
            from = SourceBlock.guess(record);
        }
        Tally tally = new Tally(record, block, from, statistics);
        tally.nextCheck = nanos.getAsLong();
        tally.untold = new Sighting.Flowing(tally, chain.entered(tally));
        if (known.size() == MOST_KINDS) {
            sightings.offer(new Sighting.Ended(List.of(known.remove(0)), false));
        }
        known.add(tally);
        return tally;
    }

    private static String topicOf(ConnectRecord<?> record) {
        String original = record instanceof SinkRecord sink ? sink.originalTopic() : null;
        return original == null ? record.topic() : original;
    }

    /** The instance closes: what it counted is final. */
    public void close() {
        chain.leave(this);
        endTallies(false);
    }

    private void endTallies(boolean mistaken) {
        List<Tally> all = new ArrayList<>();
        byTopic.values().forEach(all::addAll);
        byTopic.clear();
        last = null;
        if (!all.isEmpty()) {
            sightings.offer(new Sighting.Ended(all, mistaken));
        }
    }
}
