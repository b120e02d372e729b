// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.contact;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Telephone numbers written so plainly that the country's plan alone tells: groups with one space, hyphen or dot between
 * them, the first in parentheses or not. Reused; one thread.
 */
final class SureNumbers {

    private static final int LONGEST_CODE = 3;
    private static final int MOST_DIGITS = 15;

    private final PhoneNumberUtil numbers;
    private final Optional<NumberingPlan> own;
    private final Map<Integer, Optional<NumberingPlan>> byCode = new HashMap<>();
    private final StringBuilder digits = new StringBuilder();

    /**
     * @param regions of which the first is the one whose numbers are written without a country's code
     */
    SureNumbers(PhoneNumberUtil numbers, List<String> regions) {
        this.numbers = numbers;
        this.own = regions.stream().findFirst().flatMap(region -> NumberingPlan.of(numbers, region));
    }

    /** True when the characters there are one valid number, which libphonenumber need not be asked about. */
    boolean isOne(Scan scan, int from, int end) {
        if (!isPlain(scan, from, end)) {
            return false;
        }
        return scan.at(from) == '+'
                ? isInternational()
                : own.filter(plan -> plan.isNational(digits.toString())).isPresent();
    }

    private boolean isInternational() {
        int code = 0;
        for (int length = 1; length <= LONGEST_CODE && length < digits.length(); length++) {
            code = code * 10 + (digits.charAt(length - 1) - '0');
            Optional<NumberingPlan> plan = byCode.computeIfAbsent(
                    code, some -> NumberingPlan.of(numbers, numbers.getRegionCodeForCountryCode(some)));
            if (plan.isPresent()) {
                return plan.get().isInternational(digits.substring(length));
            }
        }
        return false;
    }

    /** Reads the digits; false when something else than the usual marks stands between them. */
    private boolean isPlain(Scan scan, int from, int end) {
        digits.setLength(0);
        int i = from;
        if (scan.at(i) == '+') {
            i = readDigits(scan, i + 1);
            i += scan.at(i) == ' ' ? 1 : 0;
        }
        if (scan.at(i) == '(') {
            i = readDigits(scan, i + 1);
            if (scan.at(i) != ')') {
                return false;
            }
            i += scan.at(i + 1) == ' ' ? 2 : 1;
        }
        while (i < end) {
            int next = readDigits(scan, i);
            if (next == i || digits.length() > MOST_DIGITS) {
                return false;
            }
            i = next < end && isMark(scan.at(next)) ? next + 1 : next;
            if (i == next && i < end) {
                return false;
            }
        }
        return i == end;
    }

    private static boolean isMark(char c) {
        return c == ' ' || c == '-' || c == '.';
    }

    private int readDigits(Scan scan, int from) {
        int i = from;
        while (Chars.isDigit(scan.at(i)) && digits.length() <= MOST_DIGITS) {
            digits.append(scan.at(i++));
        }
        return i;
    }
}
