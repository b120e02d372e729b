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
    private static final long RUN_BYTES = 96;

    private final List<SlotRun> runs = new ArrayList<>();
    /** The newest run of each term of ownership. */
    private final IdentityHashMap<Epoch, SlotRun> newest = new IdentityHashMap<>();

    /**
     * Takes one; it is finished here from now on.
     *
     * @return what that costs, in bytes
     */
    public long add(Slot slot) {
        SlotRun run = newest.get(slot.term());
        if (run != null) {
            long before = run.bytes();
            if (run.absorb(slot)) {
                return run.bytes() - before;
            }
        }
        SlotRun begun = new SlotRun(slot);
        runs.add(begun);
        newest.put(slot.term(), begun);
        return RUN_BYTES;
    }

    /** Whether any of them is still this task's. */
    public boolean isAnyOwned() {
        return newest.keySet().stream().anyMatch(term -> !term.isLost());
    }

    /** Finishes all of them. */
    public void finish() {
        runs.forEach(run -> run.slot().finish());
        clear();
    }

    /** Its runs, which are the caller's from now on. */
    List<SlotRun> takeAll() {
        List<SlotRun> all = List.copyOf(runs);
        clear();
        return all;
    }

    /** Its runs. */
    List<SlotRun> all() {
        return List.copyOf(runs);
    }

    private void clear() {
        runs.clear();
        newest.clear();
    }
}
