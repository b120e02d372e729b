// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns ISO 8601 durations, as Debezium and Java write intervals, into INTERVAL's {@code years-months days h:m:s}. */
public final class IntervalText {
    private static final Pattern ISO = Pattern.compile("([-+])?P(?:([-+]?\\d{1,9})Y)?(?:([-+]?\\d{1,9})M)?"
            + "(?:([-+]?\\d{1,9})W)?(?:([-+]?\\d{1,9})D)?"
            + "(?:T(?:([-+]?\\d{1,9})H)?(?:([-+]?\\d{1,12})M)?(?:([-+]?\\d{1,15}(?:\\.\\d{1,12})?)S)?)?");
    private static final Pattern OWN =
            Pattern.compile("(?:([-+]?)(\\d{1,9})-(\\d{1,9})(?= |$))? ?([-+]?\\d{1,9}(?= |$))?"
                    + " ?(?:([-+]?)(\\d{1,9}):(\\d{1,9}):(\\d{1,9}(?:\\.\\d{1,9})?))?");
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
        return Parts.checked(months, days, micros).canonical();
    }

    private static long micros(long hours, long minutes, @Nullable String seconds) {
        try {
            return Math.addExact(Math.multiplyExact(hours * 60 + minutes, 60_000_000L), secondMicros(seconds));
        } catch (ArithmeticException overflow) {
            throw tooLong();
        }
    }

    /**
     * BigQuery's own form, complete, of whatever {@link #read} answers: of a part that is told from others, such as
     * {@code 1-2} or {@code 3 4:5:6}, too.
     */
    public static String complete(String text) {
        return parts(text).canonical();
    }

    /** The same as ISO 8601 with every part, as files of JSON have it: {@code P1Y2M3DT4H5M6.5S}. */
    public static String iso(String text) {
        return parts(text).iso();
    }

    private static Parts parts(String text) {
        Matcher own = OWN.matcher(text.strip());
        boolean told = own.matches() && (own.group(2) != null || own.group(6) != null);
        if (!told) {
            throw new UnfitValueException("the text is no INTERVAL: neither years-months days hours:minutes:seconds "
                    + "nor an ISO 8601 duration");
        }
        long months = sign(own.group(1)) * (number(own.group(2)) * 12 + number(own.group(3)));
        long micros = sign(own.group(5)) * micros(number(own.group(6)), number(own.group(7)), own.group(8));
        return Parts.checked(months, number(own.group(4)), micros);
    }

    private static int sign(@Nullable String sign) {
        return "-".equals(sign) ? -1 : 1;
    }

    private static UnfitValueException tooLong() {
        return new UnfitValueException(
                "the interval is longer than INTERVAL's 10000 years, 3660000 days or 87840000 hours");
    }

    private record Parts(long months, long days, long micros) {
        static Parts checked(long months, long days, long micros) {
            if (Math.abs(months) > MOST_MONTHS || Math.abs(days) > MOST_DAYS || Math.abs(micros) > MOST_MICROS) {
                throw tooLong();
            }
            return new Parts(months, days, micros);
        }

        String canonical() {
            String yearsAndMonths = (months < 0 ? "-" : "") + Math.abs(months) / 12 + "-" + Math.abs(months) % 12;
            return yearsAndMonths + " " + days + " " + (micros < 0 ? "-" : "") + hours() + ":" + minutes() + ":"
                    + seconds();
        }

        String iso() {
            String m = months < 0 ? "-" : "";
            String t = micros < 0 ? "-" : "";
            return "P" + m + Math.abs(months) / 12 + "Y" + m + Math.abs(months) % 12 + "M" + days + "DT" + t + hours()
                    + "H" + t + minutes() + "M" + t + seconds() + "S";
        }

        private long hours() {
            return Math.abs(micros) / 3_600_000_000L;
        }

        private long minutes() {
            return Math.abs(micros) / 60_000_000 % 60;
        }

        private String seconds() {
            long rest = Math.abs(micros) % 60_000_000;
            String fraction = Long.toString(1_000_000 + rest % 1_000_000).substring(1);
            return rest / 1_000_000 + (rest % 1_000_000 == 0 ? "" : "." + fraction.replaceAll("0+$", ""));
        }
    }

    private static long number(@Nullable String group) {
        return group == null ? 0 : Long.parseLong(group);
    }

    /** Digits beyond microseconds are cut off. */
    private static long secondMicros(@Nullable String group) {
        return group == null
                ? 0
                : new BigDecimal(group)
                        .movePointRight(6)
                        .setScale(0, RoundingMode.DOWN)
                        .longValueExact();
    }
}
