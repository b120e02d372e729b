// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The instances among one task's transforms, so that the first and the last can compare what they see. A record passes
 * all of them on the task's thread before the next one does; everything here belongs to that thread.
 */
public final class Chain implements UpstreamClue {
    /** What an instance is for. */
    enum Part {
        FIRST,
        MIDDLE,
        LAST
    }

    /** One of the instances. */
    interface Member {
        /** Where its configuration says that it stands. */
        Role role();

        /** Whether it asks for the table that a record came from. */
        boolean wantsUpstream();

        /** The chain gives the parts anew when an instance comes or goes. */
        void play(Part now);
    }

    /**
     * Of so many records one may be of the kind that a probe waits for: others of the topic may be dropped on the way, or routed
     * elsewhere, in turns with it.
     */
    private static final int TURNS = 16;

    private final List<Member> members = new ArrayList<>(2);
    private final LeafIndex leaves = new LeafIndex();
    private @Nullable ObservedKind entered;
    private @Nullable Object place;
    private long offset;
    private boolean indexed;
    private boolean learnt;

    void join(Member member) {
        members.add(member);
        assignParts();
    }

    /** Called on the task's thread, or after it. */
    void leave(Member member) {
        members.remove(member);
        leaves.clear();
        indexed = false;
        assignParts();
    }

    private void assignParts() {
        Member before = first(Role.BEFORE);
        Member after = first(Role.AFTER);
        for (Member member : members) {
            if (member.role() != Role.AUTO) {
                continue;
            }
            if (before == null && members.size() > 1) {
                before = member;
            } else if (after == null || after.role() == Role.AUTO) {
                after = member;
            }
        }
        for (Member member : members) {
            member.play(member == after ? Part.LAST : member == before ? Part.FIRST : Part.MIDDLE);
        }
        if (before == null) {
            entered = null;
        }
    }

    private @Nullable Member first(Role role) {
        return members.stream()
                .filter(member -> member.role() == role)
                .findFirst()
                .orElse(null);
    }

    /**
     * The first instance has seen {@code record}, which is of {@code kind}.
     *
     * @param news whether more is known of its columns now
     */
    void enter(ObservedKind kind, ConnectRecord<?> record, boolean news) {
        entered = kind;
        learnt |= news;
        if (indexed) {
            leaves.clear();
            indexed = false;
        }
        if (kind.wanted > 0) {
            kind.wanted--;
            place = placeOf(record);
            offset = offsetOf(record);
            leaves.fill(record.value());
            indexed = true;
        }
    }

    /** Whether the first instance has learned of columns since this was asked last. */
    boolean takeLearnt() {
        boolean news = learnt;
        learnt = false;
        return news;
    }

    /** What the first instance made of the record that is of {@code kind} now; null without a pair. */
    @Nullable
    RecordKind entered(RecordKind kind) {
        RecordKind from = entered == null ? null : entered.kind;
        return from != null && Objects.equals(from.originalTopic(), kind.originalTopic()) ? from : null;
    }

    /** Whether any instance asks for the table that a record came from; of one that has seen no record yet nobody knows. */
    boolean wantsUpstream() {
        return members.size() == 1 || members.stream().anyMatch(Member::wantsUpstream);
    }

    /** What the first instance read in the record that has come to the last one, with or without what it read it from. */
    @Override
    public @Nullable Upstream read(ConnectRecord<?> record) {
        return entered == null ? null : entered.kind.upstream();
    }

    @Override
    public int hash(ConnectRecord<?> record) {
        Upstream upstream = read(record);
        return upstream == null ? 0 : upstream.hashCode();
    }

    @Override
    public boolean matches(ConnectRecord<?> record, @Nullable Upstream upstream) {
        return Objects.equals(read(record), upstream);
    }

    /** The last instance has seen {@code record}: what its columns come from, when that is worth telling. */
    Sighting.@Nullable Traced exit(ObservedKind kind, ConnectRecord<?> record) {
        ObservedKind from = entered;
        if (from == null) {
            return null;
        }
        LineageProbe probe = kind.probeOf(from.kind);
        if (probe == null || !probe.open()) {
            return null;
        }
        if (!indexed) {
            from.wanted = TURNS;
            return null;
        }
        indexed = false;
        boolean same = Objects.equals(place, placeOf(record)) && offset == offsetOf(record);
        boolean telling = same && record.value() != null && probe.sample(leaves, record.value());
        leaves.clear();
        place = null;
        from.wanted = probe.open() ? 1 : 0;
        return telling ? new Sighting.Traced(kind.kind, from.kind, probe.trace()) : null;
    }

    private static @Nullable Object placeOf(ConnectRecord<?> record) {
        return record instanceof SourceRecord source ? source.sourceOffset() : record.kafkaPartition();
    }

    private static long offsetOf(ConnectRecord<?> record) {
        return record instanceof SinkRecord sink ? sink.kafkaOffset() : 0;
    }
}
