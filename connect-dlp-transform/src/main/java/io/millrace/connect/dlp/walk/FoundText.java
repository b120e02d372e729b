// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.detect.Inspector;
import io.millrace.connect.dlp.detect.Span;

/**
 * A finding as it is written outside of its text, so that the same value has the same token however the text around it makes
 * it be written: escapes are read, and the plus signs within a number of a form's value are blanks.
 */
final class FoundText {
    private static final int LONGEST_VALUE = 256;

    private FoundText() {}

    static String of(String text, Span chars) {
        String found = text.substring(chars.start(), chars.end());
        if (found.indexOf('+', 1) > 0 && isNumber(found) && isInForm(text, chars.start())) {
            found = found.charAt(0) + found.substring(1).replace('+', ' '); // a sign that nobody encoded is one
        }
        return Inspector.withoutEscapes(found);
    }

    /** Numbers and identifiers have no small letters; secrets, whose plus signs may be meant, do. */
    private static boolean isNumber(String found) {
        for (int i = 0; i < found.length(); i++) {
            char c = found.charAt(i);
            boolean part = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || "+-./()%".indexOf(c) >= 0;
            if (!part) {
                return false;
            }
        }
        return true;
    }

    /** True behind a name and an equals sign, within what a form's value may be. */
    private static boolean isInForm(String text, int start) {
        int i = start - 1;
        while (i > 0 && start - i < LONGEST_VALUE && text.charAt(i) != '=') {
            char c = text.charAt(i--);
            if (c <= ' ' || c == '&' || c == '"' || c == '\'' || c == '<') {
                return false;
            }
        }
        return i > 0 && text.charAt(i) == '=' && Character.isLetterOrDigit(text.charAt(i - 1));
    }
}
