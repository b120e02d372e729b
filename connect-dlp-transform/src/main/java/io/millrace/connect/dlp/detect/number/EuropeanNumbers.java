// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.FRANCE_CNI;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.FRANCE_NIR;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.GERMANY_IDENTITY_CARD_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.GERMANY_TAXPAYER_IDENTIFICATION_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.ITALY_FISCAL_CODE;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.NETHERLANDS_BSN_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.SPAIN_DNI_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.SPAIN_NIE_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.SPAIN_NIF_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.SWITZERLAND_SOCIAL_SECURITY_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.TURKEY_ID_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.UK_NATIONAL_HEALTH_SERVICE_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.UK_NATIONAL_INSURANCE_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.UK_PASSPORT;
import static io.millrace.connect.dlp.infotype.Likelihood.LIKELY;
import static io.millrace.connect.dlp.infotype.Likelihood.POSSIBLE;
import static io.millrace.connect.dlp.infotype.Likelihood.VERY_UNLIKELY;

import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.ArrayList;
import java.util.List;

/** Identifiers of Europe whose check is not built on a birth date. */
public final class EuropeanNumbers {

    private static final String SPANISH_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

    // What the odd places of a codice fiscale are worth, for 0-9 and A-Z.
    private static final int[] ITALIAN_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };
    private static final String ITALIAN_MONTHS = "ABCDEHLMPRST";
    // Letters that stand for digits when two people would share a code.
    private static final String ITALIAN_DIGITS = "LMNPQRSTUV";

    private EuropeanNumbers() {}

    public static List<NumberForm> forms() {
        List<NumberForm> forms = new ArrayList<>();
        addBritish(forms);
        addSpanish(forms);
        addFrench(forms);
        for (String pattern : new String[] {"99999999999", "99 999 999 999", "99/999/999/999"}) {
            forms.add(NumberForm.of(
                    GERMANY_TAXPAYER_IDENTIFICATION_NUMBER, pattern, usual(pattern), EuropeanNumbers::germanTax));
        }
        forms.add(NumberForm.of(GERMANY_IDENTITY_CARD_NUMBER, "AXXXXXXXX9", POSSIBLE, (d, n) -> germanCard(d)));
        forms.add(NumberForm.of(GERMANY_IDENTITY_CARD_NUMBER, "AXXXXXXXX", VERY_UNLIKELY, (d, n) -> isGermanSerial(d)));
        forms.add(NumberForm.of(ITALY_FISCAL_CODE, "AAAAAAXXAXXAXXXA", LIKELY, (d, n) -> italian(d)));
        forms.add(NumberForm.of(ITALY_FISCAL_CODE, "99999999999", POSSIBLE, EuropeanNumbers::italianCompany));
        for (String pattern : new String[] {"999999999", "9999.99.999", "9999 99 999", "999.999.999"}) {
            forms.add(NumberForm.of(NETHERLANDS_BSN_NUMBER, pattern, usual(pattern), EuropeanNumbers::bsn));
        }
        for (String pattern : new String[] {"999.9999.9999.99", "999 9999 9999 99"}) {
            forms.add(NumberForm.of(SWITZERLAND_SOCIAL_SECURITY_NUMBER, pattern, LIKELY, (d, n) -> swiss(d)));
        }
        forms.add(NumberForm.of(SWITZERLAND_SOCIAL_SECURITY_NUMBER, "9999999999999", POSSIBLE, (d, n) -> swiss(d)));
        forms.add(NumberForm.of(TURKEY_ID_NUMBER, "99999999999", POSSIBLE, (d, n) -> turkish(d)));
        return forms;
    }

    /** Groups make it likely; one piece that one in ten passes is not. */
    private static Likelihood usual(String pattern) {
        return pattern.chars().allMatch(c -> NumberForm.isClass((char) c)) ? POSSIBLE : LIKELY;
    }

    private static void addBritish(List<NumberForm> forms) {
        for (String pattern :
                new String[] {"AA999999A", "AA 99 99 99 A", "AA 999999 A", "AA 999999A", "AA-99-99-99-A", "AA999999 A"
                }) {
            forms.add(NumberForm.of(UK_NATIONAL_INSURANCE_NUMBER, pattern, usual(pattern), (d, n) -> nino(d)));
        }
        for (String pattern : new String[] {"9999999999", "999 999 9999", "999-999-9999"}) {
            // with hyphens it is how Americans write telephone numbers
            Likelihood base = pattern.indexOf('-') < 0 ? usual(pattern) : POSSIBLE;
            forms.add(NumberForm.of(UK_NATIONAL_HEALTH_SERVICE_NUMBER, pattern, base, EuropeanNumbers::nhs));
        }
        forms.add(NumberForm.of(UK_PASSPORT, "AA9999999", VERY_UNLIKELY, (d, n) -> true));
        forms.add(NumberForm.of(UK_PASSPORT, "999999999", VERY_UNLIKELY, (d, n) -> true));
    }

    private static void addSpanish(List<NumberForm> forms) {
        for (String pattern : new String[] {
            "99999999A", "99999999-A", "99.999.999-A", "99.999.999A", "99999999 A", "9999999A", "9999999-A"
        }) {
            forms.add(NumberForm.of(SPAIN_NIF_NUMBER, pattern, usual(pattern), (d, n) -> spanish(d, 0, n)));
            forms.add(NumberForm.of(SPAIN_DNI_NUMBER, pattern, usual(pattern), (d, n) -> spanish(d, 0, n)));
        }
        // Spaniards abroad and minors: K, L or M in the place of a digit
        forms.add(NumberForm.of(
                SPAIN_NIF_NUMBER, "A9999999A", POSSIBLE, (d, n) -> "KLM".indexOf(d[0]) >= 0 && spanish(d, 1, n)));
        for (String pattern : new String[] {"A9999999A", "A9999999-A", "A-9999999-A", "A 9999999 A"}) {
            forms.add(NumberForm.of(SPAIN_NIE_NUMBER, pattern, LIKELY, EuropeanNumbers::nie));
        }
    }

    private static void addFrench(List<NumberForm> forms) {
        // Corsica's letter in its place is more than a check of digits
        forms.add(new NumberForm(
                FRANCE_NIR,
                "99999XX99999999",
                POSSIBLE,
                1,
                (d, n) -> nir(d) ? isCorsican(d) ? 1 : 0 : NumberForm.Check.NO));
        forms.add(NumberForm.of(FRANCE_NIR, "9 99 99 XX 999 999 99", LIKELY, (d, n) -> nir(d)));
        forms.add(NumberForm.of(FRANCE_CNI, "999999999999", VERY_UNLIKELY, (d, n) -> true));
        forms.add(NumberForm.of(FRANCE_CNI, "XXXXXX999", VERY_UNLIKELY, (d, n) -> true));
    }

    /** Prefixes by HMRC's manual NIM39110. */
    private static boolean nino(char[] d) {
        String prefix = String.valueOf(d, 0, 2);
        return "DFIQUV".indexOf(d[0]) < 0
                && "DFIOQUV".indexOf(d[1]) < 0
                && !"BG GB NK KN TN NT ZZ".contains(prefix)
                && d[8] >= 'A'
                && d[8] <= 'D';
    }

    private static boolean nhs(char[] d, int n) {
        int check = 11 - Checksums.weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
        return check % 11 == Checksums.digit(d, 9) && check != 10 && !Checksums.isUniform(d, n);
    }

    private static boolean spanish(char[] d, int from, int n) {
        long number = Checksums.number(d, from, n - 1);
        return number > 0 && SPANISH_LETTERS.charAt((int) (number % 23)) == d[n - 1];
    }

    private static boolean nie(char[] d, int n) {
        int leading = "XYZ".indexOf(d[0]);
        return leading >= 0
                && SPANISH_LETTERS.charAt((int) ((leading * 10_000_000L + Checksums.number(d, 1, n - 1)) % 23))
                        == d[n - 1];
    }

    private static boolean isCorsican(char[] d) {
        return d[5] == '2' && (d[6] == 'A' || d[6] == 'B');
    }

    private static boolean nir(char[] d) {
        boolean corsica = isCorsican(d);
        if (d[0] == '0' || (d[0] > '4' && d[0] < '7') || (!corsica && (d[5] > '9' || d[6] > '9'))) {
            return false;
        }
        int month = (int) Checksums.number(d, 3, 5);
        if (month == 0 || (month > 12 && month < 20)) {
            return false;
        }
        long department = corsica ? d[6] == 'A' ? 19 : 18 : Checksums.number(d, 5, 7);
        long number = (Checksums.number(d, 0, 5) * 100 + department) * 1_000_000 + Checksums.number(d, 7, 13);
        return 97 - number % 97 == Checksums.number(d, 13, 15);
    }

    /** No leading zero; of the first ten digits at most one is there more than once, and not more than thrice. */
    private static boolean germanTax(char[] d, int n) {
        if (d[0] == '0' || !Checksums.mod11And10(d, n)) {
            return false;
        }
        int[] counts = new int[10];
        for (int i = 0; i < 10; i++) {
            counts[d[i] - '0']++;
        }
        int repeated = 0;
        for (int count : counts) {
            if (count > 3) {
                return false;
            }
            repeated += count > 1 ? 1 : 0;
        }
        return repeated <= 1;
    }

    private static boolean isGermanSerial(char[] d) {
        boolean hasDigit = false;
        for (int i = 0; i < 9; i++) {
            if ("CFGHJKLMNPRTVWXYZ0123456789".indexOf(d[i]) < 0) {
                return false;
            }
            hasDigit |= d[i] <= '9';
        }
        return hasDigit && "LMNPRTVWXY".indexOf(d[0]) >= 0;
    }

    private static boolean germanCard(char[] d) {
        int[] weights = {7, 3, 1, 7, 3, 1, 7, 3, 1};
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += Character.digit(d[i], 36) * weights[i];
        }
        return isGermanSerial(d) && sum % 10 == Checksums.digit(d, 9);
    }

    private static boolean italian(char[] d) {
        int month = ITALIAN_MONTHS.indexOf(d[8]);
        int day = italianDigit(d[9]) * 10 + italianDigit(d[10]);
        day = day > 40 ? day - 40 : day;
        for (int i : new int[] {6, 7, 9, 10, 12, 13, 14}) {
            if (italianDigit(d[i]) < 0) {
                return false;
            }
        }
        if (month < 0 || !BirthDates.isDay(2000, month + 1, day)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            int value = d[i] <= '9' ? d[i] - '0' : d[i] - 'A';
            sum += i % 2 == 0 ? ITALIAN_ODD[value] : value;
        }
        return sum % 26 == d[15] - 'A';
    }

    private static int italianDigit(char c) {
        return c <= '9' ? c - '0' : ITALIAN_DIGITS.indexOf(c);
    }

    /** A company's code is its VAT number: serial, province office, Luhn. */
    private static boolean italianCompany(char[] d, int n) {
        int office = (int) Checksums.number(d, 7, 10);
        boolean known =
                (office >= 1 && office <= 100) || office == 120 || office == 121 || office == 888 || office == 999;
        return known && Checksums.number(d, 0, 7) > 0 && Checksums.luhn(d, n);
    }

    private static boolean bsn(char[] d, int n) {
        int sum = Checksums.weighted(d, 9, 8, 7, 6, 5, 4, 3, 2, -1);
        return sum % 11 == 0 && Checksums.number(d, 0, n) > 0 && !Checksums.isUniform(d, n);
    }

    private static boolean swiss(char[] d) {
        return Checksums.number(d, 0, 3) == 756
                && Checksums.weighted(d, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
    }

    private static boolean turkish(char[] d) {
        int odd = Checksums.weighted(d, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        int even = Checksums.weighted(d, 0, 1, 0, 1, 0, 1, 0, 1);
        return d[0] != '0'
                && Math.floorMod(odd * 7 - even, 10) == Checksums.digit(d, 9)
                && (odd + even + Checksums.digit(d, 9)) % 10 == Checksums.digit(d, 10);
    }
}
