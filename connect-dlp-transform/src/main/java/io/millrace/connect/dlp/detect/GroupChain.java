// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import java.util.Arrays;

/**
 * A run of letters-and-digits groups with one separator between each two, read once and then looked at by every
 * form. Groups have a digit, except that two letters may lead and one may follow.
 */
final class GroupChain {

    /** Longest group that a form can have. */
    static final int LONGEST_GROUP = 31;

    /** How many steps there are. */
    static final int STEPS = 6 << 5;

    /** The highest number of a separator. */
    static final int SEPARATORS = 5;

    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private byte[] separators = new byte[64];
    private boolean[] digitsOnly = new boolean[64];
    private int size;
    private int first;
    private int end;

    /** The number of a separator from 1, or 0 when the character is none. */
    static int separator(char c) {
        return switch (c) {
            case ' ' -> 1;
            case '-' -> 2;
            case '.' -> 3;
            case '/' -> 4;
            case '+' -> 5;
            default -> 0;
        };
    }

    /** A separator and the length of the group after it as one number. */
    static int step(int separator, int length) {
        return separator << 5 | length;
    }

    /** Reads the chain whose first group with a digit holds the first digit at {@code position}. */
    void read(Scan scan, int position) {
        char[] chars = scan.chars();
        int n = scan.length();
        size = 0;
        int start = position;
        while (start > 0 && Chars.isLetter(chars[start - 1])) {
            start--;
        }
        readLeadingLetters(scan, start);
        first = size;
        int separator = 0;
        while (true) {
            int i = start;
            int classes = 0;
            while (i < n) {
                int here = Chars.classes(chars[i]) & (Chars.DIGIT | Chars.LETTER);
                if (here == 0) {
                    break;
                }
                classes |= here;
                i++;
            }
            boolean digits = (classes & Chars.DIGIT) != 0;
            if (!digits && i - start > 1) {
                return;
            }
            add(start, i, separator, (classes & Chars.LETTER) == 0);
            if (!digits) {
                return;
            }
            end = i;
            separator = i < n ? separator(chars[i]) : 0;
            if (separator == 0 || i + 1 >= n || !Chars.isAlnum(chars[i + 1])) {
                return;
            }
            start = i + 1;
        }
    }

    private void readLeadingLetters(Scan scan, int start) {
        int separator = separator(scan.at(start - 1));
        if ((separator == 1 || separator == 2)
                && Chars.isLetter(scan.at(start - 2))
                && Chars.isLetter(scan.at(start - 3))
                && !Chars.isWord(scan.at(start - 4))) {
            add(start - 3, start - 1, 0, false);
            separators[1] = (byte) separator;
        }
    }

    private void add(int start, int stop, int separator, boolean onlyDigits) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            separators = Arrays.copyOf(separators, size * 2);
            digitsOnly = Arrays.copyOf(digitsOnly, size * 2);
        }
        starts[size] = start;
        ends[size] = stop;
        if (size != 1 || separator != 0) {
            separators[size] = (byte) separator;
        }
        digitsOnly[size] = onlyDigits;
        size++;
    }

    int size() {
        return size;
    }

    /** The first group that has a digit: 1 when two letters lead. */
    int first() {
        return first;
    }

    /** The end of the last group that has a digit. */
    int end() {
        return end;
    }

    int start(int group) {
        return starts[group];
    }

    int end(int group) {
        return ends[group];
    }

    int length(int group) {
        return ends[group] - starts[group];
    }

    /** The number of the separator before a group. */
    int separator(int group) {
        return separators[group];
    }

    boolean isDigits(int group) {
        return digitsOnly[group];
    }
}
