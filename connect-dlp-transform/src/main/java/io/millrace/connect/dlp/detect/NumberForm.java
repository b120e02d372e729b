// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

/**
 * One way in which an identifier is written.
 *
 * @param type what it is
 * @param pattern as printed: {@code 9} a digit, {@code A} a letter, {@code X} either, anything else itself
 * @param base what the form and its check are worth without a hotword
 * @param check decides on the letters (in upper case) and digits alone
 */
record NumberForm(BuiltInInfoType type, String pattern, Likelihood base, Check check) {

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
        return new NumberForm(type, pattern, base, (compact, length) -> Check.yesIf(test.passes(compact, length)));
    }

    /** The classes of the characters without separators. */
    String classes() {
        StringBuilder classes = new StringBuilder();
        pattern.chars().filter(c -> c == '9' || c == 'A' || c == 'X').forEach(c -> classes.append((char) c));
        return classes.toString();
    }

    /** The lengths of the groups and their separators as one number; see {@link GroupChain#key}. */
    long key() {
        long key = 0;
        int length = 0;
        int separator = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '9' || c == 'A' || c == 'X') {
                length++;
            } else {
                key = GroupChain.key(key, separator, length);
                separator = GroupChain.separator(c);
                length = 0;
            }
        }
        return GroupChain.key(key, separator, length);
    }
}
