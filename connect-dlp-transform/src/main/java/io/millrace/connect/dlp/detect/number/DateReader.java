// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.DATE;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.DATE_OF_BIRTH;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;

/** Calendar dates that hold a number: all in figures, or with a month. */
public final class DateReader implements GroupReader {

    private final Months months = new Months();

    @Override
    public boolean reads(Kind kind, int length) {
        return kind == Kind.DIGITS
                ? length <= 2 || length == 4 || length == 8
                : kind == Kind.DIGIT_FIRST && (length == 3 || length == 4);
    }

    @Override
    public boolean readsShort() {
        return true;
    }

    @Override
    public void read(Scan scan, GroupChain chain, int group) {
        int start = chain.start(group);
        if (chain.length(group) == 8) {
            readCompact(scan, start);
            return;
        }
        int digits = leadingDigits(scan, start);
        int ordinal = chain.length(group) - digits;
        boolean fits = digits == 1 || digits == 2 || digits == 4;
        if (!fits
                || (ordinal != 0 && !(digits < 3 && isOrdinal(scan, start + digits, ordinal)))
                || isGlued(scan, start)) {
            return;
        }
        boolean more = ordinal == 0 && Chars.isDigit(scan.at(start + digits + 1)); // and no word then
        if (ordinal == 0 && readAllFigures(scan, start, digits)) {
            return;
        }
        if (more || !readMonthAfter(scan, start, start + digits + ordinal, digits)) {
            readMonthBefore(scan, start, start + digits + ordinal, digits);
        }
    }

    /** Year, month and day in one piece are a date only where a label says of a birth. */
    private static void readCompact(Scan scan, int start) {
        int year = (int) value(scan, start, 4);
        int month = (int) value(scan, start + 4, 2);
        int day = (int) value(scan, start + 6, 2);
        int end = start + 8;
        boolean begins = scan.at(start - 1) == ',' || !isGlued(scan, start); // of a list
        if (isYear(year) && BirthDates.isDay(year, month, day) && begins && isFree(scan, end)) {
            scan.report(DATE_OF_BIRTH, Likelihood.VERY_UNLIKELY, start, end);
        }
    }

    private static int leadingDigits(Scan scan, int start) {
        char[] chars = scan.chars();
        int limit = Math.min(scan.length(), start + 5);
        int i = start;
        while (i < limit && Chars.isDigit(chars[i])) {
            i++;
        }
        return Math.max(0, i - start);
    }

    private static boolean isOrdinal(Scan scan, int at, int length) {
        if (length != 2) {
            return false;
        }
        char first = Chars.lower(scan.at(at));
        char second = Chars.lower(scan.at(at + 1));
        return (first == 't' && second == 'h')
                || (first == 's' && second == 't')
                || (first == 'n' && second == 'd')
                || (first == 'r' && second == 'd')
                || (first == 'e' && second == 'r');
    }

    private static boolean isGlued(Scan scan, int start) {
        char before = scan.at(start - 1);
        boolean joins = before == '-' || before == '/' || before == '.' || before == ':' || before == ',';
        boolean word = (Chars.isWord(before) && before < 128) || before == '_';
        return (word && !scan.isBehindLabel(DATE_OF_BIRTH, start)) || (joins && Chars.isDigit(scan.at(start - 2)));
    }

    private static boolean readAllFigures(Scan scan, int start, int digits) {
        return Chars.isDigit(scan.at(start + digits + 1))
                ? readFigures(scan, start, digits)
                : readSpaced(scan, start, digits);
    }

    private static boolean readFigures(Scan scan, int start, int digits) {
        int end = numericEnd(scan, start, digits, true);
        if (end < 0) {
            return readMonthAndYear(scan, start, digits);
        }
        boolean fourDigitYear = digits == 4 || Chars.isDigit(scan.at(end - 3));
        char separator = scan.at(start + digits);
        if (separator == ' ' || !(fourDigitYear || mayBeShort(digits, separator))) {
            scan.report(DATE_OF_BIRTH, Likelihood.VERY_UNLIKELY, start, end);
        } else {
            report(scan, fourDigitYear ? Likelihood.LIKELY : Likelihood.POSSIBLE, start, isoTimeEnd(scan, end, digits));
        }
        return true;
    }

    /** As on a card. */
    private static boolean readMonthAndYear(Scan scan, int start, int digits) {
        char separator = scan.at(start + digits);
        int second = start + digits + 1;
        int secondDigits = leadingDigits(scan, second);
        int month = (int) value(scan, start, digits);
        if (digits > 2 || (separator != '/' && separator != '-') || month < 1 || month > 12) {
            return false;
        }
        boolean year = secondDigits == 4 && isYear((int) value(scan, second, 4));
        boolean shortYear = secondDigits == 2 && separator == '/';
        if ((year || shortYear) && isFree(scan, second + secondDigits)) {
            scan.report(DATE, year ? Likelihood.POSSIBLE : Likelihood.UNLIKELY, start, second + secondDigits);
            return true;
        }
        return false;
    }

    /** True when a date in figures starts there, so that its digits are no other number. */
    public static boolean isAt(Scan scan, int start) {
        return numericEnd(scan, start, leadingDigits(scan, start), false) > 0;
    }

    /** Reports an ISO 8601 date with a time as a date; its end, or 0 when there is none. */
    static int readTimestamp(Scan scan, int start) {
        char mark = scan.at(start + 10);
        if (mark != 'T'
                || scan.at(start + 4) != '-'
                || isGlued(scan, start)
                || numericEnd(scan, start, 4, false) != start + 10) {
            return 0;
        }
        int end = isoTimeEnd(scan, start + 10, 4);
        scan.isWordless(start, end);
        report(scan, Likelihood.LIKELY, start, end);
        return end;
    }

    /** @param birth whether blanks may part the figures, and a year of two follow others of one: only a label makes a date of these */
    private static int numericEnd(Scan scan, int start, int digits, boolean birth) {
        char separator = scan.at(start + digits);
        if (!isBetweenFigures(separator, birth) || digits == 3 || digits == 0) {
            return -1;
        }
        int second = start + digits + 1;
        int secondDigits = leadingDigits(scan, second);
        int third = second + secondDigits + 1;
        int thirdDigits = leadingDigits(scan, third);
        if (secondDigits < 1
                || secondDigits > 2
                || scan.at(third - 1) != separator
                || !isFree(scan, third + thirdDigits)) {
            return -1;
        }
        boolean mayBeShort = separator != ' ' && (birth || mayBeShort(digits, separator));
        return isDay(scan, start, second, third, mayBeShort) ? third + thirdDigits : -1;
    }

    /** Whether a year may have two digits, behind figures and separators that versions have as well. */
    private static boolean mayBeShort(int digits, char separator) {
        return digits == 2 || separator == '/';
    }

    private static boolean isBetweenFigures(char c, boolean birth) {
        return c == '-' || c == '/' || c == '.' || (birth && c == ' ');
    }

    /** 4. 7. 1985, 1985. 7. 4. */
    private static boolean readSpaced(Scan scan, int start, int digits) {
        if (!isDotAndBlank(scan, start + digits)) {
            return false;
        }
        int second = start + digits + 2;
        int secondDigits = leadingDigits(scan, second);
        int third = second + secondDigits + 2;
        int thirdDigits = leadingDigits(scan, third);
        if (!isDotAndBlank(scan, third - 2)
                || secondDigits < 1
                || secondDigits > 2
                || !isFree(scan, third + thirdDigits)) {
            return false;
        }
        boolean valid = isDay(scan, start, second, third, false);
        if (valid) {
            report(scan, Likelihood.LIKELY, start, third + thirdDigits);
        }
        return valid;
    }

    /** True when figures that begin there are a year, a month and a day, or a day and a month in either order and a year. */
    private static boolean isDay(Scan scan, int start, int second, int third, boolean mayBeShort) {
        int digits = leadingDigits(scan, start);
        int thirdDigits = leadingDigits(scan, third);
        int a = (int) value(scan, start, digits);
        int b = (int) value(scan, second, leadingDigits(scan, second));
        int c = (int) value(scan, third, thirdDigits);
        return digits == 4 ? isYearFirst(a, b, c, thirdDigits) : isYearLast(c, thirdDigits, a, b, mayBeShort);
    }

    private static boolean isDotAndBlank(Scan scan, int at) {
        return scan.at(at) == '.' && scan.at(at + 1) == ' ';
    }

    private static boolean isYearFirst(int year, int month, int day, int dayDigits) {
        return dayDigits >= 1 && dayDigits <= 2 && isYear(year) && BirthDates.isDay(year, month, day);
    }

    /** Day and month come in either order, as countries write them. */
    private static boolean isYearLast(int year, int yearDigits, int first, int second, boolean mayBeShort) {
        if (yearDigits == 4) {
            return isYear(year) && isDayInEitherOrder(year, first, second);
        }
        return yearDigits == 2 && mayBeShort && isDayInEitherOrder(2000 + year, first, second);
    }

    private static boolean isDayInEitherOrder(int year, int first, int second) {
        return BirthDates.isDay(year, first, second) || BirthDates.isDay(year, second, first);
    }

    private static boolean isFree(Scan scan, int end) {
        char after = scan.at(end);
        char next = scan.at(end + 1);
        if (after == 'T' || after == 't') {
            return Chars.isDigit(next);
        }
        boolean joins = after == '-' || after == '/' || after == '.' || after == '+';
        return !Chars.isWord(after) && after != '_' && !(joins && Chars.isDigit(next));
    }

    /** The end of an ISO 8601 time after its date, or the date's end. */
    private static int isoTimeEnd(Scan scan, int end, int yearDigits) {
        if (yearDigits != 4 || (scan.at(end) != 'T' && scan.at(end) != 't')) {
            return end;
        }
        char[] chars = scan.chars();
        int limit = Math.min(scan.length(), end + 37);
        int i = end + 1;
        while (i < limit && (Chars.isDigit(chars[i]) || isTimeMark(chars, i))) {
            i++;
        }
        return chars[i] == 'Z' || chars[i] == 'z' ? i + 1 : i;
    }

    private static boolean isTimeMark(char[] chars, int i) {
        char c = chars[i];
        return (c == ':' || c == '.' || c == ',' || c == '+' || c == '-') && Chars.isDigit(chars[i + 1]);
    }

    /** 5 May 2021, 5-May-2021, 5th of May, 21-May; 2021 May 5. */
    private boolean readMonthAfter(Scan scan, int start, int end, int digits) {
        char[] chars = scan.chars();
        int word = afterPreposition(scan, skipSeparators(scan, isSignOfOrdinal(scan.at(end)) ? end + 1 : end));
        if (word == end || !months.mayBegin(chars, word)) {
            return false;
        }
        int wordEnd = wordEnd(scan, word);
        boolean roman = Months.isRoman(chars, word, wordEnd);
        if (!(roman || months.isOne(chars, word, wordEnd))) {
            return false;
        }
        if (digits == 4) {
            return isYear((int) value(scan, start, 4)) && readDayAfter(scan, start, wordEnd);
        }
        if (!isDayOfMonth(value(scan, start, digits))) {
            return false;
        }
        int year = afterPreposition(scan, skipSeparators(scan, wordEnd));
        int yearEnd = year == wordEnd ? -1 : yearEnd(scan, year);
        if (roman && yearEnd > 0) {
            scan.report(DATE_OF_BIRTH, Likelihood.VERY_UNLIKELY, start, yearEnd);
        } else if (yearEnd > 0) {
            report(scan, Likelihood.LIKELY, start, yearEnd);
        } else if (Chars.isUpper(scan.at(word)) && months.standsAlone(chars, word, wordEnd)) {
            scan.report(DATE, Likelihood.POSSIBLE, start, wordEnd);
        }
        return true;
    }

    /** The last part of a date whose year comes first: 1985. július 4., 1985-Jul-04. */
    private static boolean readDayAfter(Scan scan, int start, int monthEnd) {
        int day = skipSeparators(scan, monthEnd);
        int digits = leadingDigits(scan, day);
        boolean valid = day > monthEnd && digits <= 2 && isDayOfMonth(value(scan, day, digits));
        if (valid && isFree(scan, day + digits)) {
            report(scan, Likelihood.LIKELY, start, day + digits);
            return true;
        }
        return false;
    }

    private static boolean isSignOfOrdinal(char c) {
        return c == '\u00BA' || c == '\u00B0';
    }

    /** Behind {@code of}, {@code de} or {@code del} and a blank, where one is. */
    private static int afterPreposition(Scan scan, int at) {
        if (scan.isAt(at, "of ") || scan.isAt(at, "de ")) {
            return at + 3;
        }
        return scan.isAt(at, "del ") ? at + 4 : at;
    }

    /** May 5, 2021; May-05-2021; May 5th; May 2021. */
    private void readMonthBefore(Scan scan, int start, int end, int digits) {
        char[] chars = scan.chars();
        int wordEnd = start;
        while (start - wordEnd < 2 && isSeparator(scan.at(wordEnd - 1))) {
            wordEnd--;
        }
        if (wordEnd == start || !months.mayEnd(chars, wordEnd)) {
            return;
        }
        int word = wordEnd;
        while (wordEnd - word < Months.LONGEST && Chars.isWordLetter(scan.at(word - 1))) {
            word--;
        }
        if (!months.isOne(chars, word, wordEnd) || Chars.isWord(scan.at(word - 1))) {
            return;
        }
        boolean alone = Chars.isUpper(scan.at(word)) && months.standsAlone(chars, word, wordEnd);
        if (digits < 4 && isDayOfMonth(value(scan, start, digits))) {
            readYearBehind(scan, word, end, alone);
        } else if (digits == 4 && alone && isYear((int) value(scan, start, 4))) {
            scan.report(DATE, Likelihood.POSSIBLE, word, end);
        }
    }

    private static void readYearBehind(Scan scan, int word, int end, boolean alone) {
        int year = skipSeparators(scan, end);
        int yearEnd = year == end ? -1 : yearEnd(scan, year);
        if (yearEnd > 0) {
            report(scan, Likelihood.LIKELY, word, yearEnd);
        } else if (alone) {
            scan.report(DATE, Likelihood.POSSIBLE, word, end);
        }
    }

    private static int skipSeparators(Scan scan, int from) {
        int i = from;
        while (i - from < 2 && isSeparator(scan.at(i))) {
            i++;
        }
        return i;
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '-' || c == ',' || c == '.' || c == '/';
    }

    private static int wordEnd(Scan scan, int from) {
        int i = from;
        while (i - from < Months.LONGEST && Chars.isWordLetter(scan.at(i))) {
            i++;
        }
        return i;
    }

    /** The end of a year of four digits, or of two after an apostrophe or hyphen; -1 when there is none. */
    private static int yearEnd(Scan scan, int from) {
        int digits = leadingDigits(scan, from);
        boolean year = (digits == 4 && isYear((int) value(scan, from, 4))) || (digits == 2 && scan.at(from - 1) == '-');
        return year && isFree(scan, from + digits) ? from + digits : -1;
    }

    private static boolean isDayOfMonth(long day) {
        return day >= 1 && day <= 31;
    }

    private static boolean isYear(int year) {
        return year >= 1850 && year <= 2100;
    }

    private static long value(Scan scan, int start, int digits) {
        return Checksums.number(scan.chars(), start, start + digits);
    }

    private static void report(Scan scan, Likelihood base, int start, int end) {
        scan.report(DATE, base, start, end);
        scan.report(DATE_OF_BIRTH, Likelihood.VERY_UNLIKELY, start, end);
    }
}
