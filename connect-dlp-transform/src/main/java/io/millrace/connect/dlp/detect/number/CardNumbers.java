// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.CREDIT_CARD_NUMBER;
import static io.millrace.connect.dlp.infotype.Likelihood.LIKELY;
import static io.millrace.connect.dlp.infotype.Likelihood.POSSIBLE;

import java.util.List;

/** Payment cards: an issuer's range, a length that issuer uses, and Luhn. */
public final class CardNumbers {

    private CardNumbers() {}

    public static List<NumberForm> forms() {
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
                form("9999-9999 9999-9999"),
                form("9999 9999-9999 9999"),
                form("99999999 99999999"),
                form("99999999-99999999"),
                form("9999 9999 9999 9999 999"),
                form("9999-9999-9999-9999-999"),
                form("999999 9999999999999"),
                form("9999 999999 99999"),
                form("9999-999999-99999"),
                form("9999 999999 9999"),
                form("9999-999999-9999"));
    }

    private static NumberForm form(String pattern) {
        // One in thirty random numbers passes: groups or a label must say that it is a card
        boolean grouped = pattern.chars().anyMatch(c -> c != '9');
        return new NumberForm(CREDIT_CARD_NUMBER, pattern, grouped ? LIKELY : POSSIBLE, 0, CardNumbers::steps);
    }

    static boolean isCard(char[] digits, int length) {
        return steps(digits, length) != NumberForm.Check.NO;
    }

    private static int steps(char[] digits, int length) {
        int steps = CardIssuers.steps((int) Checksums.number(digits, 0, 4), length);
        boolean valid = steps != NumberForm.Check.NO && Checksums.luhn(digits, length);
        return valid && !Checksums.isUniform(digits, length) ? steps : NumberForm.Check.NO;
    }
}
