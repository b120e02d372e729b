// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import io.millrace.connect.dlp.detect.text.Chars;

/** Check-digit arithmetic on digits as characters. */
final class Checksums {

    private static final byte[][] VERHOEFF_MULTIPLICATION = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
        {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
        {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
        {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
        {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
        {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
        {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
        {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
        {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
    };

    private static final byte[][] VERHOEFF_PERMUTATION = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
        {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
        {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
        {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
        {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
        {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
        {2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
        {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}
    };

    private Checksums() {}

    /** Luhn over all of the digits, check digit last. */
    static boolean luhn(char[] digits, int length) {
        return luhnSum(digits, 0, length) % 10 == 0;
    }

    /** The Luhn sum of a range whose last digit is not doubled. */
    static int luhnSum(char[] digits, int from, int to) {
        int sum = 0;
        boolean twice = false;
        for (int i = to - 1; i >= from; i--) {
            int digit = digits[i] - '0';
            if (twice) {
                digit *= 2;
                digit = digit > 9 ? digit - 9 : digit;
            }
            sum += digit;
            twice = !twice;
        }
        return sum;
    }

    /** Sum of digit times weight; the weights stand for the first digits. */
    static int weighted(char[] digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (digits[i] - '0') * weights[i];
        }
        return sum;
    }

    static boolean verhoeff(char[] digits, int length) {
        int check = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits[length - 1 - i] - '0';
            check = VERHOEFF_MULTIPLICATION[check][VERHOEFF_PERMUTATION[i % 8][digit]];
        }
        return check == 0;
    }

    /** ISO 7064 MOD 11,10, check digit last. */
    static boolean mod11And10(char[] digits, int length) {
        int product = 10;
        for (int i = 0; i < length - 1; i++) {
            int sum = (digits[i] - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == digits[length - 1] - '0';
    }

    /** The number in a range of digits; at most 18 of them. */
    static long number(char[] digits, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (digits[i] - '0');
        }
        return number;
    }

    static boolean isDigits(char[] chars, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Chars.isDigit(chars[i])) {
                return false;
            }
        }
        return true;
    }

    static int digit(char[] digits, int at) {
        return digits[at] - '0';
    }

    /** True when all characters are the same: zeros and other fillers pass many a checksum. */
    static boolean isUniform(char[] digits, int length) {
        for (int i = 1; i < length; i++) {
            if (digits[i] != digits[0]) {
                return false;
            }
        }
        return true;
    }
}
