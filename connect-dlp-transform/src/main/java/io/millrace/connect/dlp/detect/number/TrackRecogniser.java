// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.CREDIT_CARD_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.CREDIT_CARD_TRACK_NUMBER;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;

/** Tracks 1 and 2 of a magnetic stripe (ISO/IEC 7813), around the mark after the card's number. */
public final class TrackRecogniser implements Recogniser {

    private static final int LONGEST_TRACK = 80;
    private static final int SHORTEST_NUMBER = 12;
    private static final int LONGEST_NUMBER = 19;

    private final char[] number = new char[LONGEST_NUMBER];

    @Override
    public int at(Scan scan, int mark) {
        boolean first = scan.at(mark) == '^';
        int start = mark;
        while (mark - start < LONGEST_NUMBER && Chars.isDigit(scan.at(start - 1))) {
            start--;
        }
        int length = mark - start;
        if (length < SHORTEST_NUMBER || !(first ? isFormatB(scan.at(start - 1)) : Chars.isDigit(scan.at(mark + 4)))) {
            return mark + 1;
        }
        System.arraycopy(scan.chars(), start, number, 0, length);
        int end = first ? nameAndDataEnd(scan, mark) : digitsEnd(scan, mark + 1);
        if (end < 0 || !CardNumbers.isCard(number, length)) {
            return mark + 1;
        }
        int from = first ? start - 1 : start;
        from = scan.at(from - 1) == (first ? '%' : ';') ? from - 1 : from; // the start sentinel
        end = scan.at(end) == '?' ? end + 1 : end;
        scan.report(CREDIT_CARD_TRACK_NUMBER, Likelihood.VERY_LIKELY, from, end);
        if (first) {
            scan.report(CREDIT_CARD_NUMBER, Likelihood.VERY_LIKELY, start, mark);
        }
        return mark + 1;
    }

    private static boolean isFormatB(char format) {
        return format == 'B' || format == 'b';
    }

    /** The end of what follows the second mark, or -1 when there is none. */
    private static int nameAndDataEnd(Scan scan, int mark) {
        int i = mark + 1;
        while (i - mark < 28 && i < scan.length() && scan.at(i) != '^') {
            i++;
        }
        return scan.at(i) == '^' && Chars.isDigit(scan.at(i + 4)) ? digitsEnd(scan, i + 1) : -1;
    }

    private static int digitsEnd(Scan scan, int from) {
        int i = from;
        while (i - from < LONGEST_TRACK && Chars.isDigit(scan.at(i))) {
            i++;
        }
        return i - from >= 7 ? i : -1;
    }
}
