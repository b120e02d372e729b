// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.DATE;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.DATE_OF_BIRTH;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;

/** Dates as China, Japan and Korea write them out: {@code 1985年7月4日}, {@code 1985년 7월 4일}. */
public final class EastAsianDate implements GroupReader {

    private static final String YEAR = "年년";
    private static final String MONTH = "月월";
    private static final String DAY = "日일号";

    @Override
    public boolean reads(Kind kind, int length) {
        return kind == Kind.DIGITS && length == 4;
    }

    @Override
    public void read(Scan scan, GroupChain chain, int group) {
        int end = scan.at(chain.end(group)) >= 128 ? end(scan, chain.start(group)) : 0;
        if (end > 0) {
            scan.report(DATE, Likelihood.LIKELY, chain.start(group), end);
            scan.report(DATE_OF_BIRTH, Likelihood.VERY_UNLIKELY, chain.start(group), end);
        }
    }

    /** The end of the date whose year of four digits begins there, or 0. */
    private static int end(Scan scan, int start) {
        int month = partStart(scan, start + 4, YEAR);
        int monthEnd = digitsEnd(scan, month);
        int day = partStart(scan, monthEnd, MONTH);
        int dayEnd = digitsEnd(scan, day);
        if (month == 0 || day == 0 || DAY.indexOf(scan.at(dayEnd)) < 0) {
            return 0;
        }
        char[] chars = scan.chars();
        boolean valid = BirthDates.isDay(
                (int) Checksums.number(chars, start, start + 4), (int) Checksums.number(chars, month, monthEnd), (int)
                        Checksums.number(chars, day, dayEnd));
        return valid ? dayEnd + 1 : 0;
    }

    /** Where digits begin behind one of some marks and perhaps a space, or 0. */
    private static int partStart(Scan scan, int mark, String marks) {
        if (marks.indexOf(scan.at(mark)) < 0) {
            return 0;
        }
        int start = scan.at(mark + 1) == ' ' ? mark + 2 : mark + 1;
        return Chars.isDigit(scan.at(start)) ? start : 0;
    }

    private static int digitsEnd(Scan scan, int from) {
        int i = from;
        while (i - from < 2 && Chars.isDigit(scan.at(i))) {
            i++;
        }
        return i;
    }
}
