// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import static io.millrace.connect.bigquery.encode.CivilTime.MICROS_PER_DAY;
import static io.millrace.connect.bigquery.encode.CivilTime.MICROS_PER_SECOND;

/**
 * Reads ISO 8601 texts without an object per value. Digits beyond microseconds are cut off. What is not a text of years
 * 0001 to 9999 ({@code infinity}, {@code +10000-…}, BC) is unfit.
 */
final class IsoText {
    private final String text;
    private int position;

    private IsoText(String text) {
        this.text = text;
    }

    /** Microseconds since 1970 of a date, or a date and time; UTC unless the text has an offset. */
    static long instantMicros(String text) {
        IsoText iso = new IsoText(text);
        long micros = iso.dateAndTime();
        return micros - iso.offsetSeconds() * MICROS_PER_SECOND;
    }

    /** Microseconds since 1970 of a clock reading, whatever offset follows it. */
    static long localMicros(String text) {
        IsoText iso = new IsoText(text);
        long micros = iso.dateAndTime();
        iso.offsetSeconds();
        return micros;
    }

    /** Days since 1970 of a date, whatever offset follows it. */
    static long days(String text) {
        IsoText iso = new IsoText(text);
        long days = iso.date();
        iso.offsetSeconds();
        return days;
    }

    /** Microseconds since midnight UTC of a time with an offset, since midnight of one without. */
    static long timeMicros(String text) {
        IsoText iso = new IsoText(text);
        long micros = iso.time();
        return Math.floorMod(micros - iso.offsetSeconds() * MICROS_PER_SECOND, MICROS_PER_DAY);
    }

    /** Microseconds since midnight of a clock reading, whatever offset follows it. */
    static long localTimeMicros(String text) {
        IsoText iso = new IsoText(text);
        long micros = iso.time();
        iso.offsetSeconds();
        return micros;
    }

    private long dateAndTime() {
        long micros = date() * MICROS_PER_DAY;
        if (position < text.length() && isSeparator(text.charAt(position))) {
            position++;
            micros += time();
        }
        return micros;
    }

    private static boolean isSeparator(char c) {
        return c == 'T' || c == ' ' || c == 't';
    }

    private long date() {
        int year = digits(4);
        expect('-');
        int month = digits(2);
        expect('-');
        int day = digits(2);
        if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            throw unreadable();
        }
        return CivilTime.daysOf(year, month, day);
    }

    private static int daysIn(int year, int month) {
        return switch (month) {
            case 4, 6, 9, 11 -> 30;
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            default -> 31;
        };
    }

    private long time() {
        int hour = digits(2);
        expect(':');
        int minute = digits(2);
        int second = 0;
        long micros = 0;
        if (skip(':')) {
            second = digits(2);
            micros = skip('.') ? fraction() : 0;
        }
        if (hour > 23 || minute > 59 || second > 59) {
            throw unreadable();
        }
        return ((hour * 60L + minute) * 60L + second) * MICROS_PER_SECOND + micros;
    }

    private long fraction() {
        long micros = 0;
        int count = 0;
        while (position < text.length() && isDigit(text.charAt(position))) {
            if (count < 6) {
                micros = micros * 10 + (text.charAt(position) - '0');
            }
            position++;
            count++;
        }
        if (count == 0) {
            throw unreadable();
        }
        for (int i = count; i < 6; i++) {
            micros *= 10;
        }
        return micros;
    }

    /** Reads the end of the text: nothing, Z, or ±hh, ±hhmm, ±hh:mm, ±hh:mm:ss. */
    private long offsetSeconds() {
        if (position == text.length()) {
            return 0;
        }
        char sign = text.charAt(position++);
        long seconds = 0;
        if (sign == '+' || sign == '-') {
            seconds = digits(2) * 3_600L;
            for (int unit = 60; unit > 0 && position < text.length(); unit /= 60) {
                skip(':');
                seconds += (long) digits(2) * unit;
            }
        } else if (sign != 'Z' && sign != 'z') {
            throw unreadable();
        }
        if (position != text.length()) {
            throw unreadable();
        }
        return sign == '-' ? -seconds : seconds;
    }

    private int digits(int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            if (position >= text.length() || !isDigit(text.charAt(position))) {
                throw unreadable();
            }
            number = number * 10 + (text.charAt(position++) - '0');
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean skip(char c) {
        if (position < text.length() && text.charAt(position) == c) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw unreadable();
        }
    }

    private static UnfitValueException unreadable() {
        return new UnfitValueException("the text is no ISO 8601 date or time of the years 0001 to 9999");
    }
}
