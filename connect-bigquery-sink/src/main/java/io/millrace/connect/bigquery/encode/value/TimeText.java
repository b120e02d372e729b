// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import static io.millrace.connect.bigquery.encode.value.CivilTime.MICROS_PER_DAY;
import static io.millrace.connect.bigquery.encode.value.CivilTime.MICROS_PER_SECOND;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.Map;

/**
 * Reads dates and times, as ISO 8601 and as BigQuery's literals write them, without an object per value
 * (cloud.google.com/bigquery/docs/reference/standard-sql/lexical#date_literals and what it refers to, 2026-08): parts of
 * one digit or two, slashes, zones by offset or by name. Digits beyond microseconds are cut off; a leap second is the next
 * minute's first, as BigQuery takes it. What is not a text of years 0001 to 9999 ({@code infinity}, {@code +10000-…}, BC)
 * is unfit.
 */
final class TimeText {
    /** In the time zone database, but not in Java's copy of it. */
    private static final Map<String, ZoneOffset> FIXED_ZONES = Map.of(
            "EST", ZoneOffset.ofHours(-5),
            "MST", ZoneOffset.ofHours(-7),
            "HST", ZoneOffset.ofHours(-10));

    private static final long MOST_OFFSET_SECONDS = 18 * 3_600;

    private final String text;
    private int position;
    private boolean hasDate;

    private TimeText(String text) {
        this.text = text;
    }

    /** Microseconds since 1970 of a date, or a date and time; UTC unless the text has a zone. */
    static long instantMicros(String text) {
        TimeText reader = new TimeText(text);
        long micros = reader.dateAndTime();
        return micros - reader.zoneSeconds(micros) * MICROS_PER_SECOND;
    }

    /** Microseconds since 1970 of a clock reading, whatever zone follows it. */
    static long localMicros(String text) {
        TimeText reader = new TimeText(text);
        long micros = reader.dateAndTime();
        reader.zoneSeconds(micros);
        return micros;
    }

    /** Days since 1970 of a date, whatever zone follows it. */
    static long days(String text) {
        TimeText reader = new TimeText(text);
        long days = reader.date();
        reader.zoneSeconds(days * MICROS_PER_DAY);
        return days;
    }

    /** Microseconds since midnight UTC of a time with an offset, since midnight of one without. */
    static long timeMicros(String text) {
        TimeText reader = new TimeText(text);
        long micros = reader.time();
        return Math.floorMod(micros - reader.zoneSeconds(micros) * MICROS_PER_SECOND, MICROS_PER_DAY);
    }

    /** Microseconds since midnight of a clock reading, whatever offset follows it. */
    static long localTimeMicros(String text) {
        TimeText reader = new TimeText(text);
        long micros = reader.time();
        reader.zoneSeconds(micros);
        return micros;
    }

    private long dateAndTime() {
        long micros = date() * MICROS_PER_DAY;
        if (position + 1 < text.length() && isSeparator(text.charAt(position)) && isDigit(text.charAt(position + 1))) {
            position++;
            micros += time();
        }
        return micros;
    }

    private static boolean isSeparator(char c) {
        return c == 'T' || c == ' ' || c == 't';
    }

    private long date() {
        hasDate = true;
        int year = digits(4, 4);
        char separator = skip('/') ? '/' : '-';
        if (separator == '-') {
            expect('-');
        }
        int month = digits(1, 2);
        expect(separator);
        int day = digits(1, 2);
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
        int hour = digits(1, 2);
        expect(':');
        int minute = digits(1, 2);
        int second = 0;
        long micros = 0;
        if (skip(':')) {
            second = digits(1, 2);
            micros = skip('.') ? fraction() : 0;
        }
        boolean lastMinute = hour == 23 && minute == 59;
        boolean leap = second == 60 && micros == 0 && (hasDate || !lastMinute);
        if (hour > 23 || minute > 59 || (second > 59 && !leap)) {
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

    /**
     * Reads the end of the text: nothing, Z, an offset, or behind a space the name of a zone. Answers how far ahead of UTC
     * the clocks there are.
     */
    private long zoneSeconds(long localMicros) {
        if (position == text.length()) {
            return 0;
        }
        boolean spaced = skip(' ');
        long seconds;
        if (skip('+')) {
            seconds = offset();
        } else if (skip('-')) {
            seconds = -offset();
        } else if (spaced && hasDate) {
            return namedZoneSeconds(localMicros);
        } else if (!spaced && (skip('Z') || skip('z'))) {
            seconds = 0;
        } else {
            throw unreadable();
        }
        if (position != text.length() || Math.abs(seconds) > MOST_OFFSET_SECONDS) {
            throw unreadable();
        }
        return seconds;
    }

    /** h, hh, h:m, hh:mm, hh:mm:ss, hhmm or hhmmss. */
    private long offset() {
        int end = position;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        boolean joined = end - position > 2;
        int fewest = joined ? 2 : 1;
        long seconds = digits(fewest, 2) * 3_600L;
        for (int unit = 60; unit > 0 && position < text.length() && (joined || skip(':')); unit /= 60) {
            int part = digits(fewest, 2);
            if (part > 59) {
                throw unreadable();
            }
            seconds += (long) part * unit;
        }
        return seconds;
    }

    /** Where clocks skip an hour or repeat one, the offset before counts: BigQuery's rule and java.time's. */
    private long namedZoneSeconds(long localMicros) {
        String name = text.substring(position);
        ZoneOffset fixed = FIXED_ZONES.get(name);
        if (fixed != null) {
            return fixed.getTotalSeconds();
        }
        try {
            long seconds = Math.floorDiv(localMicros, MICROS_PER_SECOND);
            return ZoneRulesProvider.getRules(name, false)
                    .getOffset(LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC))
                    .getTotalSeconds();
        } catch (ZoneRulesException unknown) {
            throw new UnfitValueException("the text ends in what is no zone of the time zone database");
        }
    }

    private int digits(int fewest, int most) {
        int number = 0;
        int count = 0;
        while (count < most && position < text.length() && isDigit(text.charAt(position))) {
            number = number * 10 + (text.charAt(position++) - '0');
            count++;
        }
        if (count < fewest) {
            throw unreadable();
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
        return new UnfitValueException(
                "the text is no date or time of the years 0001 to 9999, as ISO 8601 or BigQuery's literals write them");
    }
}
