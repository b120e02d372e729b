// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import java.time.LocalDate;
import java.time.Month;
import java.time.chrono.IsoChronology;

/**
 * Tells whether digits can be the birth date in an identifier.
 *
 * @param today no one is born later
 */
public record BirthDates(LocalDate today) {

    /** A day of the calendar that is not still to come and within the oldest lives. */
    boolean isPast(int year, int month, int day) {
        if (year < 1840 || year > today.getYear() || !isDay(year, month, day)) {
            return false;
        }
        return year < today.getYear() || !LocalDate.of(year, month, day).isAfter(today);
    }

    /** As {@link #isPast(int, int, int)} for a year of two digits in either of the two last centuries. */
    boolean isPastOfEitherCentury(int yearOfCentury, int month, int day) {
        return isPast(1900 + yearOfCentury, month, day) || isPast(2000 + yearOfCentury, month, day);
    }

    static boolean isDay(int year, int month, int day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && (day <= 28 || day <= Month.of(month).length(IsoChronology.INSTANCE.isLeapYear(year)));
    }
}
