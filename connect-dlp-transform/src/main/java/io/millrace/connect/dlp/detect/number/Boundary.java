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

    /** Steps of likelihood that the neighbours cost, or {@link NumberForm.Check#NO}. */
    static int steps(Scan scan, int start, int end) {
        int before = before(scan, start);
        if (before == NumberForm.Check.NO) {
            return before;
        }
        int after = after(scan, end);
        return after == NumberForm.Check.NO ? after : before + after;
    }

    private static int before(Scan scan, int start) {
        char neighbour = scan.at(start - 1);
        if (neighbour < 128) {
            return switch (neighbour) {
                case '_', '$', '+' -> NumberForm.Check.NO;
                case '-' ->
                    // a minus, or a word's hyphen; a digit before it makes it part of something longer
                    Chars.isLetter(scan.at(start - 2)) && isWordBefore(scan, start - 2) ? -1 : NumberForm.Check.NO;
                case '.' -> NumberForm.Check.NO;
                case '/' -> Chars.isDigit(scan.at(start - 2)) ? NumberForm.Check.NO : 0;
                default -> 0;
            };
        }
        return (Chars.isWord(neighbour) && !isUnspaced(neighbour)) || isCurrency(neighbour) ? NumberForm.Check.NO : 0;
    }

    private static int after(Scan scan, int end) {
        char neighbour = scan.at(end);
        char next = scan.at(end + 1);
        if (neighbour < 128) {
            return switch (neighbour) {
                case '_', '%' -> NumberForm.Check.NO;
                case '-' -> Chars.isDigit(next) ? NumberForm.Check.NO : Chars.isLetter(next) ? -1 : 0;
                case '.' -> Chars.isDigit(next) ? NumberForm.Check.NO : Chars.isLetter(next) ? -1 : 0;
                case '/', '+' -> Chars.isDigit(next) ? NumberForm.Check.NO : 0;
                default -> 0;
            };
        }
        return Chars.isWord(neighbour) && !isUnspaced(neighbour) ? NumberForm.Check.NO : 0;
    }

    private static boolean isWordBefore(Scan scan, int last) {
        int i = last;
        while (last - i < 40 && Chars.isLetter(scan.at(i))) {
            i--;
        }
        return !Chars.isDigit(scan.at(i));
    }

    /** Scripts written without spaces: a number follows a word directly. */
    private static boolean isUnspaced(char c) {
        return c >= 0x0E00 && !(c >= 0x10A0 && c < 0x1100) && !(c >= 0x1E00 && c < 0x2000);
    }

    private static boolean isCurrency(char c) {
        return Character.getType(c) == Character.CURRENCY_SYMBOL;
    }
}
