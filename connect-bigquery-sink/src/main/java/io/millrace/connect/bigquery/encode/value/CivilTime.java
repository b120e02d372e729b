// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

/** BigQuery's calendar: proleptic Gregorian, years 1 to 9999. */
public final class CivilTime {
    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

    private static final long FIRST_DAY = -719_162; // 0001-01-01
    private static final long LAST_DAY = 2_932_896; // 9999-12-31
    /** 0001-01-01 00:00:00. */
    public static final long FIRST_MICRO = FIRST_DAY * MICROS_PER_DAY;

    private static final long LAST_MICRO = (LAST_DAY + 1) * MICROS_PER_DAY - 1;

    private CivilTime() {}

    /** Days since 1970, if BigQuery has that date. */
    public static long checkedDays(long days) {
        if (days < FIRST_DAY || days > LAST_DAY) {
            throw new UnfitValueException("the date lies outside 0001-01-01 to 9999-12-31");
        }
        return days;
    }

    /** Microseconds since 1970, if BigQuery has that point in time. */
    public static long checkedMicros(long micros) {
        if (micros < FIRST_MICRO || micros > LAST_MICRO) {
            throw new UnfitValueException("the time lies outside 0001-01-01 00:00:00 to 9999-12-31 23:59:59.999999");
        }
        return micros;
    }

    /** Microseconds since midnight, if they fall on the same day. */
    public static long checkedTimeOfDay(long micros) {
        if (micros < 0 || micros >= MICROS_PER_DAY) {
            throw new UnfitValueException("the time of day lies outside 00:00:00 to 23:59:59.999999; for durations set "
                    + "column.types to INT64");
        }
        return micros;
    }

    /** Days since 1970 of a date that exists. */
    static long daysOf(long year, long month, long day) {
        long y = month <= 2 ? year - 1 : year; // years begin in March, so that the leap day ends one
        long era = Math.floorDiv(y, 400L);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }
}
