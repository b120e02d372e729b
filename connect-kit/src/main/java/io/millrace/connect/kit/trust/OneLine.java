// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.trust;

/**
 * A name that others chose, such as a topic's, a field's or a path, as it may stand in a log line or message: on one line
 * and of bounded length, so that nobody writes lines of their own into a log.
 */
public final class OneLine {
    private static final int MOST_CHARS = 256;

    private OneLine() {}

    /** The same text where it is harmless; what ends a line or is not seen, such as turns of direction, is shown as Java escapes it. */
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
            if (isShown(text, i)) {
                line.append(c);
            } else {
                line.append(String.format("\\u%04x", (int) c));
            }
        }
        return line.toString();
    }

    private static boolean isShown(String text, int at) {
        char c = text.charAt(at);
        boolean paired = Character.isHighSurrogate(c)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SURROGATE -> paired;
            default -> true;
        };
    }
}
