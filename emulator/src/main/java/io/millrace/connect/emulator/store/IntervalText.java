// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** INTERVAL as DuckDB casts it from and to text: {@code 1 year 2 months 3 days -00:00:01.5}. */
final class IntervalText {
    private static final Pattern TEXT =
            Pattern.compile("(?:(-?\\d+) years? ?)?(?:(-?\\d+) months? ?)?(?:(-?\\d+) days? ?)?"
                    + "(?:(-?)(\\d+):(\\d+):(\\d+)(?:\\.(\\d+))?)?");

    private IntervalText() {}

    static String format(Interval value) {
        return value.months() + " months " + value.days() + " days " + value.micros() + " microseconds";
    }

    static Interval parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("DuckDB wrote an INTERVAL of unknown form");
        }
        long micros = number(parts.group(5)) * 3_600_000_000L
                + number(parts.group(6)) * 60_000_000L
                + number(parts.group(7)) * 1_000_000L
                + fraction(parts.group(8));
        boolean negative = "-".equals(parts.group(4));
        return new Interval(
                Math.toIntExact(number(parts.group(1)) * 12 + number(parts.group(2))),
                Math.toIntExact(number(parts.group(3))),
                negative ? -micros : micros);
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static long fraction(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong((digits + "000000").substring(0, 6));
    }
}
