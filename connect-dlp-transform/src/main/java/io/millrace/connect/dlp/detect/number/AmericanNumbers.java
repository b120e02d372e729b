// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.BRAZIL_CPF_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.CANADA_SOCIAL_INSURANCE_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.MEXICO_CURP_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.US_BANK_ROUTING_MICR;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.US_DEA_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.US_DRIVERS_LICENSE_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.US_EMPLOYER_IDENTIFICATION_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.US_HEALTHCARE_NPI;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.US_INDIVIDUAL_TAXPAYER_IDENTIFICATION_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.US_MEDICARE_BENEFICIARY_ID_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.US_PASSPORT;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.US_SOCIAL_SECURITY_NUMBER;
import static io.millrace.connect.dlp.infotype.Likelihood.LIKELY;
import static io.millrace.connect.dlp.infotype.Likelihood.POSSIBLE;
import static io.millrace.connect.dlp.infotype.Likelihood.UNLIKELY;
import static io.millrace.connect.dlp.infotype.Likelihood.VERY_UNLIKELY;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Identifiers of the Americas. */
public final class AmericanNumbers {

    // Numbers printed in advertisements; the Social Security Administration voided them.
    private static final Set<Long> VOID_SSN = Set.of(78_05_1120L, 219_09_9999L, 457_55_5462L);

    private static final String MEXICAN_STATES =
            "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR " + "SP SL SR TC TS TL VZ YN ZS NE";
    private static final String CURP_ALPHABET = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ";
    private static final String MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY";

    private AmericanNumbers() {}

    public static List<NumberForm> forms(BirthDates birth) {
        List<NumberForm> forms = new ArrayList<>();
        addTaxAndSocialSecurity(forms);
        addHealth(forms);
        forms.add(NumberForm.of(US_BANK_ROUTING_MICR, "999999999", POSSIBLE, (d, n) -> routing(d)));
        forms.add(NumberForm.of(US_BANK_ROUTING_MICR, "9999-9999-9", LIKELY, (d, n) -> routing(d)));
        // Nine digits, or a letter and eight in the next generation: only words around it can tell.
        forms.add(NumberForm.of(US_PASSPORT, "999999999", VERY_UNLIKELY, (d, n) -> true));
        forms.add(NumberForm.of(US_PASSPORT, "A99999999", VERY_UNLIKELY, (d, n) -> true));
        for (String pattern : new String[] {
            "9999999",
            "99999999",
            "999999999",
            "9999999999",
            "A9999999",
            "A99999999",
            "A999999999999",
            "A99999999999999",
            "AA999999",
            "AA9999999",
            "A999-9999-9999",
            "A99-99-9999",
            "A9999-99999-99999"
        }) {
            forms.add(NumberForm.of(US_DRIVERS_LICENSE_NUMBER, pattern, VERY_UNLIKELY, (d, n) -> true));
        }
        for (String pattern : new String[] {"999-999-999", "999 999 999"}) {
            forms.add(NumberForm.of(CANADA_SOCIAL_INSURANCE_NUMBER, pattern, LIKELY, AmericanNumbers::sin));
        }
        forms.add(NumberForm.of(CANADA_SOCIAL_INSURANCE_NUMBER, "999999999", POSSIBLE, AmericanNumbers::sin));
        forms.add(NumberForm.of(BRAZIL_CPF_NUMBER, "999.999.999-99", LIKELY, AmericanNumbers::cpf));
        forms.add(NumberForm.of(BRAZIL_CPF_NUMBER, "999999999-99", LIKELY, AmericanNumbers::cpf));
        forms.add(NumberForm.of(BRAZIL_CPF_NUMBER, "99999999999", POSSIBLE, AmericanNumbers::cpf));
        forms.add(NumberForm.of(MEXICO_CURP_NUMBER, "AAAA999999AAAAAAX9", LIKELY, (d, n) -> curp(d, birth)));
        return forms;
    }

    private static void addTaxAndSocialSecurity(List<NumberForm> forms) {
        forms.add(NumberForm.of(US_SOCIAL_SECURITY_NUMBER, "999-99-9999", LIKELY, (d, n) -> ssn(d)));
        forms.add(NumberForm.of(US_SOCIAL_SECURITY_NUMBER, "999 99 9999", LIKELY, (d, n) -> ssn(d)));
        forms.add(NumberForm.of(US_SOCIAL_SECURITY_NUMBER, "999.99.9999", POSSIBLE, (d, n) -> ssn(d)));
        forms.add(NumberForm.of(US_SOCIAL_SECURITY_NUMBER, "999999999", VERY_UNLIKELY, (d, n) -> ssn(d)));
        for (String pattern : new String[] {"999-99-9999", "999 99 9999"}) {
            forms.add(NumberForm.of(US_INDIVIDUAL_TAXPAYER_IDENTIFICATION_NUMBER, pattern, LIKELY, (d, n) -> itin(d)));
        }
        forms.add(NumberForm.of(
                US_INDIVIDUAL_TAXPAYER_IDENTIFICATION_NUMBER, "999999999", VERY_UNLIKELY, (d, n) -> itin(d)));
        forms.add(NumberForm.of(US_EMPLOYER_IDENTIFICATION_NUMBER, "99-9999999", UNLIKELY, (d, n) -> ein(d)));
        forms.add(NumberForm.of(US_EMPLOYER_IDENTIFICATION_NUMBER, "999999999", VERY_UNLIKELY, (d, n) -> ein(d)));
    }

    private static void addHealth(List<NumberForm> forms) {
        forms.add(NumberForm.of(US_HEALTHCARE_NPI, "9999999999", POSSIBLE, (d, n) -> npi(d)));
        for (String pattern : new String[] {"9999-999-999", "9999 999 999"}) {
            forms.add(NumberForm.of(US_HEALTHCARE_NPI, pattern, LIKELY, (d, n) -> npi(d)));
        }
        forms.add(NumberForm.of(US_DEA_NUMBER, "AX9999999", POSSIBLE, (d, n) -> dea(d)));
        for (String pattern : new String[] {"9AX9-AX9-AA99", "9AX9 AX9 AA99"}) {
            forms.add(NumberForm.of(US_MEDICARE_BENEFICIARY_ID_NUMBER, pattern, LIKELY, (d, n) -> mbi(d)));
        }
        forms.add(NumberForm.of(US_MEDICARE_BENEFICIARY_ID_NUMBER, "9AX9AX9AA99", POSSIBLE, (d, n) -> mbi(d)));
    }

    private static boolean ssn(char[] d) {
        long area = Checksums.number(d, 0, 3);
        return area > 0
                && area != 666
                && area < 900
                && Checksums.number(d, 3, 5) > 0
                && Checksums.number(d, 5, 9) > 0
                && !VOID_SSN.contains(Checksums.number(d, 0, 9));
    }

    private static boolean itin(char[] d) {
        long group = Checksums.number(d, 3, 5);
        return d[0] == '9'
                && group >= 50
                && group <= 99
                && group != 66
                && group != 67
                && group != 68
                && group != 69
                && group != 89
                && group != 93;
    }

    /** Prefixes of the campuses and of the internet that were ever used. */
    private static boolean ein(char[] d) {
        int prefix = (int) Checksums.number(d, 0, 2);
        return switch (prefix) {
            case 0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97 -> false;
            default -> true;
        };
    }

    private static boolean npi(char[] d) {
        // 24 is the Luhn sum of the prefix 80840, which is not written.
        return (d[0] == '1' || d[0] == '2') && (Checksums.luhnSum(d, 0, 10) + 24) % 10 == 0;
    }

    private static boolean dea(char[] d) {
        int odd = Checksums.digit(d, 2) + Checksums.digit(d, 4) + Checksums.digit(d, 6);
        int even = Checksums.digit(d, 3) + Checksums.digit(d, 5) + Checksums.digit(d, 7);
        return "ABCDEFGHJKLMPRSTUX".indexOf(d[0]) >= 0 && (odd + 2 * even) % 10 == Checksums.digit(d, 8);
    }

    private static boolean mbi(char[] d) {
        return d[0] != '0'
                && isMbiLetter(d[1])
                && (d[2] <= '9' || isMbiLetter(d[2]))
                && isMbiLetter(d[4])
                && (d[5] <= '9' || isMbiLetter(d[5]))
                && isMbiLetter(d[7])
                && isMbiLetter(d[8]);
    }

    private static boolean isMbiLetter(char c) {
        return MBI_LETTERS.indexOf(c) >= 0;
    }

    private static boolean routing(char[] d) {
        int prefix = (int) Checksums.number(d, 0, 2);
        boolean reserve = (prefix >= 1 && prefix <= 12)
                || (prefix >= 21 && prefix <= 32)
                || (prefix >= 61 && prefix <= 72)
                || prefix == 80;
        return reserve && Checksums.weighted(d, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0;
    }

    private static boolean sin(char[] d, int n) {
        // 0 is never given out, 8 is for businesses.
        return d[0] != '0' && d[0] != '8' && Checksums.luhn(d, n) && !Checksums.isUniform(d, n);
    }

    private static boolean cpf(char[] d, int n) {
        int first = Checksums.weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = Checksums.weighted(d, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return first == Checksums.digit(d, 9) && second == Checksums.digit(d, 10) && !Checksums.isUniform(d, n);
    }

    private static boolean curp(char[] d, BirthDates birth) {
        boolean sex = d[10] == 'H' || d[10] == 'M' || d[10] == 'X';
        if (!sex || !isMexicanState(d[11], d[12])) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += CURP_ALPHABET.indexOf(d[i]) * (18 - i);
        }
        int year = (int) Checksums.number(d, 4, 6) + (d[16] <= '9' ? 1900 : 2000);
        return (10 - sum % 10) % 10 == Checksums.digit(d, 17)
                && birth.isPast(year, (int) Checksums.number(d, 6, 8), (int) Checksums.number(d, 8, 10));
    }

    private static boolean isMexicanState(char first, char second) {
        for (int i = 0; i < MEXICAN_STATES.length(); i += 3) {
            if (MEXICAN_STATES.charAt(i) == first && MEXICAN_STATES.charAt(i + 1) == second) {
                return true;
            }
        }
        return false;
    }
}
