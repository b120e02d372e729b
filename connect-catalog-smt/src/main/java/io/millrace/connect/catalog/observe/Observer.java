// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Looks at every record of one instance. In steady state: compare two references, add to a few counters. */
public final class Observer implements Chain.Member {
    /** A schema object that is new per record is compared whole at most this often. */
    private static final long CHECK_EVERY_NANOS = 1_000_000_000L;

    /** Sightings that found no room are offered again after so many records, of whatever kind; a power of two. */
    private static final int OFFER_EVERY = 64;

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
    private final Map<String, List<ObservedKind>> byTopic = new HashMap<>();
    private Chain.Part part = Chain.Part.LAST;
    private @Nullable ObservedKind last;
    private boolean asked;

    /** The kinds that there was no room to tell of, in the order of their coming. */
    private final Set<ObservedKind> waiting = new LinkedHashSet<>();

    private int passed;

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

    @Override
    public Role role() {
        return role;
    }

    @Override
    public void play(Chain.Part now) {
        if (part == Chain.Part.LAST && now != Chain.Part.LAST) {
            endKinds(true);
        } else if (part != Chain.Part.LAST && now == Chain.Part.LAST) {
            byTopic.clear(); // seen, and told nobody
            last = null;
        }
        part = now;
        if (now == Chain.Part.FIRST && asked != chain.wantsUpstream()) {
            asked = !asked;
            byTopic.clear(); // known without their tables; an instance that is first has told nobody of them
            last = null;
        }
    }

    @Override
    public boolean wantsUpstream() {
        return upstream;
    }

    /** Looks at {@code record} and leaves it as it is. */
    public void see(ConnectRecord<?> record) {
        ObservedKind observed = last;
        if (observed == null || !observed.kind.takes(record)) {
            observed = find(record);
            if (observed == null) {
                return;
            }
            last = observed;
            observed.kind.follows(nanos.getAsLong());
        }
        if (part == Chain.Part.FIRST) {
            chain.enter(observed, record, observed.kind.learns(record));
        } else if (part == Chain.Part.LAST) {
            lastSees(observed, record);
        }
    }

    private void lastSees(ObservedKind observed, ConnectRecord<?> record) {
        RecordKind kind = observed.kind;
        kind.count(record);
        Sighting traced = chain.exit(observed, record);
        if (traced != null) {
            observed.untold = traced;
            tell(observed);
        }
        boolean learnt = kind.learns(record);
        if (chain.takeLearnt() || learnt) {
            observed.untold = new Sighting.Flowing(kind, chain.entered(kind));
            tell(observed);
        }
        if (!waiting.isEmpty() && (++passed & (OFFER_EVERY - 1)) == 0) {
            offerWaiting();
        }
    }

    private void tell(ObservedKind observed) {
        if (!offered(observed)) {
            waiting.add(observed);
        }
    }

    private boolean offered(ObservedKind observed) {
        Sighting news = observed.untold;
        if (news == null || sightings.offer(news)) {
            observed.untold = null;
            return true;
        }
        return false;
    }

    private void offerWaiting() {
        Iterator<ObservedKind> each = waiting.iterator();
        while (each.hasNext() && offered(each.next())) {
            each.remove();
        }
    }

    private @Nullable ObservedKind find(ConnectRecord<?> record) {
        List<ObservedKind> known = byTopic.get(topicOf(record));
        if (known == null) {
            if (byTopic.size() == MOST_TOPICS) {
                return null;
            }
            known = new ArrayList<>(1);
            byTopic.put(topicOf(record), known);
        }
        ObservedKind near = null;
        for (int i = known.size() - 1; i >= 0; i--) {
            ObservedKind observed = known.get(i);
            if (observed.kind.takes(record)) {
                return observed;
            }
            if (near == null && observed.kind.goesWith(record)) {
                near = observed;
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
            ObservedKind same = sameMeaning(known, record);
            if (same != null) {
                same.kind.adopt(record.valueSchema());
                return same;
            }
        }
        return begin(known, record);
    }

    private static @Nullable ObservedKind sameMeaning(List<ObservedKind> known, ConnectRecord<?> record) {
        for (ObservedKind observed : known) {
            if (observed.kind.goesWith(record) && observed.kind.means(record.valueSchema())) {
                return observed;
            }
        }
        return null;
    }

    private ObservedKind begin(List<ObservedKind> known, ConnectRecord<?> record) {
        UpstreamClue clue = clue(record);
        RecordKind kind = new RecordKind(record, clue, clue == null ? null : clue.read(record), statistics);
        ObservedKind observed = new ObservedKind(kind);
        observed.nextCheck = nanos.getAsLong();
        observed.untold = new Sighting.Flowing(kind, chain.entered(kind));
        if (known.size() == MOST_KINDS) {
            end(List.of(known.remove(0)), false);
        }
        known.add(observed);
        if (part == Chain.Part.LAST) {
            tell(observed);
        }
        return observed;
    }

    private @Nullable UpstreamClue clue(ConnectRecord<?> record) {
        if (record instanceof SinkRecord && !upstream && !(part == Chain.Part.FIRST && asked)) {
            return null;
        }
        SourceBlock block = SourceBlock.in(record.valueSchema());
        if (block != null) {
            return block;
        }
        PartitionClue partition = PartitionClue.in(record);
        return partition == null && part == Chain.Part.LAST ? chain : partition;
    }

    private static String topicOf(ConnectRecord<?> record) {
        String original = record instanceof SinkRecord sink ? sink.originalTopic() : null;
        return original == null ? record.topic() : original;
    }

    /** The instance closes: what it counted is final. */
    public void close() {
        chain.leave(this);
        endKinds(false);
    }

    private void endKinds(boolean mistaken) {
        List<ObservedKind> all = new ArrayList<>();
        byTopic.values().forEach(all::addAll);
        byTopic.clear();
        last = null;
        end(all, mistaken);
    }

    private void end(List<ObservedKind> ended, boolean mistaken) {
        if (ended.isEmpty()) {
            return;
        }
        List<Sighting> untold = new ArrayList<>();
        for (ObservedKind observed : ended) {
            Sighting news = waiting.remove(observed) ? observed.untold : null;
            if (news != null && !mistaken) {
                untold.add(news);
            }
        }
        List<RecordKind> kinds = ended.stream().map(observed -> observed.kind).toList();
        sightings.offer(new Sighting.Ended(kinds, mistaken, untold));
    }
}
