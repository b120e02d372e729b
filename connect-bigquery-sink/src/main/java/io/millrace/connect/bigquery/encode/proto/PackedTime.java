// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import io.millrace.connect.bigquery.encode.value.CivilTime;

/**
 * DATETIME and TIME as they travel, as packed fields (ZetaSQL's civil time encoding: year, 4 bits month, 5 day, 5 hour,
 * 6 minute, 6 second, 20 microsecond).
 */
final class PackedTime {
    private PackedTime() {}

    /** Of microseconds since midnight that passed {@link CivilTime#checkedTimeOfDay}. */
    static long time(long microsOfDay) {
        int seconds = (int) (microsOfDay / CivilTime.MICROS_PER_SECOND);
        int minutes = seconds / 60;
        int hours = minutes / 60;
        int packedSeconds = hours << 12 | (minutes - hours * 60) << 6 | (seconds - minutes * 60);
        return (long) packedSeconds << 20 | (microsOfDay - seconds * CivilTime.MICROS_PER_SECOND);
    }

    /** Of microseconds since 1970 that passed {@link CivilTime#checkedMicros}. */
    static long datetime(long micros) {
        long sinceFirst = micros - CivilTime.FIRST_MICRO; // never negative: a plain division does
        int days = (int) (sinceFirst / CivilTime.MICROS_PER_DAY);
        return date(days) << 37 | time(sinceFirst - days * CivilTime.MICROS_PER_DAY);
    }

    /**
     * Neri and Schneider's way (2022, doi.org/10.1002/spe.3172), cheaper than a chain of divisions by 365 and 153; a test
     * compares every day.
     */
    private static long date(int daysSinceFirst) {
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
