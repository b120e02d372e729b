// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.json;

import io.millrace.connect.emulator.store.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text forms that BigQuery accepts for dates, times and their like. */
public final class TemporalText {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.HOUR_OF_DAY, 1, 2, SignStyle.NOT_NEGATIVE)
            .appendLiteral(':')
            .appendValue(ChronoField.MINUTE_OF_HOUR, 1, 2, SignStyle.NOT_NEGATIVE)
            .optionalStart()
            .appendLiteral(':')
            .appendValue(ChronoField.SECOND_OF_MINUTE, 1, 2, SignStyle.NOT_NEGATIVE)
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendLiteral('-')
            .appendValue(ChronoField.MONTH_OF_YEAR, 1, 2, SignStyle.NOT_NEGATIVE)
            .appendLiteral('-')
            .appendValue(ChronoField.DAY_OF_MONTH, 1, 2, SignStyle.NOT_NEGATIVE)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern ZONED =
            Pattern.compile("(\\d{4}-\\d{1,2}-\\d{1,2})(?:[ Tt](\\d{1,2}:\\d{1,2}(?::\\d{1,2}(?:\\.\\d{0,9})?)?))?"
                    + "(?: ?([Zz]|UTC|[+-]\\d{1,2}(?::?\\d{2})?)| ([A-Za-z]+(?:/[\\w/+-]+)?))?");
    private static final Pattern INTERVAL =
            Pattern.compile("([+-]?)(\\d+)-(\\d+) ([+-]?\\d+) ([+-]?)(\\d+):(\\d+):(\\d+)(?:\\.(\\d{1,9}))?");

    private TemporalText() {}

    public static LocalDate date(String text) {
        return LocalDate.parse(text.strip(), DATE);
    }

    public static LocalTime time(String text) {
        return micros(LocalTime.parse(text.strip(), TIME));
    }

    public static LocalDateTime dateTime(String text) {
        String stripped = text.strip();
        int separator = stripped.indexOf('T') >= 0 ? stripped.indexOf('T') : stripped.indexOf(' ');
        if (separator < 0) {
            return date(stripped).atStartOfDay();
        }
        return date(stripped.substring(0, separator)).atTime(time(stripped.substring(separator + 1)));
    }

    /** ISO-like text with an optional zone (UTC where absent), or seconds since 1970 with a fraction. */
    public static Instant timestamp(String text) {
        return timestamp(text, ZoneOffset.UTC);
    }

    public static Instant timestamp(String text, ZoneId defaultZone) {
        Matcher parts = ZONED.matcher(text.strip());
        if (!parts.matches()) {
            BigDecimal seconds = new BigDecimal(text.strip());
            long micros =
                    seconds.movePointRight(6).setScale(0, RoundingMode.HALF_UP).longValueExact();
            return instant(micros);
        }
        LocalDate date = date(parts.group(1));
        LocalTime time = parts.group(2) == null ? LocalTime.MIDNIGHT : time(parts.group(2));
        return date.atTime(time)
                .atZone(zone(parts.group(3), parts.group(4), defaultZone))
                .toInstant();
    }

    private static ZoneId zone(@Nullable String offset, @Nullable String name, ZoneId defaultZone) {
        if (name != null) {
            return ZoneId.of(name);
        }
        if (offset == null) {
            return defaultZone;
        }
        if (offset.equalsIgnoreCase("Z") || offset.equals("UTC")) {
            return ZoneOffset.UTC;
        }
        String digits = offset.substring(1).replace(":", "");
        int hours = Integer.parseInt(digits.length() > 2 ? digits.substring(0, digits.length() - 2) : digits);
        int minutes = digits.length() > 2 ? Integer.parseInt(digits.substring(digits.length() - 2)) : 0;
        int sign = offset.charAt(0) == '-' ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes);
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }

    public static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    private static LocalTime micros(LocalTime time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    public static boolean bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "1" -> true;
            case "false", "f", "no", "n", "0" -> false;
            default -> throw new IllegalArgumentException("not a BOOL");
        };
    }

    public static double floating(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> new BigDecimal(text.strip()).doubleValue();
        };
    }

    /** {@code Y-M D H:M:S[.F]}. */
    public static Interval interval(String text) {
        Matcher parts = INTERVAL.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an INTERVAL");
        }
        int months = Integer.parseInt(parts.group(2)) * 12 + Integer.parseInt(parts.group(3));
        long micros = Long.parseLong(parts.group(6)) * 3_600_000_000L
                + Long.parseLong(parts.group(7)) * 60_000_000L
                + Long.parseLong(parts.group(8)) * 1_000_000L;
        if (parts.group(9) != null) {
            micros += Long.parseLong((parts.group(9) + "000000").substring(0, 6));
        }
        return new Interval(
                parts.group(1).equals("-") ? -months : months,
                Integer.parseInt(parts.group(4).replace("+", "")),
                parts.group(5).equals("-") ? -micros : micros);
    }
}
