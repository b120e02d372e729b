// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

/** BigQuery's calendar: proleptic Gregorian, years 1 to 9999. */
public final class CivilTime {
    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

    /** 0001-01-01. */
    public static final long FIRST_DAY = -719_162;

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

    /**
     * Year, 4 bits of month and 5 bits of day, of days since 0001-01-01. Neri and Schneider's way (2022,
     * doi.org/10.1002/spe.3172), cheaper than a chain of divisions by 365 and 153; a test compares every day.
     */
    public static long packedDate(int daysSinceFirst) {
        int quarters = 4 * (daysSinceFirst + 306) + 3; // of days since 0000-03-01: years begin in March
        int century = quarters / 146_097;
        long years = 2_939_745L * (quarters % 146_097 | 3); // of the century, times 2^32
        int dayOfYear = (int) ((years & 0xFFFF_FFFFL) / 2_939_745 / 4);
        int months = 2_141 * dayOfYear + 197_913; // times 2^16
        int month = months >>> 16;
        int day = (months & 0xFFFF) / 2_141 + 1;
        int nextYear = month > 12 ? 1 : 0;
        long year = century * 100L + (years >>> 32) + nextYear;
        return year << 9 | (month - 12 * nextYear) << 5 | day;
    }
}
