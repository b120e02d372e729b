// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import io.millrace.connect.dlp.detect.text.Scan.Candidate;
import java.util.Arrays;
import java.util.List;

/** The findings of some infoTypes, asked about other findings of the same text: each answer looks at few of them. */
final class Neighbours {
    private static final int NONE = -1;

    private final List<Candidate> inOrder;
    private final int[] starts;
    /** Of the findings up to each: which ends last, and which of the others does. */
    private final int[] furthest;

    private final int[] second;

    /** @param inOrder of their start */
    Neighbours(List<Candidate> inOrder) {
        this.inOrder = inOrder;
        this.starts = inOrder.stream().mapToInt(Candidate::start).toArray();
        this.furthest = new int[starts.length];
        this.second = new int[starts.length];
        int best = NONE;
        int next = NONE;
        for (int i = 0; i < starts.length; i++) {
            if (end(i) > end(best)) {
                next = best;
                best = i;
            } else if (end(i) > end(next)) {
                next = i;
            }
            furthest[i] = best;
            second[i] = next;
        }
    }

    private int end(int index) {
        return index == NONE ? NONE : inOrder.get(index).end();
    }

    /** Whether another of them holds all of a finding. */
    boolean hold(Candidate candidate) {
        return furthestEnd(candidate, candidate.start() + 1) >= candidate.end();
    }

    /** Whether another of them has characters with a finding in common. */
    boolean touch(Candidate candidate) {
        return furthestEnd(candidate, candidate.end()) > candidate.start();
    }

    /** How far the others of them go that begin before a position; below zero if none does. */
    private int furthestEnd(Candidate candidate, int before) {
        int found = Arrays.binarySearch(starts, before);
        int count = found < 0 ? -found - 1 : found;
        while (count > 0 && starts[count - 1] >= before) {
            count--;
        }
        if (count == 0) {
            return NONE;
        }
        int best = furthest[count - 1];
        return end(inOrder.get(best).equals(candidate) ? second[count - 1] : best);
    }
}
