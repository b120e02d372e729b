// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.contact;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;

/** Groups of digits and what stands between them, as somebody dials or writes them. Measured once, then asked; reused. */
final class DialledRun {
    static final int FEWEST_DIGITS = 7;
    static final int MOST_DIGITS = 17;
    static final int ENOUGH_DIGITS = 10;
    private static final int LONGEST_EXTENSION = 6;
    private static final int MOST_DIALLED = 15; // ITU-T E.164
    private static final int WIDEST_GAP = 4;
    private static final char MORE_THAN_ONE = '*';

    private int end;
    private int digits;
    private int groups;
    // The lengths of the groups, four bits each
    private long shape;
    private char separator;
    private boolean mixed;
    private int opening;
    private boolean loose;
    // Two with a mark between, or one with a time zone: 2019-2020, 2015 -0500
    private boolean years;

    /** As {@link #measure}, with whatever separators people type; only a label makes such groups a telephone number. */
    void measureLoosely(Scan scan, int start) {
        loose = true;
        measure(scan, start);
        loose = false;
    }

    /** As many digits and groups as telephone numbers have, none of them alone but a country code. */
    boolean isPlainlyGrouped() {
        long lengths = shape;
        for (int group = groups; group > 0; group--) {
            long length = lengths & 0xF;
            if (length > 5 || (length < 2 && group > 1)) {
                return false;
            }
            lengths >>>= 4;
        }
        return digits >= 9 && digits <= 13 && groups > 1 && groups <= 5;
    }

    /** Reads on from the first digit, as long as it can be one number. */
    void measure(Scan scan, int start) {
        end = start;
        digits = 0;
        groups = 0;
        shape = 0;
        separator = '\0';
        mixed = false;
        opening = -1;
        int next = start;
        while (next >= 0 && addGroup(scan, next)) {
            next = readGap(scan);
        }
        years = shape == 0x44 && isYear(scan, start) && (isRange(scan) || isZone(scan, start));
    }

    private boolean isRange(Scan scan) {
        return (separator == '-' || separator == '/') && isYear(scan, end - 4);
    }

    /** A blank, a minus and the hours and minutes from Greenwich, as in mail's dates. */
    private boolean isZone(Scan scan, int start) {
        char hours = scan.at(end - 4);
        return end - start == 10 && scan.isAt(end - 6, " -") && (hours == '0' || hours == '1');
    }

    private static boolean isYear(Scan scan, int start) {
        return scan.isAt(start, "19") || scan.isAt(start, "20");
    }

    /** False when it would be too many digits. */
    private boolean addGroup(Scan scan, int start) {
        int i = start;
        while (Chars.isDigit(scan.at(i)) && i - start <= MOST_DIGITS) {
            i++;
        }
        int length = i - start;
        if (digits + length > MOST_DIGITS) {
            return false;
        }
        digits += length;
        groups++;
        shape = shape << 4 | (length & 0xF);
        end = i;
        return true;
    }

    /** Where the next group begins, or -1 when none does that belongs to the same number. */
    private int readGap(Scan scan) {
        int i = end;
        while (i - end < WIDEST_GAP && (isBetween(scan.at(i)) || (loose && isTyped(scan.at(i))))) {
            opening = opening < 0 && scan.at(i) == '(' ? i : opening;
            i++;
        }
        if (i == end || !Chars.isDigit(scan.at(i))) {
            return -1;
        }
        char here = i - end == 1 ? scan.at(end) : MORE_THAN_ONE;
        if (isNextOfList(scan, here, i)) {
            return -1;
        }
        mixed |= separator != '\0' && separator != here;
        separator = here;
        return i;
    }

    /** True where more digits follow than an extension has. */
    private static boolean isNumberAt(Scan scan, int from) {
        int i = from;
        int found = 0;
        while (found <= LONGEST_EXTENSION && (Chars.isDigit(scan.at(i)) || isBetween(scan.at(i)))) {
            found += Chars.isDigit(scan.at(i)) ? 1 : 0;
            i++;
        }
        return found > LONGEST_EXTENSION;
    }

    /** True for what parts one number from another, where it did not stand inside of the first; more than one mark only parts numbers. */
    private boolean isNextOfList(Scan scan, char mark, int next) {
        if (separator == mark || digits < ENOUGH_DIGITS) {
            return false;
        }
        return mark == MORE_THAN_ONE ? isNumberAt(scan, next) : separator != '\0' && (mark == ' ' || mark == '/');
    }

    static boolean isBetween(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/' || c == '~';
    }

    /** What else stands between groups where the text breaks or columns are. */
    static boolean isTyped(char c) {
        return c == '\t' || c == '\n' || c == '\r' || c == '_';
    }

    /** Two groups of which the first is an area code with its trunk prefix: {@code 0171 1234567}, {@code 030/1234567}. */
    boolean isAreaAndNumber() {
        long area = shape >>> 4;
        return groups == 2 && area >= 3 && area <= 5 && digits >= 9 && separator != '.' && separator != MORE_THAN_ONE;
    }

    /** Behind the last digit. */
    int end() {
        return end;
    }

    int digits() {
        return digits;
    }

    int groups() {
        return groups;
    }

    /** Where a parenthesis opens behind the first digits, or -1. */
    int opening() {
        return opening;
    }

    /** No country has longer numbers. */
    boolean isDialled() {
        return digits <= MOST_DIALLED;
    }

    /** Written as decimals, social security numbers, cards, or with more digits than are dialled. */
    boolean isOfOtherShape() {
        boolean decimal = groups == 2 && separator == '.';
        return decimal || years || shape == 0x324 || shape == 0x4444 || shape == 0x465 || !isDialled();
    }

    /** Enough groups for an address and a column before it or a port behind it. */
    boolean mayHoldQuad() {
        return groups > 4 && mixed;
    }

    /** Four groups with dots, as an IP address has. */
    boolean isQuad() {
        return groups == 4 && separator == '.';
    }

    /** In one piece, or in groups with nothing but spaces: so are many other numbers. */
    boolean isSpaced() {
        return (separator == ' ' && !mixed) || groups == 1;
    }

    /** 3-3-4, with 1 before it or not, and more than spaces between. */
    boolean isNorthAmerican() {
        return !isSpaced() && (shape == 0x334 || shape == 0x1334);
    }

    /** Enough digits in groups, with marks that are no dots alone. */
    boolean isWritten() {
        return groups > 1 && !isSpaced() && digits >= ENOUGH_DIGITS && separator != '.';
    }
}
