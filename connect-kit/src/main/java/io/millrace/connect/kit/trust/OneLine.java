// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.trust;

/**
 * A name that others chose, such as a topic's, a field's or a path, as it may stand in a log line or message: on one line
 * and of bounded length, so that nobody writes lines of their own into a log.
 */
public final class OneLine {
    private static final int MOST_CHARS = 256;

    private OneLine() {}

    /** The same text where it is harmless; control characters and line separators are shown as Java escapes them. */
    public static String of(String text) {
        int shown = Math.min(text.length(), MOST_CHARS);
        StringBuilder line = new StringBuilder(shown);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return text.length() > MOST_CHARS ? line + "…(" + text.length() + " characters)" : line.toString();
    }
}
