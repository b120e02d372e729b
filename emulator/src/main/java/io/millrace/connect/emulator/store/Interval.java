// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

/** A value of BigQuery's INTERVAL; the three parts have their own signs. */
public record Interval(int months, int days, long micros) {
    /** As BigQuery writes it: {@code Y-M D H:M:S[.F]}. */
    @Override
    public String toString() {
        long absoluteMonths = Math.abs((long) months);
        long absoluteMicros = Math.abs(micros);
        String text = (months < 0 ? "-" : "") + absoluteMonths / 12 + "-" + absoluteMonths % 12 + " " + days + " "
                + (micros < 0 ? "-" : "") + absoluteMicros / 3_600_000_000L + ":"
                + absoluteMicros / 60_000_000L % 60 + ":" + absoluteMicros / 1_000_000L % 60;
        long fraction = absoluteMicros % 1_000_000L;
        return fraction == 0
                ? text
                : text + "." + String.format("%06d", fraction).replaceAll("0+$", "");
    }
}
