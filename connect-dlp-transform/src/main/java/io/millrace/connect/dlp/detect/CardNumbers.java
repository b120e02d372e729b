// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static io.millrace.connect.dlp.detect.BuiltInInfoType.CREDIT_CARD_NUMBER;
import static io.millrace.connect.dlp.detect.Likelihood.LIKELY;

import java.util.List;

/** Payment cards: an issuer's range, a length that issuer uses, and Luhn. */
final class CardNumbers {

    private CardNumbers() {}

    static List<NumberForm> forms() {
        return List.of(
                form("999999999999"),
                form("9999999999999"),
                form("99999999999999"),
                form("999999999999999"),
                form("9999999999999999"),
                form("99999999999999999"),
                form("999999999999999999"),
                form("9999999999999999999"),
                form("9999 9999 9999 9999"),
                form("9999-9999-9999-9999"),
                form("9999.9999.9999.9999"),
                form("9999 9999 9999 9999 999"),
                form("9999-9999-9999-9999-999"),
                form("999999 9999999999999"),
                form("9999 999999 99999"),
                form("9999-999999-99999"),
                form("9999 999999 9999"),
                form("9999-999999-9999"));
    }

    private static NumberForm form(String pattern) {
        return new NumberForm(CREDIT_CARD_NUMBER, pattern, LIKELY, 0, CardNumbers::steps);
    }

    static boolean isCard(char[] digits, int length) {
        return steps(digits, length) != NumberForm.Check.NO;
    }

    private static int steps(char[] digits, int length) {
        int steps = issuer((int) Checksums.number(digits, 0, 6), length);
        boolean valid = steps != NumberForm.Check.NO && Checksums.luhn(digits, length);
        return valid && !Checksums.isUniform(digits, length) ? steps : NumberForm.Check.NO;
    }

    /**
     * How sure an issuer's range makes a number of this length. Ranges: ISO/IEC 7812 issuers as published by the
     * networks (2026-11); those in little use, or of lengths in little use, are one step less sure.
     */
    private static int issuer(int iin, int length) {
        int two = iin / 10_000;
        int four = iin / 100;
        if (two / 10 == 4) { // Visa
            return length == 16 || length == 13 || length == 19 ? 0 : NumberForm.Check.NO;
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) { // Mastercard
            return NumberForm.Check.yesIf(length == 16);
        }
        if (two == 34 || two == 37) { // American Express
            return NumberForm.Check.yesIf(length == 15);
        }
        if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059) || four == 3095) { // Diners Club
            return length == 14 ? 0 : length >= 16 && length <= 19 ? -1 : NumberForm.Check.NO;
        }
        if (two == 35) { // JCB: 3528 to 3589, the rest in little use
            boolean used = four >= 3528 && four <= 3589 && length == 16;
            return used ? 0 : length >= 16 ? -1 : NumberForm.Check.NO;
        }
        if (four == 2131) { // JCB's old numbers
            return length == 15 ? -1 : NumberForm.Check.NO;
        }
        if (two == 62 || two == 60 || two == 64 || two == 65 || two == 81) { // Discover, UnionPay, RuPay
            return length == 16 ? 0 : length > 16 ? -1 : NumberForm.Check.NO;
        }
        if (two / 10 == 1) { // UATP
            return length == 15 ? -1 : NumberForm.Check.NO;
        }
        if (four >= 2200 && four <= 2204) { // Mir
            return length >= 16 ? 0 : NumberForm.Check.NO;
        }
        if (two == 50 || (two >= 56 && two <= 59) || two == 61 || two == 63 || (two >= 66 && two <= 69)) { // Maestro
            return length == 16 ? 0 : -1;
        }
        return NumberForm.Check.NO;
    }
}
