// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.deliver;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A growing set of unfinished records that will be finished together, in the order they began as a rule: neighbours become
 * one run, so that a million of them that wait for one event cost no more than a few. Task thread.
 */
public final class SlotRuns {
    /** What a run costs: its slot and its place here, in bytes. */
    public static final long RUN_BYTES = 64;

    private final List<Slot> runs = new ArrayList<>();
    /** The newest run of each term of ownership. */
    private final IdentityHashMap<Epoch, Slot> newest = new IdentityHashMap<>();

    /**
     * Takes one; it is finished here from now on.
     *
     * @return whether it begins another run
     */
    public boolean add(Slot slot) {
        Slot run = newest.get(slot.term());
        if (run != null && run.absorb(slot)) {
            return false;
        }
        runs.add(slot);
        newest.put(slot.term(), slot);
        return true;
    }

    /** Whether any of them is still this task's. */
    public boolean isAnyOwned() {
        return newest.keySet().stream().anyMatch(term -> !term.isLost());
    }

    /** Finishes all of them. */
    public void finish() {
        runs.forEach(Slot::finish);
        runs.clear();
        newest.clear();
    }
}
