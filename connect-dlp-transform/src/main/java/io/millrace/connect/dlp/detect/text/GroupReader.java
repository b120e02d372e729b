// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

/** Looks at one group of a chain for what no fixed form describes. */
public interface GroupReader {

    /** What a group is made of. */
    enum Kind {
        DIGITS,
        DIGIT_FIRST,
        LETTER_FIRST
    }

    /** False when no group of this kind and length is of interest. */
    boolean reads(Kind kind, int length);

    /** True when a short number is of interest though nothing but a label stands beside it. */
    default boolean readsAlone() {
        return false;
    }

    /** True when fewer digits than any identifier has are of interest, in groups that nothing joins to others. */
    default boolean readsShort() {
        return false;
    }

    void read(Scan scan, GroupChain chain, int group);
}
