// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.config;

/**
 * A text of one line, as names, addresses, paths and templates are. What is none of that reaches no URL, header or request,
 * whose makers throw for it each in a way of its own.
 */
final class Line {
    private static final int MOST_CHARS = 8_192;

    private Line() {}

    /** The same text; IllegalArgumentException saying what is wrong with it, not what it is: it may be a secret. */
    static String of(String text) {
        if (text.length() > MOST_CHARS) {
            throw new IllegalArgumentException("has " + text.length() + " characters; accepted: at most " + MOST_CHARS);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || (Character.isSurrogate(c) && !pair)) {
                throw new IllegalArgumentException(
                        String.format("has U+%04X as its character %d; accepted: text of one line", (int) c, i + 1));
            }
            i += pair ? 1 : 0;
        }
        return text;
    }
}
