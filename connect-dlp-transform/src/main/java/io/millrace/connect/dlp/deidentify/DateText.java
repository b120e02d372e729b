// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.MaskingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A date or time as text, with the pattern it came in, so that it is written back the same way.
 *
 * @param moment the local date and time it names; midnight for a date
 * @param rest what follows the date part in the text, kept as it is: time, fraction, zone
 */
record DateText(LocalDateTime moment, LocalDate date, DateTimeFormatter pattern, String rest) {
    /** A fifth digit would be read as another date. */
    private static final int LAST_YEAR = 9999;

    private static final int HOUR_DIGITS = 2;

    private static final List<Pattern> PATTERNS = List.of(
            new Pattern("uuuu-MM-dd", 10),
            new Pattern("uuuu/MM/dd", 10),
            new Pattern("MM/dd/uuuu", 10),
            new Pattern("dd.MM.uuuu", 10),
            new Pattern("uuuuMMdd", 8));

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("[ ]['T']HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[ ][XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private static final java.util.regex.Pattern ZONE = java.util.regex.Pattern.compile("Z|[-+]\\d\\d:\\d\\d");

    private record Pattern(DateTimeFormatter formatter, int length) {
        Pattern(String pattern, int length) {
            this(DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withResolverStyle(ResolverStyle.STRICT), length);
        }
    }

    /**
     * Reads ISO dates and date-times, {@code yyyy/MM/dd}, {@code MM/dd/yyyy}, {@code dd.MM.yyyy} and {@code yyyyMMdd}, each
     * with an optional time after a space or a T, or with a zone.
     *
     * @throws MaskingException for any other text
     */
    static DateText parse(String text) {
        for (Pattern pattern : PATTERNS) {
            if (text.length() >= pattern.length()) {
                String rest = text.substring(pattern.length());
                if (rest.isEmpty() || " TZ+-".indexOf(rest.charAt(0)) >= 0) {
                    try {
                        LocalDate date = LocalDate.parse(text.substring(0, pattern.length()), pattern.formatter());
                        return new DateText(time(date, rest), date, pattern.formatter(), rest);
                    } catch (DateTimeException notThisPattern) {
                        // the next pattern may fit; the exception is dropped because its message quotes the text
                    }
                }
            }
        }
        throw new MaskingException(MaskingException.Code.NOT_PARSABLE);
    }

    /**
     * Reads a time without a date as ISO 8601 writes it, with an optional zone, e.g. Debezium's ZonedTime; null for any
     * other text.
     */
    static @Nullable LocalTime timeOfDay(String text) {
        if (text.indexOf(':') != HOUR_DIGITS) {
            return null; // before an exception is made for every date
        }
        try {
            return LocalTime.from(TIME.parse(text));
        } catch (DateTimeException noTime) {
            return null; // its message quotes the text
        }
    }

    private static LocalDateTime time(LocalDate date, String rest) {
        if (rest.isEmpty() || ZONE.matcher(rest).matches()) {
            return date.atStartOfDay();
        }
        TemporalAccessor time = TIME.parse(rest);
        return date.atTime(
                time.get(ChronoField.HOUR_OF_DAY),
                time.get(ChronoField.MINUTE_OF_HOUR),
                time.isSupported(ChronoField.SECOND_OF_MINUTE) ? time.get(ChronoField.SECOND_OF_MINUTE) : 0);
    }

    static LocalDateTime ofInstant(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    /** The text, with its date moved by whole days. */
    String plusDays(int days) {
        LocalDate shifted = date.plusDays(days);
        if (shifted.getYear() < 1 || shifted.getYear() > LAST_YEAR) {
            throw new MaskingException(MaskingException.Code.OUTSIDE_DOMAIN);
        }
        return pattern.format(shifted) + rest;
    }
}
