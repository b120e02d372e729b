// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;

/** What a number has to be beyond its shape. */
final class Checksums {
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);

    private Checksums() {}

    /** ISO/IEC 7812: the digit of a payment network, and Luhn's sum. */
    static boolean isCardNumber(String text) {
        String digits = text.replaceAll("[ -]", "");
        return digits.matches("[2-6].*") && isLuhn(digits);
    }

    private static boolean isLuhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }

    /** ISO 13616: letters as 10 to 35, the first four characters moved to the end, 1 modulo 97. */
    static boolean isIban(String text) {
        String code = text.replace(" ", "").toUpperCase(Locale.ROOT);
        StringBuilder number = new StringBuilder();
        (code.substring(4) + code.substring(0, 4)).chars().forEach(each -> number.append(Character.digit(each, 36)));
        return new BigInteger(number.toString()).mod(NINETY_SEVEN).equals(BigInteger.ONE);
    }

    /** RFC 4291: eight groups, or fewer around one {@code ::}; not the {@code ::} alone. */
    static boolean isIpV6(String text) {
        int gap = text.indexOf("::");
        boolean gaps = gap >= 0 && (text.indexOf("::", gap + 1) >= 0 || text.contains(":::"));
        long groups =
                Arrays.stream(text.split(":")).filter(group -> !group.isEmpty()).count();
        boolean loose =
                (text.startsWith(":") && !text.startsWith("::")) || (text.endsWith(":") && !text.endsWith("::"));
        return !gaps && !loose && groups > 0 && (gap < 0 ? groups == 8 : groups < 8);
    }
}
