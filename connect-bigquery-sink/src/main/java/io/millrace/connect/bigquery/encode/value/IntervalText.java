// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns ISO 8601 durations, as Debezium and Java write intervals, into INTERVAL's {@code years-months days h:m:s}. */
public final class IntervalText {
    private static final Pattern ISO = Pattern.compile("([-+])?P(?:([-+]?\\d{1,9})Y)?(?:([-+]?\\d{1,9})M)?"
            + "(?:([-+]?\\d{1,9})W)?(?:([-+]?\\d{1,9})D)?"
            + "(?:T(?:([-+]?\\d{1,9})H)?(?:([-+]?\\d{1,12})M)?(?:([-+]?\\d{1,15}(?:\\.\\d{1,12})?)S)?)?");
    private static final long MOST_MONTHS = 120_000;
    private static final long MOST_DAYS = 3_660_000;
    private static final long MOST_MICROS = 87_840_000L * 3_600_000_000L;

    private IntervalText() {}

    /** A text of either form: BigQuery's own has no letters. */
    public static String read(String text) {
        return text.indexOf('P') < 0 ? text : of(text);
    }

    public static String of(String duration) {
        Matcher iso = ISO.matcher(duration);
        if (!iso.matches() || duration.length() < 3) {
            throw new UnfitValueException("the text is no ISO 8601 duration");
        }
        int sign = "-".equals(iso.group(1)) ? -1 : 1;
        long months = sign * (number(iso.group(2)) * 12 + number(iso.group(3)));
        long days = sign * (number(iso.group(4)) * 7 + number(iso.group(5)));
        long micros = sign * micros(number(iso.group(6)), number(iso.group(7)), iso.group(8));
        if (Math.abs(months) > MOST_MONTHS || Math.abs(days) > MOST_DAYS || Math.abs(micros) > MOST_MICROS) {
            throw tooLong();
        }
        return canonical(months, days, micros);
    }

    private static long micros(long hours, long minutes, String seconds) {
        try {
            return Math.addExact(Math.multiplyExact(hours * 60 + minutes, 60_000_000L), secondMicros(seconds));
        } catch (ArithmeticException overflow) {
            throw tooLong();
        }
    }

    private static UnfitValueException tooLong() {
        return new UnfitValueException(
                "the interval is longer than INTERVAL's 10000 years, 3660000 days or 87840000 hours");
    }

    private static String canonical(long months, long days, long micros) {
        StringBuilder text = new StringBuilder(32);
        text.append(months < 0 ? "-" : "")
                .append(Math.abs(months) / 12)
                .append('-')
                .append(Math.abs(months) % 12);
        text.append(' ').append(days).append(' ');
        long rest = Math.abs(micros);
        text.append(micros < 0 ? "-" : "").append(rest / 3_600_000_000L);
        text.append(':').append(rest / 60_000_000 % 60).append(':').append(rest / 1_000_000 % 60);
        if (rest % 1_000_000 != 0) {
            String fraction = Long.toString(1_000_000 + rest % 1_000_000).substring(1);
            text.append('.').append(fraction.replaceAll("0+$", ""));
        }
        return text.toString();
    }

    private static long number(String group) {
        return group == null ? 0 : Long.parseLong(group);
    }

    /** Digits beyond microseconds are cut off. */
    private static long secondMicros(String group) {
        return group == null
                ? 0
                : new BigDecimal(group)
                        .movePointRight(6)
                        .setScale(0, RoundingMode.DOWN)
                        .longValueExact();
    }
}
