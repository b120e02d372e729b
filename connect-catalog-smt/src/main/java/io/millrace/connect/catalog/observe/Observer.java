// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
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

    private final Role role;
    private final Statistics statistics;
    private final boolean upstream;
    private final Chain chain;
    private final Sightings sightings;
    private final LongSupplier nanos;
    private final KindIndex index = new KindIndex();
    private final Clues clues = new Clues();
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
            forgetAll(); // seen, and told nobody
        }
        part = now;
        if (now == Chain.Part.FIRST && asked != chain.wantsUpstream()) {
            asked = !asked;
            forgetAll(); // known without their tables; an instance that is first has told nobody of them
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
        UpstreamClue clue = asks(record) ? clues.of(record, part == Chain.Part.LAST ? chain : null) : null;
        ObservedKind known = index.find(record, clue);
        if (known != null) {
            return known;
        }
        KindIndex.Place place = index.place(record, clue);
        if (record.value() == null && record.valueSchema() == null) {
            KindIndex.Place any = place == null && clue != null ? index.place(record, null) : place;
            return any == null ? null : any.latest();
        }
        long now = nanos.getAsLong();
        if (place != null) {
            if (now - place.nextCheck < 0) {
                return place.latest();
            }
            place.nextCheck = now + CHECK_EVERY_NANOS;
            ObservedKind same = index.adopt(place, record, clue);
            if (same != null) {
                return same;
            }
        }
        return begin(record, clue, now);
    }

    private @Nullable ObservedKind begin(ConnectRecord<?> record, @Nullable UpstreamClue clue, long now) {
        if (index.isFull()) {
            end(index.sweep(now), false);
            if (index.isFull()) {
                if (part == Chain.Part.LAST) {
                    sightings.passOver();
                }
                return null;
            }
        }
        RecordKind kind = new RecordKind(
                record,
                clue,
                clue == null ? null : clue.read(record),
                part == Chain.Part.LAST ? statistics : Statistics.NONE);
        ObservedKind observed = new ObservedKind(kind);
        observed.untold = new Sighting.Flowing(kind, chain.entered(kind));
        ObservedKind oldest = index.add(observed, record, clue);
        if (oldest != null) {
            end(List.of(oldest), false);
        }
        if (part == Chain.Part.LAST) {
            tell(observed);
        }
        return observed;
    }

    /** Whether it is asked which table the record came from. */
    private boolean asks(ConnectRecord<?> record) {
        return upstream || !(record instanceof SinkRecord) || (part == Chain.Part.FIRST && asked);
    }

    /** The instance closes: what it counted is final. */
    public void close() {
        chain.leave(this);
        endKinds(false);
    }

    private void endKinds(boolean mistaken) {
        List<ObservedKind> all = index.all();
        forgetAll();
        end(all, mistaken);
    }

    private void forgetAll() {
        index.clear();
        last = null;
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
