// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AGE;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.TIME;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;

/** Times of day, and ages with their unit or label. */
public final class TimeReader implements GroupReader {

    private static final int OLDEST = 125;

    private static final String[] AGE_UNITS = {
        " years old", " year old", "-years-old", "-year-old", " yrs old", " years of age", " y/o", " yo ", " jahre alt"
    };

    @Override
    public boolean reads(Kind kind, int length) {
        return kind == Kind.DIGITS && length <= 3;
    }

    @Override
    public boolean readsAlone() {
        return true;
    }

    @Override
    public boolean readsShort() {
        return true;
    }

    @Override
    public void read(Scan scan, GroupChain chain, int group) {
        int start = chain.start(group);
        int length = chain.length(group);
        if (length < 3 && scan.at(chain.end(group)) == ':') {
            readTime(scan, start, chain.end(group));
        }
        readAge(scan, start, chain.end(group));
    }

    private static void readTime(Scan scan, int start, int hourEnd) {
        char before = scan.at(start - 1);
        if (before == ':' || before == '-' || before == '.' || Checksums.number(scan.chars(), start, hourEnd) > 24) {
            return;
        }
        int end = sexagesimalEnd(scan, hourEnd);
        if (end < 0) {
            return;
        }
        int seconds = sexagesimalEnd(scan, end);
        boolean exact = seconds > 0;
        end = exact ? seconds : end;
        int suffix = scan.at(end) == ' ' ? end + 1 : end;
        char half = Chars.lower(scan.at(suffix));
        if ((half == 'a' || half == 'p')
                && Chars.lower(scan.at(suffix + 1)) == 'm'
                && !Chars.isWord(scan.at(suffix + 2))) {
            end = suffix + 2;
            exact = true;
        }
        if (scan.at(end) != ':' && !Chars.isWord(scan.at(end))) {
            scan.report(TIME, exact ? Likelihood.LIKELY : Likelihood.POSSIBLE, start, end);
        }
    }

    private static int sexagesimalEnd(Scan scan, int colon) {
        char tens = scan.at(colon + 1);
        boolean valid = scan.at(colon) == ':'
                && tens >= '0'
                && tens <= '5'
                && Chars.isDigit(scan.at(colon + 2))
                && !Chars.isDigit(scan.at(colon + 3));
        return valid ? colon + 3 : -1;
    }

    private static final int WIDEST_GAP = 6; // a quote, a colon with blanks, and a quote, each with its backslash

    private static void readAge(Scan scan, int start, int end) {
        if (!scan.wants(AGE) || Checksums.number(scan.chars(), start, end) > OLDEST) {
            return;
        }
        for (String unit : AGE_UNITS) {
            if (startsWith(scan, end, unit)) {
                scan.reportAs(
                        AGE,
                        Likelihood.LIKELY,
                        start,
                        end + unit.stripTrailing().length());
                return;
            }
        }
        boolean ends = !Chars.isWord(scan.at(end)) && scan.at(end) != '%';
        if ((ends && (isBehindAge(scan, start) || scan.isCalled(AGE, start, end)))
                || (scan.isWhole(start, end) && scan.isLabelled(AGE, start, end))) {
            scan.reportAs(AGE, Likelihood.LIKELY, start, end);
        }
    }

    private static boolean isBehindAge(Scan scan, int start) {
        int label = start;
        while (start - label < WIDEST_GAP && !Chars.isWord(scan.at(label - 1))) {
            label--;
        }
        // age_1 and age1 are names
        boolean joined = start == label || (start - label == 1 && "_-.".indexOf(scan.at(label)) >= 0);
        return !joined && isAge(scan, label);
    }

    private static boolean isAge(Scan scan, int end) {
        return (startsWith(scan, end - 3, "age") && !Chars.isWord(scan.at(end - 4)))
                || (startsWith(scan, end - 4, "aged") && !Chars.isWord(scan.at(end - 5)));
    }

    private static boolean startsWith(Scan scan, int at, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            char c = at + i == scan.length() ? ' ' : Chars.lower(scan.at(at + i));
            if (c != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
