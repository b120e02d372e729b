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
        return text.length() > MOST_CHARS
                ? whole(text.substring(0, MOST_CHARS)) + "…(" + text.length() + " characters)"
                : whole(text);
    }

    /** The same for a message of our own that has such names in it, and is not cut. */
    public static String whole(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }
}
