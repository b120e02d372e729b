// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AUSTRALIA_MEDICARE_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AUSTRALIA_TAX_FILE_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.INDIA_AADHAAR_INDIVIDUAL;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.INDIA_GST_INDIVIDUAL;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.INDIA_PAN_INDIVIDUAL;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.JAPAN_INDIVIDUAL_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.SINGAPORE_NATIONAL_REGISTRATION_ID_NUMBER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.THAILAND_NATIONAL_ID_NUMBER;
import static io.millrace.connect.dlp.infotype.Likelihood.LIKELY;
import static io.millrace.connect.dlp.infotype.Likelihood.POSSIBLE;

import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.ArrayList;
import java.util.List;

/** Identifiers of Asia and the Pacific whose check is not built on a birth date. */
public final class AsiaPacificNumbers {

    private static final String SINGAPORE_ST = "JZIHGFEDCBA";
    private static final String SINGAPORE_FG = "XWUTRQPNMLK";
    private static final String SINGAPORE_M = "XWUTRQPNJLK";

    private AsiaPacificNumbers() {}

    public static List<NumberForm> forms() {
        List<NumberForm> forms = new ArrayList<>();
        for (String pattern : new String[] {"9999 9999 9999", "9999-9999-9999", "999999999999"}) {
            Likelihood base = usual(pattern);
            forms.add(NumberForm.of(INDIA_AADHAAR_INDIVIDUAL, pattern, base, AsiaPacificNumbers::aadhaar));
            forms.add(NumberForm.of(JAPAN_INDIVIDUAL_NUMBER, pattern, base, AsiaPacificNumbers::japanese));
        }
        forms.add(new NumberForm(INDIA_PAN_INDIVIDUAL, "AAAAA9999A", LIKELY, 0, (d, n) -> pan(d)));
        forms.add(new NumberForm(INDIA_GST_INDIVIDUAL, "99AAAAA9999AXAX", POSSIBLE, 2, (d, n) -> gst(d)));
        for (String pattern : new String[] {"999999999", "999 999 999", "99 999 999 9"}) {
            forms.add(NumberForm.of(AUSTRALIA_TAX_FILE_NUMBER, pattern, usual(pattern), AsiaPacificNumbers::tfn));
        }
        for (String pattern : new String[] {"9999999999", "9999 99999 9", "9999-99999-9"}) {
            forms.add(NumberForm.of(AUSTRALIA_MEDICARE_NUMBER, pattern, usual(pattern), (d, n) -> medicare(d)));
        }
        forms.add(new NumberForm(
                SINGAPORE_NATIONAL_REGISTRATION_ID_NUMBER, "A9999999A", POSSIBLE, 1, (d, n) -> singapore(d)));
        forms.add(NumberForm.of(THAILAND_NATIONAL_ID_NUMBER, "9999999999999", POSSIBLE, (d, n) -> thai(d)));
        forms.add(NumberForm.of(THAILAND_NATIONAL_ID_NUMBER, "9-9999-99999-99-9", LIKELY, (d, n) -> thai(d)));
        forms.add(NumberForm.of(THAILAND_NATIONAL_ID_NUMBER, "9 9999 99999 99 9", LIKELY, (d, n) -> thai(d)));
        return forms;
    }

    /** Groups make it likely; bare digits that one in ten passes are not. */
    private static Likelihood usual(String pattern) {
        return pattern.chars().allMatch(c -> c == '9') ? POSSIBLE : LIKELY;
    }

    private static boolean aadhaar(char[] d, int n) {
        return d[0] >= '2' && Checksums.verhoeff(d, n);
    }

    private static boolean japanese(char[] d, int n) {
        int remainder = Checksums.weighted(d, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11;
        int check = remainder <= 1 ? 0 : 11 - remainder;
        return check == Checksums.digit(d, 11) && !Checksums.isUniform(d, n);
    }

    /** The fourth letter is P for persons; other holders of a PAN are far less sure to be meant. */
    private static int pan(char[] d) {
        if (Checksums.number(d, 5, 9) == 0) {
            return NumberForm.Check.NO;
        }
        return d[3] == 'P' ? 0 : -3;
    }

    /** The structure is rare enough to be possible by itself; the check character makes it sure. */
    private static int gst(char[] d) {
        long state = Checksums.number(d, 0, 2);
        if (state < 1 || (state > 38 && state != 97 && state != 99) || d[13] != 'Z') {
            return NumberForm.Check.NO;
        }
        int sum = 0;
        for (int i = 0; i < 14; i++) {
            int product = Character.digit(d[i], 36) * (i % 2 + 1);
            sum += product / 36 + product % 36;
        }
        return (36 - sum % 36) % 36 == Character.digit(d[14], 36) ? 2 : 0;
    }

    private static boolean tfn(char[] d, int n) {
        return Checksums.weighted(d, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0 && !Checksums.isUniform(d, n);
    }

    private static boolean medicare(char[] d) {
        int check = Checksums.weighted(d, 1, 3, 7, 9, 1, 3, 7, 9) % 10;
        return d[0] >= '2' && d[0] <= '6' && check == Checksums.digit(d, 8) && d[9] != '0';
    }

    private static int singapore(char[] d) {
        boolean foreigner = d[0] == 'F' || d[0] == 'G';
        String letters = foreigner ? SINGAPORE_FG : d[0] == 'M' ? SINGAPORE_M : SINGAPORE_ST;
        boolean known = foreigner || d[0] == 'M' || d[0] == 'S' || d[0] == 'T';
        if (!known || letters.indexOf(d[8]) < 0) {
            return NumberForm.Check.NO;
        }
        int sum = 0;
        int[] weights = {2, 7, 6, 5, 4, 3, 2};
        for (int i = 0; i < 7; i++) {
            sum += Checksums.digit(d, i + 1) * weights[i];
        }
        sum += d[0] == 'T' || d[0] == 'G' ? 4 : d[0] == 'M' ? 3 : 0;
        return letters.charAt(sum % 11) == d[8] ? 1 : 0;
    }

    private static boolean thai(char[] d) {
        int sum = Checksums.weighted(d, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2);
        return d[0] != '0' && d[0] != '9' && (11 - sum % 11) % 10 == Checksums.digit(d, 12);
    }
}
