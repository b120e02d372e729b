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
public final class Chain {
    private final List<Observer> members = new ArrayList<>(2);
    private final LeafIndex leaves = new LeafIndex();
    private @Nullable Tally entered;
    private @Nullable Object place;
    private long offset;
    private boolean indexed;

    void join(Observer observer) {
        members.add(observer);
        assignParts();
    }

    /** Called on the task's thread, or after it. */
    void leave(Observer observer) {
        members.remove(observer);
        leaves.clear();
        indexed = false;
        assignParts();
    }

    private void assignParts() {
        Observer before = first(Role.BEFORE);
        Observer after = first(Role.AFTER);
        for (Observer member : members) {
            if (member.role() != Role.AUTO) {
                continue;
            }
            if (before == null && members.size() > 1) {
                before = member;
            } else if (after == null || after.role() == Role.AUTO) {
                after = member;
            }
        }
        for (Observer member : members) {
            member.play(
                    member == after
                            ? Observer.Part.LAST
                            : member == before ? Observer.Part.FIRST : Observer.Part.MIDDLE);
        }
        if (before == null) {
            entered = null;
        }
    }

    private @Nullable Observer first(Role role) {
        return members.stream()
                .filter(member -> member.role() == role)
                .findFirst()
                .orElse(null);
    }

    /** The first instance has seen {@code record}, which {@code tally} counts. */
    void enter(Tally tally, ConnectRecord<?> record) {
        entered = tally;
        if (indexed) {
            leaves.clear();
            indexed = false;
        }
        if (tally.wanted > 0) {
            tally.wanted--;
            place = placeOf(record);
            offset = offsetOf(record);
            leaves.fill(record.value());
            indexed = true;
        }
    }

    /** What the first instance made of the record that {@code tally} is about to count; null without a pair. */
    @Nullable
    Tally entered(Tally tally) {
        Tally from = entered;
        return from != null && Objects.equals(from.originalTopic(), tally.originalTopic()) ? from : null;
    }

    /** The last instance has seen {@code record}: what its columns come from, when that is worth telling. */
    Sighting.@Nullable Traced exit(Tally tally, ConnectRecord<?> record) {
        Tally from = entered;
        if (from == null) {
            return null;
        }
        LineageProbe probe = tally.probeOf(from);
        if (probe == null || !probe.open()) {
            return null;
        }
        if (!indexed) {
            from.wanted = 1;
            return null;
        }
        indexed = false;
        boolean same = Objects.equals(place, placeOf(record)) && offset == offsetOf(record);
        boolean telling = same && record.value() != null && probe.sample(leaves, record.value());
        leaves.clear();
        place = null;
        from.wanted = probe.open() ? 1 : 0;
        return telling ? new Sighting.Traced(tally, from, probe.origins()) : null;
    }

    private static @Nullable Object placeOf(ConnectRecord<?> record) {
        return record instanceof SourceRecord source ? source.sourceOffset() : record.kafkaPartition();
    }

    private static long offsetOf(ConnectRecord<?> record) {
        return record instanceof SinkRecord sink ? sink.kafkaOffset() : 0;
    }
}
