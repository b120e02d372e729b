// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;

/**
 * Judges what an identifier is glued to. UUIDs, hashes, versions, decimals and amounts hold runs of digits that are
 * no identifiers; what stands next to the run gives them away.
 */
final class Boundary {

    private Boundary() {}

    /**
     * Steps of likelihood that the neighbours cost, or {@link NumberForm.Check#NO}.
     *
     * @param grouped whether marks or blanks are inside, so that digits alone do not tell
     */
    static int steps(Scan scan, int start, int end, boolean grouped) {
        int before = before(scan, start, grouped);
        if (before == NumberForm.Check.NO) {
            return before;
        }
        int after = after(scan, end, grouped);
        return after == NumberForm.Check.NO ? after : before + after;
    }

    /**
     * True where another number that a label speaks of ends right before, with one mark between, or one written alike follows: two
     * are one behind the other, {@code 050766-5399/051251-0666}.
     */
    static boolean isJoined(Scan scan, int start, int end) {
        boolean range = scan.at(start - 1) == '.' && scan.at(start - 2) == '.'; // a..b
        int between = range ? start - 2 : start - 1;
        return (isMark(scan.at(between)) && scan.numberEnd() == between) || isTwin(scan, start, end);
    }

    private static boolean isTwin(Scan scan, int start, int end) {
        int second = end + 1;
        boolean alike = isMark(scan.at(end)) && !Chars.isWord(scan.at(second + end - start));
        for (int i = 0; i < end - start && alike; i++) {
            char here = scan.at(start + i);
            char there = scan.at(second + i);
            alike = Chars.isAlnum(here) ? Chars.isAlnum(there) : here == there;
        }
        return alike && standsFree(scan, start);
    }

    private static boolean standsFree(Scan scan, int start) {
        char before = scan.at(start - 1);
        return !isMark(before) && !Chars.isWord(before) && before != '$';
    }

    private static boolean isMark(char c) {
        return c == '/' || c == '-' || c == '+' || c == '.' || c == '_';
    }

    private static int before(Scan scan, int start, boolean grouped) {
        char neighbour = scan.at(start - 1);
        if (neighbour < 128) {
            return switch (neighbour) {
                case '$', '+' -> NumberForm.Check.NO;
                case '-', '.', '_' -> behindMark(scan, start, neighbour, grouped);
                case '/' -> Chars.isDigit(scan.at(start - 2)) ? NumberForm.Check.NO : 0;
                default -> 0;
            };
        }
        return isOfLatin(neighbour) || isCurrency(neighbour) ? NumberForm.Check.NO : 0;
    }

    /** A minus, a decimal, a part of a name, or the end of a word; a digit before it makes the number part of something longer. */
    private static int behindMark(Scan scan, int start, char mark, boolean grouped) {
        char before = scan.at(start - 2);
        if (Chars.isLetter(before)) {
            if (scan.isBehindLabel(start)) {
                return 0;
            }
            boolean word = isWordBefore(scan, start - 2);
            return mark == '-' ? word ? -1 : NumberForm.Check.NO : word && grouped ? 0 : NumberForm.Check.NO;
        }
        boolean underlined = mark == '_' && grouped && !Chars.isWord(before) && before != '_';
        return underlined ? 0 : NumberForm.Check.NO;
    }

    private static int after(Scan scan, int end, boolean grouped) {
        char neighbour = scan.at(end);
        char next = scan.at(end + 1);
        if (neighbour < 128) {
            return switch (neighbour) {
                case '%' -> NumberForm.Check.NO;
                case '_' -> grouped && !Chars.isDigit(next) ? 0 : NumberForm.Check.NO;
                case '-' -> Chars.isDigit(next) ? NumberForm.Check.NO : Chars.isLetter(next) ? -1 : 0;
                case '.' -> Chars.isDigit(next) ? NumberForm.Check.NO : Chars.isLetter(next) && !grouped ? -1 : 0;
                case '/', '+' -> Chars.isDigit(next) ? NumberForm.Check.NO : 0;
                case ',' -> isAmount(scan, end, '.') ? NumberForm.Check.NO : isAmount(scan, end, ' ') ? -1 : 0;
                default -> 0;
            };
        }
        return isOfLatin(neighbour) ? NumberForm.Check.NO : 0;
    }

    /** Thousands with dots or blanks and two decimals behind a comma. */
    private static boolean isAmount(Scan scan, int comma, char thousands) {
        return scan.at(comma - 4) == thousands
                && Chars.isDigit(scan.at(comma + 1))
                && Chars.isDigit(scan.at(comma + 2))
                && !Chars.isWord(scan.at(comma + 3));
    }

    private static boolean isWordBefore(Scan scan, int last) {
        int i = last;
        while (last - i < 40 && Chars.isLetter(scan.at(i))) {
            i--;
        }
        return !Chars.isDigit(scan.at(i));
    }

    private static boolean isOfLatin(char c) {
        return Chars.isWord(c) && !Chars.isOfOtherScript(c);
    }

    private static boolean isCurrency(char c) {
        return Character.getType(c) == Character.CURRENCY_SYMBOL;
    }
}
