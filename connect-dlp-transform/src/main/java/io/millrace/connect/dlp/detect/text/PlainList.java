// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

/**
 * The name of a list of numbers without brackets, {@code phones=…, …}, for all of them but the first, which has it before itself.
 * What was walked through from one number is not walked through again from the next. Reused; one thread.
 */
final class PlainList {

    private final OwnName names = new OwnName();
    // Where the last list begins, and up to behind which comma it is known to go on
    private int start;
    private int known;
    // The digits walked through last and what is between them, all of them inside of one number
    private int numberStart;
    private int numberEnd;

    /** Forgets the text. */
    void restart() {
        start = 0;
        known = -1;
        numberStart = 0;
        numberEnd = -1;
    }

    /** True when the number that begins there is one of a list that has a name. */
    boolean isElement(char[] chars, int value) {
        int i = numberStart(chars, value);
        boolean listed = i > 1 && isComma(chars[i - 1]) && isInNumber(chars[i - 2]);
        if (!listed) {
            return false;
        }
        int comma = i;
        while (i > 0 && i != known && (isInNumber(chars[i - 1]) || isComma(chars[i - 1]))) {
            i--;
        }
        if (i != known) {
            while (chars[i] == ' ') {
                i++;
            }
            start = i;
        }
        known = comma;
        return names.findAt(chars, start);
    }

    /** Where the digits begin that the value is among, whatever else of numbers is between them. */
    private int numberStart(char[] chars, int value) {
        int i = value;
        while (i > 0 && !isWalkedThrough(i) && isInNumber(chars[i - 1])) {
            i--;
        }
        if (isWalkedThrough(i)) {
            numberEnd = Math.max(numberEnd, value);
        } else {
            numberStart = i;
            numberEnd = value;
        }
        return numberStart;
    }

    private boolean isWalkedThrough(int position) {
        return numberStart <= position && position <= numberEnd;
    }

    int start() {
        return start;
    }

    int nameStart() {
        return names.start();
    }

    int nameEnd() {
        return names.end();
    }

    private static boolean isInNumber(char c) {
        return Chars.isDigit(c) || c == ' ' || c == '-' || c == '+' || c == '.' || c == '/' || c == '(' || c == ')';
    }

    private static boolean isComma(char c) {
        return c == ',' || c == ';' || c == '|';
    }
}
