// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.BELGIUM_NATIONAL_ID_CARD_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.CHINA_RESIDENT_ID_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.DENMARK_CPR_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.FINLAND_NATIONAL_ID_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.KOREA_RRN;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.POLAND_PESEL_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.SOUTH_AFRICA_ID_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.SWEDEN_NATIONAL_ID_NUMBER;
import static io.millrace.connect.dlp.infotype.Likelihood.LIKELY;
import static io.millrace.connect.dlp.infotype.Likelihood.POSSIBLE;
import static io.millrace.connect.dlp.infotype.Likelihood.UNLIKELY;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** National identifiers that begin with, or hold, a birth date. */
public final class BirthDateNumbers {

    private static final String FINNISH_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private static final String FINNISH_1900 = "-YXWVU";
    private static final String FINNISH_2000 = "ABCDEF";
    private static final String CHINESE_CHECK = "10X98765432";

    // GB/T 2260, first two digits
    private static final Set<Integer> CHINESE_PROVINCES = Set.of(
            11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61,
            62, 63, 64, 65, 71, 81, 82, 83);

    private final BirthDates birth;

    private BirthDateNumbers(BirthDates birth) {
        this.birth = birth;
    }

    public static List<NumberForm> forms(BirthDates birth) {
        BirthDateNumbers numbers = new BirthDateNumbers(birth);
        List<NumberForm> forms = new ArrayList<>();
        numbers.addNordic(forms);
        forms.add(NumberForm.of(POLAND_PESEL_NUMBER, "99999999999", POSSIBLE, (d, n) -> numbers.pesel(d)));
        for (String pattern : new String[] {"99.99.99-999.99", "99 99 99 999 99"}) {
            forms.add(NumberForm.of(BELGIUM_NATIONAL_ID_CARD_NUMBER, pattern, LIKELY, (d, n) -> numbers.belgian(d)));
        }
        forms.add(
                NumberForm.of(BELGIUM_NATIONAL_ID_CARD_NUMBER, "99999999999", POSSIBLE, (d, n) -> numbers.belgian(d)));
        forms.add(new NumberForm(KOREA_RRN, "999999-9999999", LIKELY, 1, (d, n) -> numbers.korean(d)));
        forms.add(new NumberForm(KOREA_RRN, "9999999999999", UNLIKELY, 1, (d, n) -> numbers.korean(d)));
        for (String pattern : new String[] {"99999999999999999X", "999999 99999999 999X", "999999-99999999-999X"}) {
            forms.add(NumberForm.of(CHINA_RESIDENT_ID_NUMBER, pattern, LIKELY, (d, n) -> numbers.chinese(d)));
        }
        forms.add(
                NumberForm.of(SOUTH_AFRICA_ID_NUMBER, "9999999999999", POSSIBLE, (d, n) -> numbers.southAfrican(d, n)));
        forms.add(
                NumberForm.of(SOUTH_AFRICA_ID_NUMBER, "999999 9999 999", LIKELY, (d, n) -> numbers.southAfrican(d, n)));
        return forms;
    }

    private void addNordic(List<NumberForm> forms) {
        for (String pattern : new String[] {"999999-9999", "999999+9999", "99999999-9999"}) {
            forms.add(NumberForm.of(SWEDEN_NATIONAL_ID_NUMBER, pattern, LIKELY, this::swedish));
        }
        for (String pattern : new String[] {"9999999999", "999999999999"}) {
            forms.add(NumberForm.of(SWEDEN_NATIONAL_ID_NUMBER, pattern, POSSIBLE, this::swedish));
        }
        for (String pattern : new String[] {"999999-999X", "999999+999X"}) {
            forms.add(new NumberForm(
                    FINLAND_NATIONAL_ID_NUMBER, pattern, LIKELY, 1, (d, n) -> finnish(d, pattern.charAt(6), 6)));
        }
        // A letter for the century is rarer in other numbers than a hyphen.
        forms.add(new NumberForm(FINLAND_NATIONAL_ID_NUMBER, "999999A999X", LIKELY, 1, (d, n) -> {
            int steps = finnish(d, d[6], 7);
            return steps == NumberForm.Check.NO ? steps : steps + 1;
        }));
        forms.add(new NumberForm(DENMARK_CPR_NUMBER, "999999-9999", LIKELY, 1, (d, n) -> danish(d)));
        forms.add(new NumberForm(DENMARK_CPR_NUMBER, "999999 9999", POSSIBLE, 1, (d, n) -> danish(d)));
        forms.add(new NumberForm(DENMARK_CPR_NUMBER, "9999999999", UNLIKELY, 1, (d, n) -> danish(d)));
    }

    private boolean swedish(char[] d, int n) {
        int from = n - 10;
        if (Checksums.luhnSum(d, from, n) % 10 != 0) {
            return false;
        }
        int year = (int) Checksums.number(d, from, from + 2);
        int month = (int) Checksums.number(d, from + 2, from + 4);
        int day = (int) Checksums.number(d, from + 4, from + 6);
        int calendarDay = day > 60 ? day - 60 : day; // a coordination number adds 60
        return from == 0
                ? birth.isPastOfEitherCentury(year, month, calendarDay)
                : birth.isPast((int) Checksums.number(d, 0, 4), month, calendarDay);
    }

    /** Numbers from 900 are no one's for good, as those of test persons: three steps less sure. */
    private static int finnish(char[] d, char century, int serialAt) {
        int base = century == '+' ? 1800 : FINNISH_1900.indexOf(century) >= 0 ? 1900 : 2000;
        if (base == 2000 && FINNISH_2000.indexOf(century) < 0) {
            return NumberForm.Check.NO;
        }
        long serial = Checksums.isDigits(d, serialAt, serialAt + 3) ? Checksums.number(d, serialAt, serialAt + 3) : 0;
        long number = Checksums.number(d, 0, 6) * 1000 + serial;
        if (serial < 2 || FINNISH_CHECK.charAt((int) (number % 31)) != d[serialAt + 3]) {
            return NumberForm.Check.NO;
        }
        int day = (int) Checksums.number(d, 0, 2);
        int month = (int) Checksums.number(d, 2, 4);
        if (!BirthDates.isDay(base + (int) Checksums.number(d, 4, 6), month, day)) {
            return NumberForm.Check.NO;
        }
        return serial >= 900 ? -3 : 0;
    }

    /** The seventh digit tells the century; the check digit has not been kept to since 2007, so it only adds. */
    private int danish(char[] d) {
        int year = (int) Checksums.number(d, 4, 6);
        int seventh = Checksums.digit(d, 6);
        int century = 1900;
        if (seventh >= 5 && seventh <= 8) {
            century = year <= 57 ? 2000 : 1800;
        } else if ((seventh == 4 || seventh == 9) && year <= 36) {
            century = 2000;
        }
        if (!birth.isPast(century + year, (int) Checksums.number(d, 2, 4), (int) Checksums.number(d, 0, 2))) {
            return NumberForm.Check.NO;
        }
        return Checksums.weighted(d, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1) % 11 == 0 ? 1 : 0;
    }

    private boolean pesel(char[] d) {
        int check = Checksums.weighted(d, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1);
        int month = (int) Checksums.number(d, 2, 4);
        int[] centuries = {1900, 2000, 2100, 2200, 1800};
        return check % 10 == 0
                && birth.isPast(centuries[month / 20] + (int) Checksums.number(d, 0, 2), month % 20, (int)
                        Checksums.number(d, 4, 6));
    }

    private boolean belgian(char[] d) {
        long number = Checksums.number(d, 0, 9);
        long check = Checksums.number(d, 9, 11);
        int year = (int) Checksums.number(d, 0, 2);
        int month = (int) Checksums.number(d, 2, 4) % 20; // 20 or 40 is added in a number for non-residents
        int day = (int) Checksums.number(d, 4, 6);
        return (97 - number % 97 == check && birth.isPast(1900 + year, month, day))
                || (97 - (2_000_000_000L + number) % 97 == check && birth.isPast(2000 + year, month, day));
    }

    /** The check digit is kept to by numbers given out before October 2020 only, so it only adds. */
    private int korean(char[] d) {
        int sex = Checksums.digit(d, 6); // and century, and whether a foreigner; 9 and 0 were for the 1800s
        int year = (sex == 3 || sex == 4 || sex == 7 || sex == 8 ? 2000 : 1900) + (int) Checksums.number(d, 0, 2);
        if (sex == 0
                || sex == 9
                || !birth.isPast(year, (int) Checksums.number(d, 2, 4), (int) Checksums.number(d, 4, 6))) {
            return NumberForm.Check.NO;
        }
        int check = (11 - Checksums.weighted(d, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5) % 11) % 10;
        return check == Checksums.digit(d, 12) ? 1 : 0;
    }

    private boolean chinese(char[] d) {
        if (d[17] > '9' && d[17] != 'X') {
            return false;
        }
        int sum = Checksums.weighted(d, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
        return CHINESE_PROVINCES.contains((int) Checksums.number(d, 0, 2))
                && CHINESE_CHECK.charAt(sum % 11) == d[17]
                && birth.isPast((int) Checksums.number(d, 6, 10), (int) Checksums.number(d, 10, 12), (int)
                        Checksums.number(d, 12, 14));
    }

    private boolean southAfrican(char[] d, int n) {
        return d[10] <= '2'
                && Checksums.luhn(d, n)
                && birth.isPastOfEitherCentury((int) Checksums.number(d, 0, 2), (int) Checksums.number(d, 2, 4), (int)
                        Checksums.number(d, 4, 6));
    }
}
