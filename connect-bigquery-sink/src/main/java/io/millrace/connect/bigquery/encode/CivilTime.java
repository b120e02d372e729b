// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

/**
 * BigQuery's calendar: proleptic Gregorian, years 1 to 9999. DATETIME and TIME travel as packed fields (ZetaSQL's civil
 * time encoding: year, 4 bits month, 5 day, 5 hour, 6 minute, 6 second, 20 microsecond).
 */
final class CivilTime {
    static final long MICROS_PER_SECOND = 1_000_000L;
    static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

    private static final long FIRST_DAY = -719_162; // 0001-01-01
    private static final long LAST_DAY = 2_932_896; // 9999-12-31
    private static final long FIRST_MICRO = FIRST_DAY * MICROS_PER_DAY;
    private static final long LAST_MICRO = (LAST_DAY + 1) * MICROS_PER_DAY - 1;

    private CivilTime() {}

    /** Days since 1970, if BigQuery has that date. */
    static long checkedDays(long days) {
        if (days < FIRST_DAY || days > LAST_DAY) {
            throw new UnfitValueException("the date lies outside 0001-01-01 to 9999-12-31");
        }
        return days;
    }

    /** Microseconds since 1970, if BigQuery has that point in time. */
    static long checkedMicros(long micros) {
        if (micros < FIRST_MICRO || micros > LAST_MICRO) {
            throw new UnfitValueException("the time lies outside 0001-01-01 00:00:00 to 9999-12-31 23:59:59.999999");
        }
        return micros;
    }

    /** Microseconds since midnight, if they fall on the same day. */
    static long checkedTimeOfDay(long micros) {
        if (micros < 0 || micros >= MICROS_PER_DAY) {
            throw new UnfitValueException("the time of day lies outside 00:00:00 to 23:59:59.999999; for durations set "
                    + "column.types to INT64");
        }
        return micros;
    }

    static long packedTime(long microsOfDay) {
        long seconds = microsOfDay / MICROS_PER_SECOND;
        long packedSeconds = (seconds / 3_600) << 12 | (seconds / 60 % 60) << 6 | seconds % 60;
        return packedSeconds << 20 | microsOfDay % MICROS_PER_SECOND;
    }

    static long packedDatetime(long micros) {
        long days = Math.floorDiv(micros, MICROS_PER_DAY);
        return packedDate(days) << 37 | packedTime(micros - days * MICROS_PER_DAY);
    }

    /** Days since 1970 of a date that exists. */
    static long daysOf(long year, long month, long day) {
        long y = month <= 2 ? year - 1 : year; // years begin in March, so that the leap day ends one
        long era = Math.floorDiv(y, 400L);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    private static long packedDate(long days) {
        long shifted = days + 719_468; // days since 0000-03-01
        long era = Math.floorDiv(shifted, 146_097L);
        long dayOfEra = shifted - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shiftedMonth = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        long month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year << 9 | month << 5 | day;
    }
}
