// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

/** The plus signs that are blanks: those of a form's values (URL Standard, section 5, 2026-11), {@code phone=650+253+0000}. */
final class FormBlanks {

    private FormBlanks() {}

    /** Makes them blanks, so that one written as {@code %2B} stays a plus sign; false when there are none. */
    static boolean read(char[] chars, int length) {
        boolean any = false;
        boolean value = false;
        for (int i = 0; i < length; i++) {
            char c = chars[i];
            if (c == '=') {
                value |= i > 0 && Chars.isWord(chars[i - 1]);
            } else if (c == '+' && value) {
                chars[i] = ' ';
                any = true;
            } else if (c <= ' ' || c == '&' || c == '"' || c == '\'' || c == '<') {
                value = false;
            }
        }
        return any;
    }
}
