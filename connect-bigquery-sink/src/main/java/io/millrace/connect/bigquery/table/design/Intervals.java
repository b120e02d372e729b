// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table.design;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as BigQuery writes intervals: {@code Y-M D H:M:S}. */
public final class Intervals {
    private static final Pattern WRITTEN = Pattern.compile("0-0 (\\d{1,6}) (\\d{1,9}):(\\d{1,2}):(\\d{1,2})(?:\\.0+)?");

    private Intervals() {}

    /** In hours, minutes and seconds alone. */
    public static String written(Duration duration) {
        return "0-0 0 " + duration.toHours() + ":" + duration.toMinutesPart() + ":" + duration.toSecondsPart();
    }

    /** Whether an interval is as long, none being no time at all. One that is written otherwise may be. */
    public static boolean isOf(@Nullable String interval, Duration duration) {
        if (interval == null) {
            return duration.isZero();
        }
        Matcher read = WRITTEN.matcher(interval);
        return !read.matches()
                || Duration.ofDays(Long.parseLong(read.group(1)))
                        .plusHours(Long.parseLong(read.group(2)))
                        .plusMinutes(Long.parseLong(read.group(3)))
                        .plusSeconds(Long.parseLong(read.group(4)))
                        .equals(duration);
    }
}
