// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The faults that are armed. Each counts the calls that fit it from the moment it is armed; several may happen to one
 * call.
 *
 * <pre>{@code
 * long id = emulator.faults().arm(Trigger.on("AppendRows").of("raw.orders").at(3), new Fault.LoseAck());
 * …
 * assertThat(emulator.faults().firings(id)).isEqualTo(1);
 * }</pre>
 */
public final class FaultPlan {
    private final Random chance;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private volatile boolean empty = true;
    private long lastId;

    private static final class Entry {
        final long id;
        final Trigger trigger;
        final Fault fault;
        long calls;
        long firings;

        Entry(long id, Trigger trigger, Fault fault) {
            this.id = id;
            this.trigger = trigger;
            this.fault = fault;
        }
    }

    /** An armed fault and how often it has happened. */
    public record Armed(long id, Trigger trigger, Fault fault, long firings) {}

    /** A plan whose chances are decided by this seed. */
    public FaultPlan(long seed) {
        chance = new Random(seed);
    }

    /** Arms a fault; the answer is its id. */
    public synchronized long arm(Trigger trigger, Fault fault) {
        entries.add(new Entry(++lastId, trigger, fault));
        empty = false;
        return lastId;
    }

    /** How often the fault has happened; 0 for one that was disarmed. */
    public synchronized long firings(long id) {
        return entries.stream()
                .filter(entry -> entry.id == id)
                .mapToLong(entry -> entry.firings)
                .sum();
    }

    /** All faults, those that are over too. */
    public synchronized List<Armed> armed() {
        return entries.stream()
                .map(entry -> new Armed(entry.id, entry.trigger, entry.fault, entry.firings))
                .collect(Collectors.toUnmodifiableList());
    }

    /** False where there was no such fault. */
    public synchronized boolean disarm(long id) {
        boolean found = entries.removeIf(entry -> entry.id == id);
        empty = entries.isEmpty();
        return found;
    }

    /** Disarms everything and breaks the connections that {@link Fault.NeverAnswer} holds. */
    public void clear() {
        List<Runnable> toRelease;
        synchronized (this) {
            entries.clear();
            empty = true;
            toRelease = List.copyOf(held);
            held.clear();
        }
        toRelease.forEach(Runnable::run);
    }

    /** Counts the call and says what happens to it. */
    public Disruption onCall(Call call) {
        return empty ? Disruption.NONE : decide(call);
    }

    private synchronized Disruption decide(Call call) {
        @Nullable List<Fault> fired = null;
        for (Entry entry : entries) {
            if (!entry.fault.surfaces().contains(call.surface()) || !entry.trigger.fits(call)) {
                continue;
            }
            entry.calls++;
            if (entry.firings < entry.trigger.times()
                    && entry.trigger.due(entry.calls)
                    && (entry.trigger.probability() >= 1 || chance.nextDouble() < entry.trigger.probability())) {
                entry.firings++;
                fired = fired == null ? new ArrayList<>() : fired;
                fired.add(entry.fault);
            }
        }
        return fired == null ? Disruption.NONE : new Disruption(fired);
    }

    /** A call that is not answered: {@code release} is run at the next {@link #clear}. */
    public synchronized void hold(Runnable release) {
        held.add(release);
    }
}
