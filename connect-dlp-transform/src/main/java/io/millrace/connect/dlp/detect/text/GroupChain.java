// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.Arrays;

/**
 * A run of letters-and-digits groups with one separator between each two, read once and then looked at by every
 * form. Groups have a digit, except that two letters, or one of those that Spain's foreigners have, may lead and one may follow.
 */
public final class GroupChain {

    /** Longest group that a form can have. */
    public static final int LONGEST_GROUP = 31;

    /** How many steps there are. */
    public static final int STEPS = 6 << 5;

    /** The highest number of a separator. */
    public static final int SEPARATORS = 5;

    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private byte[] separators = new byte[64];
    private boolean[] digitsOnly = new boolean[64];
    private int size;
    private int first;
    private int end;

    // The group read last
    private int groupEnd;
    private int classes;

    /** The number of a separator from 1, or 0 when the character is none. */
    public static int separator(char c) {
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
    public static int step(int separator, int length) {
        return separator << 5 | length;
    }

    /** Reads the group that holds the first digit of a chain, at {@code position}; {@link #readOn} reads the others. */
    public void begin(Scan scan, int position) {
        char[] chars = scan.chars();
        readGroup(scan, position);
        int start = position;
        while (start > 0 && Chars.isLetter(chars[start - 1])) {
            start--;
        }
        size = 0;
        first = 0;
        end = groupEnd;
        add(start, end, 0, classes == Chars.DIGIT && start == position);
    }

    /** Leaves out the letters before the first digit, which are another word. */
    public void withoutWordBefore(int position) {
        starts[0] = position;
        digitsOnly[0] = classes == Chars.DIGIT;
    }

    /** Reads letters and digits: where they end and which of the two they are. */
    private void readGroup(Scan scan, int from) {
        char[] chars = scan.chars();
        int i = from;
        while (Chars.isDigit(chars[i])) {
            i++;
        }
        int seen = i > from ? Chars.DIGIT : 0;
        for (int here = letterOrDigit(chars[i]); here != 0; here = letterOrDigit(chars[i])) {
            seen |= here;
            i++;
        }
        groupEnd = i;
        classes = seen;
    }

    private static int letterOrDigit(char c) {
        return Chars.classes(c) & (Chars.DIGIT | Chars.LETTER);
    }

    /** Reads the groups around the one that the chain began with. */
    public void readOn(Scan scan) {
        char[] chars = scan.chars();
        int n = scan.length();
        readLeadingLetters(scan);
        while (true) {
            int separator = end < n ? separator(chars[end]) : 0;
            if (separator == 0 || end + 1 >= n || !Chars.isAlnum(chars[end + 1])) {
                return;
            }
            int start = end + 1;
            readGroup(scan, start);
            boolean digits = (classes & Chars.DIGIT) != 0;
            if (digits || groupEnd - start == 1) {
                add(start, groupEnd, separator, classes == Chars.DIGIT);
            }
            if (!digits) {
                return;
            }
            end = groupEnd;
        }
    }

    private void readLeadingLetters(Scan scan) {
        int start = starts[0];
        int separator = separator(scan.at(start - 1));
        if ((separator == 1 || separator == 2) && Chars.isLetter(scan.at(start - 2))) {
            boolean two = Chars.isLetter(scan.at(start - 3));
            int letters = two ? start - 3 : start - 2;
            if (!Chars.isWord(scan.at(letters - 1)) && (two || "XYZ".indexOf(Chars.upper(scan.at(letters))) >= 0)) {
                boolean digits = digitsOnly[0];
                size = 0;
                add(letters, start - 1, 0, false);
                first = 1;
                add(start, end, separator, digits);
            }
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
        separators[size] = (byte) separator;
        digitsOnly[size] = onlyDigits;
        size++;
    }

    public int size() {
        return size;
    }

    /** The first group that has a digit: 1 when two letters lead. */
    public int first() {
        return first;
    }

    /** The end of the last group that has a digit. */
    public int end() {
        return end;
    }

    public int start(int group) {
        return starts[group];
    }

    public int end(int group) {
        return ends[group];
    }

    public int length(int group) {
        return ends[group] - starts[group];
    }

    /** The number of the separator before a group. */
    public int separator(int group) {
        return separators[group];
    }

    /** True when no group has a letter. */
    public boolean isAllDigits() {
        for (int group = 0; group < size; group++) {
            if (!digitsOnly[group]) {
                return false;
            }
        }
        return true;
    }

    public boolean isDigits(int group) {
        return digitsOnly[group];
    }
}
