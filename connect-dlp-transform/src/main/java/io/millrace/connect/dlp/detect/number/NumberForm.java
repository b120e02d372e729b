// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.Likelihood;

/**
 * One way in which an identifier is written.
 *
 * @param type what it is
 * @param pattern as printed: {@code 9} a digit, {@code A} a letter, {@code X} either, anything else itself
 * @param base what the form and its check are worth without a hotword
 * @param mostSteps how many steps of likelihood the check can add
 * @param check decides on the letters (in upper case) and digits alone
 */
public record NumberForm(BuiltInInfoType type, String pattern, Likelihood base, int mostSteps, Check check) {

    /** A checksum or structure. */
    @FunctionalInterface
    interface Check {

        /** Not this identifier. */
        int NO = Integer.MIN_VALUE;

        /** How many steps of likelihood the characters add, or {@link #NO}. */
        int steps(char[] compact, int length);

        static int yesIf(boolean passed) {
            return passed ? 0 : NO;
        }
    }

    /** A yes or no as a check. */
    @FunctionalInterface
    interface Test {
        boolean passes(char[] compact, int length);
    }

    static NumberForm of(BuiltInInfoType type, String pattern, Likelihood base, Test test) {
        return new NumberForm(type, pattern, base, 0, (compact, length) -> Check.yesIf(test.passes(compact, length)));
    }

    /** The likelihood that no text of this form exceeds without a hotword. */
    Likelihood best() {
        return base.plus(mostSteps);
    }

    /** The classes of the characters without separators. */
    String classes() {
        StringBuilder classes = new StringBuilder();
        pattern.chars().filter(c -> isClass((char) c)).forEach(c -> classes.append((char) c));
        return classes.toString();
    }

    static boolean isClass(char c) {
        return c == '9' || c == 'A' || c == 'X';
    }
}
