// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of records that one instance remembers, found by a hash of what tells them apart: a look costs the same for one as
 * for thousands, and allocates nothing. Of the task's thread alone.
 */
final class KindIndex {
    /** Kinds of one task; records of more are counted, not looked at. */
    static final int MOST_KINDS = 10_000;

    /** Schemas of one place; the oldest is forgotten first. */
    private static final int MOST_SCHEMAS = 64;

    /** What has not been seen for so long gives way when there is no room. */
    private static final long STILL_NANOS = 3_600_000_000_000L;

    private static final long SWEEP_EVERY_NANOS = 60_000_000_000L;

    private final Buckets<Remembered> kinds = new Buckets<>();
    private final Buckets<Place> places = new Buckets<>();
    private boolean swept;
    private long nextSweep;

    private static final class Remembered extends Buckets.Entry<Remembered> {
        final ObservedKind observed;
        final List<Place> places = new ArrayList<>(2);

        Remembered(ObservedKind observed) {
            this.observed = observed;
        }
    }

    /** One topic, under one name, from one upstream table or from any: what has schemas in the course of time. */
    static final class Place extends Buckets.Entry<Place> {
        private final RecordKind first;
        private final boolean any;
        private final Set<Remembered> kinds = new LinkedHashSet<>();
        private Remembered latest;

        /** When, by the nano clock, the next unknown schema may be compared whole. */
        long nextCheck;

        private Place(Remembered first, boolean any) {
            this.first = first.observed.kind;
            this.latest = first;
            this.any = any;
        }

        private boolean takes(ConnectRecord<?> record, @Nullable UpstreamClue clue) {
            return first.hasTopicsOf(record) && (clue == null ? any : !any && clue.matches(record, first.upstream()));
        }

        /** The kind that came last, of those that are remembered. */
        ObservedKind latest() {
            return latest.observed;
        }

        private void add(Remembered kind) {
            kinds.add(kind);
            latest = kind;
            kind.places.add(this);
        }

        private boolean isEmptyWithout(Remembered kind) {
            kinds.remove(kind);
            if (latest == kind && !kinds.isEmpty()) {
                latest = kinds.iterator().next();
            }
            return kinds.isEmpty();
        }
    }

    /** The kind that takes {@code record}, or null. */
    @Nullable
    ObservedKind find(ConnectRecord<?> record, @Nullable UpstreamClue clue) {
        Remembered each = kinds.first(kindHash(record, clue));
        while (each != null && !each.observed.kind.takes(record)) {
            each = each.following();
        }
        return each == null ? null : each.observed;
    }

    /** Where {@code record} belongs whatever its schema, or null. */
    @Nullable
    Place place(ConnectRecord<?> record, @Nullable UpstreamClue clue) {
        Place each = places.first(placeHash(record, clue));
        while (each != null && !each.takes(record, clue)) {
            each = each.following();
        }
        return each;
    }

    boolean isFull() {
        return kinds.size() >= MOST_KINDS;
    }

    /** Adds {@code observed}, of which {@code record} is the first; gives the kind that had to go for it, or null. */
    @Nullable
    ObservedKind add(ObservedKind observed, ConnectRecord<?> record, @Nullable UpstreamClue clue) {
        Place known = place(record, clue);
        Remembered oldest = null;
        if (known != null && known.kinds.size() == MOST_SCHEMAS) {
            oldest = known.kinds.iterator().next();
            remove(oldest);
        }
        Remembered added = new Remembered(observed);
        join(added, record, clue);
        if (clue != null) {
            join(added, record, null); // where it is found by records that do not say their table
        }
        kinds.add(added, kindHash(record, clue));
        return oldest == null ? null : oldest.observed;
    }

    private void join(Remembered kind, ConnectRecord<?> record, @Nullable UpstreamClue clue) {
        Place place = place(record, clue);
        if (place == null) {
            place = new Place(kind, clue == null);
            places.add(place, placeHash(record, clue));
        }
        place.add(kind);
    }

    /**
     * The kind at {@code place} whose schema says what that of {@code record} does, another object: it takes this one from
     * now on. Expensive: compares schemas whole.
     */
    @Nullable
    ObservedKind adopt(Place place, ConnectRecord<?> record, @Nullable UpstreamClue clue) {
        for (Remembered each : place.kinds) {
            RecordKind kind = each.observed.kind;
            if (kind.means(record.valueSchema())) {
                kinds.remove(each);
                kind.adopt(record.valueSchema());
                kinds.add(each, kindHash(record, clue));
                return each.observed;
            }
        }
        return null;
    }

    /** Forgets what has been still for an hour; looks at most once a minute. */
    List<ObservedKind> sweep(long now) {
        if (swept && now - nextSweep < 0) {
            return List.of();
        }
        swept = true;
        nextSweep = now + SWEEP_EVERY_NANOS;
        List<Remembered> still = kinds.all().stream()
                .filter(each -> each.observed.kind.isStill(now, STILL_NANOS))
                .toList();
        still.forEach(this::remove);
        return observed(still);
    }

    List<ObservedKind> all() {
        return observed(kinds.all());
    }

    private static List<ObservedKind> observed(List<Remembered> kinds) {
        return kinds.stream().map(each -> each.observed).toList();
    }

    void clear() {
        kinds.clear();
        places.clear();
    }

    private void remove(Remembered kind) {
        kinds.remove(kind);
        for (Place place : kind.places) {
            if (place.isEmptyWithout(kind)) {
                places.remove(place);
            }
        }
    }

    private static int kindHash(ConnectRecord<?> record, @Nullable UpstreamClue clue) {
        return placeHash(record, clue) * 31 + System.identityHashCode(record.valueSchema());
    }

    private static int placeHash(ConnectRecord<?> record, @Nullable UpstreamClue clue) {
        String original = record instanceof SinkRecord sink ? sink.originalTopic() : null;
        int topics = record.topic().hashCode() * 31 + (original == null ? 0 : original.hashCode());
        return topics * 31 + (clue == null ? 0 : clue.hash(record));
    }
}
