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
        return CivilTime.packedDate(days) << 37 | time(sinceFirst - days * CivilTime.MICROS_PER_DAY);
    }
}
