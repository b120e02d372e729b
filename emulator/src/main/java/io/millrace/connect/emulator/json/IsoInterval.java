// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.json;

import io.millrace.connect.emulator.store.Interval;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** INTERVAL in the form of files: {@code P-1Y2M3DT4H5M-6.5S}, each part with its own sign, P and T always there. */
final class IsoInterval {
    private static final String WHOLE = "(-?\\d+)";
    private static final Pattern FORM = Pattern.compile("P(?:" + WHOLE + "Y)?(?:" + WHOLE + "M)?(?:" + WHOLE + "D)?T(?:"
            + WHOLE + "H)?(?:" + WHOLE + "M)?(?:(-?\\d+(?:\\.\\d{1,6})?)S)?");

    private IsoInterval() {}

    static Interval parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an INTERVAL");
        }
        long months = Math.addExact(Math.multiplyExact(whole(parts.group(1)), 12), whole(parts.group(2)));
        long minutes = Math.addExact(Math.multiplyExact(whole(parts.group(4)), 60), whole(parts.group(5)));
        String seconds = parts.group(6);
        long micros =
                seconds == null ? 0 : new BigDecimal(seconds).movePointRight(6).longValueExact();
        return new Interval(
                Math.toIntExact(months),
                Math.toIntExact(whole(parts.group(3))),
                Math.addExact(Math.multiplyExact(minutes, 60_000_000L), micros));
    }

    private static long whole(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
