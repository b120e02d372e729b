// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.field;

import io.millrace.connect.dlp.field.FieldPath.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a record: the place around it, and one step more. Places share what is around them, how far
 * patterns have come there included, so that a place costs the same at any depth. One thread.
 */
public final class Place {
    /** Deeper lists, maps and records are not walked: a stack of 1 MiB holds about twice as many. */
    public static final int DEEPEST = 500;

    /** More steps help nobody to find a field. */
    private static final int MOST_SHOWN = 64;

    private final Patterns patterns;
    private final @Nullable Place around;
    private final @Nullable Step step;
    private final int depth;
    // Whether maps with a schema are around it, whose keys are not known here
    private final boolean keyed;
    private long @Nullable [] reached;
    private long @Nullable [] reachedForSome;
    private @Nullable String shown;

    /** The place that these steps lead to from the record itself. */
    public static Place of(Patterns patterns, List<Step> steps) {
        Place place = new Place(patterns, null, null, 0, false);
        for (Step step : steps) {
            place = place.below(step);
        }
        return place;
    }

    private Place(Patterns patterns, @Nullable Place around, @Nullable Step step, int depth, boolean keyed) {
        this.patterns = patterns;
        this.around = around;
        this.step = step;
        this.depth = depth;
        this.keyed = keyed;
    }

    /** One step further. */
    public Place below(Step next) {
        return new Place(patterns, this, next, depth + 1, keyed || next == Step.Wildcard.MAP_VALUES);
    }

    /** The place around it; null for the record itself. */
    public @Nullable Place around() {
        return around;
    }

    /** The step from the place around it; null for the record itself. */
    public @Nullable Step step() {
        return step;
    }

    /** Whether a list, map or record that stands here is too deep to be walked. */
    public boolean isTooDeep() {
        return depth >= DEEPEST;
    }

    /** All steps, outermost first. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>(depth);
        Place at = this;
        while (at != null && at.step != null) {
            steps.add(at.step);
            at = at.around;
        }
        Collections.reverse(steps);
        return steps;
    }

    /** As {@link FieldPath#covers}. */
    public boolean isCoveredBy(FieldPath pattern) {
        return pattern.isReached(progress(pattern, false));
    }

    /** As {@link FieldPath#coversSomeEntry}. */
    public boolean isCoveredForSomeEntryBy(FieldPath pattern) {
        return pattern.isReached(progress(pattern, keyed));
    }

    /** Whether the pattern may cover this place or one below it. */
    public boolean leadsTo(FieldPath pattern) {
        return progress(pattern, keyed) != 0;
    }

    private long progress(FieldPath pattern, boolean forSome) {
        if (around == null || step == null) {
            return pattern.start();
        }
        int index = patterns.indexOf(pattern);
        long[] known = known(forSome);
        return known == null ? pattern.after(around.progress(forSome)[index], step, forSome) : known[index];
    }

    /** How far each pattern has come: kept, since what stands here asks for it. No recursion: the walk has the stack. */
    private long[] progress(boolean forSome) {
        long[] known = known(forSome);
        if (known != null) {
            return known;
        }
        Deque<Place> unknown = new ArrayDeque<>();
        for (Place at = this; at != null && known == null; at = at.around) {
            known = at.known(forSome);
            if (known == null) {
                unknown.push(at);
            }
        }
        long[] before = known == null ? new long[0] : known;
        for (Place place : unknown) {
            before = place.after(before, forSome);
        }
        return before;
    }

    private long @Nullable [] known(boolean forSome) {
        return forSome && keyed ? reachedForSome : reached;
    }

    /** The same object as around it where no pattern came further. */
    private long[] after(long[] before, boolean forSome) {
        long[] after = step == null ? new long[patterns.size()] : before;
        for (int i = 0; i < after.length; i++) {
            FieldPath pattern = patterns.get(i);
            long next = step == null ? pattern.start() : pattern.after(before[i], step, forSome);
            if (next != after[i]) {
                after = after == before ? before.clone() : after;
                after[i] = next;
            }
        }
        if (forSome && keyed) {
            reachedForSome = after;
        } else {
            reached = after;
        }
        return after;
    }

    /**
     * As errors, logs, headers and metrics may show it: the keys of maps without a schema may be data, so that only those
     * are named that the configuration spells out.
     */
    public String shown() {
        if (around == null || step == null) {
            return "(the whole value)";
        }
        if (shown == null) {
            shown = depth > MOST_SHOWN ? shownCut() : around.shownBefore(step);
        }
        return shown;
    }

    /** The same text for all that is deeper. */
    private String shownCut() {
        Place at = this;
        while (at.around != null && at.depth > MOST_SHOWN && at.shown == null) {
            at = at.around;
        }
        String cut = at.depth > MOST_SHOWN ? at.shown() : at.shown() + "…";
        for (Place below = this; below != at && below.around != null; below = below.around) {
            below.shown = cut;
        }
        return cut;
    }

    private String shownBefore(Step next) {
        Step visible =
                next instanceof Step.Entry entry && !patterns.spellOut(entry.name()) ? Step.Wildcard.MAP_VALUES : next;
        return (around == null ? "" : shown()) + FieldPath.joined(visible, around == null);
    }

    @Override
    public String toString() {
        return shown();
    }
}
