// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses, among findings that may overlap, the ones a rewriter acts on.
 *
 * <p>Findings that overlap become one that covers them all, so that no tail of any of them survives. Its infoType is
 * the longest one's; of equally long ones the surest, then the closer one's ({@code MAC_ADDRESS_LOCAL}
 * is a {@code MAC_ADDRESS}), then the first in the alphabet.
 */
public final class DisjointFindings {

    private static final Comparator<Finding> BY_START =
            Comparator.comparingInt(finding -> finding.chars().start());

    // Behind every letter: a name that goes on is a closer one's, MAC_ADDRESS_LOCAL
    private static final char LAST = '\uffff';

    private static final Comparator<Finding> DECIDES = Comparator.<Finding>comparingInt(
                    finding -> finding.chars().length())
            .thenComparing(Finding::likelihood)
            .thenComparing(finding -> finding.infoType().name() + LAST, Comparator.reverseOrder());

    private DisjointFindings() {}

    /** Findings in order of the text, none of which overlaps another. */
    public static List<Finding> of(List<Finding> findings) {
        if (findings.size() < 2) {
            return findings;
        }
        List<Finding> byStart = new ArrayList<>(findings);
        byStart.sort(BY_START);
        List<Finding> disjoint = new ArrayList<>(byStart.size());
        Finding decisive = byStart.get(0);
        Finding cover = decisive;
        for (Finding next : byStart.subList(1, byStart.size())) {
            if (cover.chars().overlaps(next.chars())) {
                decisive = DECIDES.compare(next, decisive) > 0 ? next : decisive;
                cover = decisive.spreadOver(cover).spreadOver(next);
            } else {
                disjoint.add(cover);
                decisive = next;
                cover = next;
            }
        }
        disjoint.add(cover);
        return disjoint;
    }
}
