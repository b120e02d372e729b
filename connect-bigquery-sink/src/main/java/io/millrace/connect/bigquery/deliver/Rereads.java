// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition that are to come again from Kafka, because what was made of them is of no use any more. They are
 * unfinished until they are there. Task thread.
 */
final class Rereads {
    /** By the lowest offset; runs do not overlap. */
    private final TreeMap<Long, SlotRun> runs = new TreeMap<>();

    private boolean underWay;

    /** These are to come again. */
    void add(SlotRun run) {
        runs.put(run.first(), run);
        underWay = false; // it may begin before what is being read
    }

    /** Whether any are to come that the worker was not asked for. */
    boolean areDue() {
        return !runs.isEmpty() && !underWay;
    }

    /** The worker was asked: it goes back before it hands over more, and goes on in order. */
    void ask() {
        underWay = true;
    }

    /**
     * A record has come that began before.
     *
     * @return its slot, if it was to come again; null if it is on its way, or finished
     */
    @Nullable
    Slot take(long offset) {
        Map.Entry<Long, SlotRun> entry = underWay ? runs.floorEntry(offset) : null;
        if (entry == null) {
            return null;
        }
        Slot slot = entry.getValue().take(offset);
        if (slot != null) {
            runs.remove(entry.getKey());
            keep(entry.getValue());
        }
        return slot;
    }

    /**
     * A record has come: what is before it and has not is in Kafka no more, as after a compaction.
     *
     * @return how many they are
     */
    int pass(long offset) {
        int gone = 0;
        while (underWay && !runs.isEmpty() && runs.firstKey() < offset) {
            SlotRun run = runs.pollFirstEntry().getValue();
            gone += run.pass(offset);
            keep(run);
            if (!run.isEmpty()) {
                break;
            }
        }
        return gone;
    }

    private void keep(SlotRun run) {
        if (!run.isEmpty()) {
            runs.put(run.first(), run);
        }
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }
}
