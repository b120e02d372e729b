// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import io.millrace.connect.emulator.store.Interval;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as GoogleSQL literals write them (without quotes), and as the Java client packs them into an int64.
 * All methods throw {@link DateTimeException} for what is no such literal.
 */
final class Literals {
    private static final String DATE = "(\\d{4})-(\\d{1,2})-(\\d{1,2})";
    private static final String TIME = "(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{0,6}))?";
    private static final Pattern DATE_ONLY = Pattern.compile(DATE);
    private static final Pattern TIME_ONLY = Pattern.compile(TIME);
    private static final Pattern DATETIME = Pattern.compile(DATE + "(?:[ Tt]" + TIME + ")?");
    private static final Pattern INTERVAL =
            Pattern.compile("([+-]?)(\\d+)-(\\d+) ([+-]?\\d+) ([+-]?)(\\d+):(\\d+):(\\d+)(?:\\.(\\d{1,6}))?");

    private Literals() {}

    static LocalDate date(String text) {
        return date(match(DATE_ONLY, text, "DATE"), 1);
    }

    static LocalTime time(String text) {
        return time(match(TIME_ONLY, text, "TIME"), 1);
    }

    static LocalDateTime dateTime(String text) {
        return dateTime(match(DATETIME, text, "DATETIME"), 1);
    }

    /** {@code [-]Y-M [-]D [-]H:M:S[.F]}. */
    static Interval interval(String text) {
        Matcher matcher = match(INTERVAL, text, "INTERVAL");
        try {
            int months = Math.addExact(Math.multiplyExact(number(matcher.group(2)), 12), number(matcher.group(3)));
            int days = number(matcher.group(4));
            long seconds = Math.addExact(
                    Math.multiplyExact(Long.parseLong(matcher.group(6)), 3_600L),
                    number(matcher.group(7)) * 60L + number(matcher.group(8)));
            long micros = Math.addExact(Math.multiplyExact(seconds, 1_000_000L), fraction(matcher.group(9)));
            if (months > 120_000 || Math.abs(days) > 3_660_000 || micros > 316_224_000_000_000_000L) {
                throw new DateTimeException("INTERVAL out of range");
            }
            return new Interval(
                    matcher.group(1).equals("-") ? -months : months,
                    days,
                    matcher.group(5).equals("-") ? -micros : micros);
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw new DateTimeException("INTERVAL out of range", tooLarge);
        }
    }

    /** Bits from the lowest: 20 microsecond, 6 second, 6 minute, 5 hour. */
    static LocalTime packedTime(long packed) {
        if (packed >>> 37 != 0) {
            throw new DateTimeException("not a packed TIME");
        }
        return time(packed);
    }

    /** The packed time, then 5 bits day, 4 month, 14 year. */
    static LocalDateTime packedDateTime(long packed) {
        if (packed >>> 60 != 0) {
            throw new DateTimeException("not a packed DATETIME");
        }
        int year = bits(packed, 46, 14);
        LocalDate date = LocalDate.of(year, bits(packed, 42, 4), bits(packed, 37, 5));
        return checked(date).atTime(time(packed & ((1L << 37) - 1)));
    }

    private static LocalTime time(long packed) {
        int micros = bits(packed, 0, 20);
        if (micros > 999_999) {
            throw new DateTimeException("microsecond out of range");
        }
        return LocalTime.of(bits(packed, 32, 5), bits(packed, 26, 6), bits(packed, 20, 6), micros * 1_000);
    }

    private static int bits(long packed, int shift, int count) {
        return (int) (packed >>> shift) & ((1 << count) - 1);
    }

    private static LocalDateTime dateTime(Matcher matcher, int group) {
        LocalDate date = date(matcher, group);
        return matcher.group(group + 3) == null ? date.atStartOfDay() : date.atTime(time(matcher, group + 3));
    }

    private static LocalDate date(Matcher matcher, int group) {
        return checked(LocalDate.of(
                number(matcher.group(group)), number(matcher.group(group + 1)), number(matcher.group(group + 2))));
    }

    private static LocalTime time(Matcher matcher, int group) {
        return LocalTime.of(
                number(matcher.group(group)),
                number(matcher.group(group + 1)),
                number(matcher.group(group + 2)),
                (int) fraction(matcher.group(group + 3)) * 1_000);
    }

    private static LocalDate checked(LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new DateTimeException("year out of range 1 to 9999");
        }
        return date;
    }

    /** Microseconds from the digits behind the point. */
    private static long fraction(@Nullable String digits) {
        return digits == null || digits.isEmpty() ? 0 : Long.parseLong((digits + "000000").substring(0, 6));
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }

    private static Matcher match(Pattern pattern, String text, String what) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("not a " + what + " literal");
        }
        return matcher;
    }
}
