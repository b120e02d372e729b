// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.DATE;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.DATE_OF_BIRTH;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.Map;

/**
 * Dates as China, Japan, Korea and Taiwan write them out: {@code 1985年7月4日}, {@code 1985년 7월 4일}, and by era,
 * {@code 昭和60年7月4日}.
 */
public final class EastAsianDate implements GroupReader {

    private static final String YEAR = "年년";
    private static final String MONTH = "月월";
    private static final String DAY = "日일号號";

    // What is before the first year of each era
    private static final Map<String, Integer> ERAS =
            Map.of("明治", 1867, "大正", 1911, "昭和", 1925, "平成", 1988, "令和", 2018, "民國", 1911, "民国", 1911);

    private static final int LONGEST_YEAR = 4;

    @Override
    public boolean reads(Kind kind, int length) {
        return kind == Kind.DIGITS && length <= LONGEST_YEAR;
    }

    @Override
    public void read(Scan scan, GroupChain chain, int group) {
        if (YEAR.indexOf(scan.at(chain.end(group))) < 0) {
            return;
        }
        int figures = chain.start(group);
        boolean era = chain.length(group) < LONGEST_YEAR;
        int start = era ? Math.max(0, figures - 2) : figures;
        int before = era ? ERAS.getOrDefault(scan.text().substring(start, figures), -1) : 0;
        int end = before < 0 ? 0 : end(scan, figures, chain.end(group), before);
        if (end > 0) {
            scan.report(DATE, Likelihood.LIKELY, start, end);
            scan.report(DATE_OF_BIRTH, Likelihood.VERY_UNLIKELY, start, end);
        }
    }

    /** The end of the date whose year's figures are there, or 0. */
    private static int end(Scan scan, int start, int yearEnd, int before) {
        int month = partStart(scan, yearEnd, YEAR);
        int monthEnd = digitsEnd(scan, month);
        int day = partStart(scan, monthEnd, MONTH);
        int dayEnd = digitsEnd(scan, day);
        if (month == 0 || day == 0 || DAY.indexOf(scan.at(dayEnd)) < 0) {
            return 0;
        }
        char[] chars = scan.chars();
        boolean valid = BirthDates.isDay(
                before + (int) Checksums.number(chars, start, yearEnd),
                (int) Checksums.number(chars, month, monthEnd),
                (int) Checksums.number(chars, day, dayEnd));
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
