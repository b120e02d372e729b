// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import io.millrace.connect.emulator.json.TemporalText;
import io.millrace.connect.emulator.store.WarehouseException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/** BigQuery's format elements ({@code %Y-%m-%d}) on {@link DateTimeFormatter}. */
final class TimeFormat {
    private TimeFormat() {}

    static String format(String format, Long micros) {
        return formatter(format, /* parsing= */ false)
                .format(LocalDateTime.ofInstant(TemporalText.instant(micros), ZoneOffset.UTC)
                        .atOffset(ZoneOffset.UTC));
    }

    /** Microseconds since 1970; what the format leaves out is that of 1970-01-01 00:00:00 UTC. */
    static Long parse(String format, String text) {
        try {
            TemporalAccessor parsed = formatter(format, /* parsing= */ true).parse(text.strip());
            ZoneOffset offset = parsed.query(TemporalQueries.offset());
            LocalDateTime value = LocalDateTime.from(parsed);
            return ChronoUnit.MICROS.between(
                    LocalDateTime.of(1970, 1, 1, 0, 0).atOffset(ZoneOffset.UTC),
                    value.atOffset(offset == null ? ZoneOffset.UTC : offset));
        } catch (DateTimeException unreadable) {
            throw new WarehouseException(
                    WarehouseException.Reason.INVALID_QUERY, "Failed to parse input string with format " + format);
        }
    }

    private static DateTimeFormatter formatter(String format, boolean parsing) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        boolean epoch = false;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                builder.appendLiteral(c);
                continue;
            }
            char element = format.charAt(++i);
            if (element == 'E' && i + 1 < format.length()) {
                i = extended(builder, format, i + 1, parsing);
            } else {
                epoch |= element == 's';
                append(builder, element, parsing);
            }
        }
        if (parsing && !epoch) {
            builder.parseDefaulting(ChronoField.YEAR, 1970)
                    .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                    .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                    .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                    .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0);
        }
        return builder.toFormatter(Locale.ENGLISH);
    }

    /** {@code %E6S}, {@code %E*S}, {@code %Ez}; gives the place of the last character. */
    private static int extended(DateTimeFormatterBuilder builder, String format, int at, boolean parsing) {
        char c = format.charAt(at);
        if (c == 'z') {
            builder.appendOffset("+HH:MM", "+00:00");
            return at;
        }
        boolean seconds =
                (Character.isDigit(c) || c == '*') && at + 1 < format.length() && format.charAt(at + 1) == 'S';
        if (!seconds) {
            throw unsupported("%E" + c);
        }
        two(builder, ChronoField.SECOND_OF_MINUTE, parsing);
        if (c == '*') {
            builder.appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true);
        } else if (c != '0') {
            builder.appendFraction(ChronoField.MICRO_OF_SECOND, parsing ? 0 : c - '0', c - '0', true);
        }
        return at + 1;
    }

    private static void append(DateTimeFormatterBuilder builder, char element, boolean parsing) {
        switch (element) {
            case 'Y' -> builder.appendValue(ChronoField.YEAR, 4);
            case 'm' -> two(builder, ChronoField.MONTH_OF_YEAR, parsing);
            case 'd' -> two(builder, ChronoField.DAY_OF_MONTH, parsing);
            case 'e' -> builder.padNext(2).appendValue(ChronoField.DAY_OF_MONTH);
            case 'H' -> two(builder, ChronoField.HOUR_OF_DAY, parsing);
            case 'I' -> two(builder, ChronoField.CLOCK_HOUR_OF_AMPM, parsing);
            case 'M' -> two(builder, ChronoField.MINUTE_OF_HOUR, parsing);
            case 'S' -> two(builder, ChronoField.SECOND_OF_MINUTE, parsing);
            case 'y' -> builder.appendValueReduced(ChronoField.YEAR, 2, 2, 1969);
            case 'j' -> builder.appendValue(ChronoField.DAY_OF_YEAR, 3);
            case 'p' -> builder.appendText(ChronoField.AMPM_OF_DAY);
            case 'B' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.FULL);
            case 'b', 'h' -> builder.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
            case 'A' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.FULL);
            case 'a' -> builder.appendText(ChronoField.DAY_OF_WEEK, TextStyle.SHORT);
            case 'u' -> builder.appendValue(ChronoField.DAY_OF_WEEK, 1);
            case 's' -> builder.appendValue(ChronoField.INSTANT_SECONDS);
            case 'Z' -> builder.appendLiteral("UTC");
            case 'z' -> builder.appendOffset("+HHMM", "+0000");
            case 'F' -> each(builder, "Y-m-d", parsing);
            case 'T', 'X' -> each(builder, "H:M:S", parsing);
            case 'R' -> each(builder, "H:M", parsing);
            case 'D', 'x' -> each(builder, "m/d/y", parsing);
            case '%' -> builder.appendLiteral('%');
            case 'n' -> builder.appendLiteral('\n');
            case 't' -> builder.appendLiteral('\t');
            default -> throw unsupported("%" + element);
        }
    }

    private static void each(DateTimeFormatterBuilder builder, String elements, boolean parsing) {
        for (int i = 0; i < elements.length(); i++) {
            char c = elements.charAt(i);
            if (Character.isLetter(c)) {
                append(builder, c, parsing);
            } else {
                builder.appendLiteral(c);
            }
        }
    }

    /** Two digits; one is enough when reading. */
    private static void two(DateTimeFormatterBuilder builder, ChronoField field, boolean parsing) {
        if (parsing) {
            builder.appendValue(field, 1, 2, SignStyle.NOT_NEGATIVE);
        } else {
            builder.appendValue(field, 2);
        }
    }

    private static WarehouseException unsupported(String element) {
        return WarehouseException.notImplemented("the format element " + element + " in SQL");
    }
}
