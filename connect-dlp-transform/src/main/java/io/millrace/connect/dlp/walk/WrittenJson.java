// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.detect.Inspector;
import org.jspecify.annotations.Nullable;

/**
 * Reads around a number of JSON that another document holds and writes in its way: with entities for quotes in an attribute,
 * {@code %7B%22pan%22%3A…} in a form, {@code {""pan"":…}} in a cell, with line ends that are escaped where it is JSON in JSON.
 * A bounded number of characters is looked at.
 */
final class WrittenJson {

    private static final int LONGEST_ESCAPE = 16;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_BLANK = 256;
    private static final int LONGEST_LIST = 1024;

    private WrittenJson() {}

    /**
     * The quote around the name of the value that a range is, or of the list that it is an element of, as it is written.
     *
     * @return null when the range is no value of an object's member
     */
    static @Nullable String quoteOfName(String text, int from, int to) {
        if (!endsValue(text, to)) {
            return null;
        }
        int before = beforeBlanks(text, from);
        int colon = mark(text, before, ':');
        if (colon < 0) {
            int list = listAround(text, before);
            colon = list < 0 ? -1 : mark(text, beforeBlanks(text, list), ':');
        }
        return colon < 0 ? null : quoteBefore(text, beforeBlanks(text, colon));
    }

    /** Whether a value ends at a position: what stands behind it, but for blanks, is a comma or a closing bracket. */
    static boolean endsValue(String text, int to) {
        int end = Math.min(text.length(), to + LONGEST_BLANK);
        for (int i = to; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\\' || c == '%' || c == '&') {
                String behind = Inspector.withoutEscapes(text.substring(i, end)).stripLeading();
                return !behind.isEmpty() && ",}]".indexOf(behind.charAt(0)) >= 0;
            }
            if (c > ' ' && c != '+') {
                return c == ',' || c == '}' || c == ']';
            }
        }
        return false;
    }

    /** Where the blanks begin that stand before a position: those of JSON, escaped or not, and a form's plus signs. */
    static int beforeBlanks(String text, int position) {
        int i = position;
        while (i > 0 && position - i < LONGEST_BLANK) {
            char c = text.charAt(i - 1);
            int escape = c <= ' ' || c == '+' ? i - 1 : escapedBlank(text, i);
            if (escape < 0) {
                return i;
            }
            i = escape;
        }
        return i;
    }

    private static int escapedBlank(String text, int end) {
        for (char blank : new char[] {'\n', '\r', '\t', ' '}) {
            int start = escaped(text, end, blank);
            if (start >= 0) {
                return start;
            }
        }
        return -1;
    }

    /** Where a character begins that ends at a position, as it is or escaped; -1 when another one does. */
    private static int mark(String text, int end, char mark) {
        if (end > 0 && text.charAt(end - 1) == mark) {
            return backslashes(text, end - 1);
        }
        return escaped(text, end, mark);
    }

    private static int escaped(String text, int end, char meaning) {
        if (end < 2 || !mayEndEscape(text.charAt(end - 1))) {
            return -1;
        }
        for (int i = end - 2; i >= 0 && end - i <= LONGEST_ESCAPE; i--) {
            char c = text.charAt(i);
            if (c == '\\' || c == '%' || c == '&') {
                String read = Inspector.withoutEscapes(text.substring(i, end));
                if (read.length() == 1 && read.charAt(0) == meaning) {
                    return backslashes(text, i);
                }
            }
        }
        return -1;
    }

    private static boolean mayEndEscape(char c) {
        return Character.digit(c, 16) >= 0 || ";nrt".indexOf(c) >= 0;
    }

    /** Where the backslashes begin that stand before a position. */
    private static int backslashes(String text, int position) {
        int i = position;
        while (i > 0 && text.charAt(i - 1) == '\\') {
            i--;
        }
        return i;
    }

    /** Where the list opens of which the element before is followed by a comma that ends at a position; -1 without one. */
    private static int listAround(String text, int position) {
        int comma = mark(text, position, ',');
        for (int i = comma < 0 ? position : comma; i > 0 && position - i < LONGEST_LIST; i--) {
            char c = text.charAt(i - 1);
            int open = c == '[' || c == 'B' || c == 'b' || c == ';' ? mark(text, i, '[') : -1;
            if (open >= 0) {
                return open;
            }
            if (comma < 0 || c == '{' || c == '}' || c == ']' || c == ':') {
                return -1;
            }
        }
        return -1;
    }

    /** The quote that ends at a position, when a member's name is between it and one like it. */
    private static @Nullable String quoteBefore(String text, int end) {
        int start = end > 0 && text.charAt(end - 1) == '"' ? firstQuote(text, end - 1) : escapedQuote(text, end);
        if (start < 0) {
            return null;
        }
        // where a program's text doubles the backslashes but leaves the quotes
        int doubled = backslashes(text, start);
        boolean beginsSo = doubled < start && opensName(text, text.substring(doubled, end), doubled);
        int first = beginsSo ? doubled : start;
        String quote = text.substring(first, end);
        return beginsSo || opensName(text, quote, first) ? quote : null;
    }

    /** With the backslashes before it that are escaped, too: {@code %5C%22}. */
    private static int escapedQuote(String text, int end) {
        int start = escaped(text, end, '"');
        int backslash = start < 0 ? -1 : escaped(text, start, '\\');
        while (backslash >= 0 && end - backslash < LONGEST_NAME) {
            start = backslash;
            backslash = escaped(text, start, '\\');
        }
        return start;
    }

    private static boolean opensName(String text, String quote, int end) {
        int open = text.lastIndexOf(quote, end - 1);
        if (open < 0 || end - open > LONGEST_NAME) {
            return false;
        }
        int before = beforeBlanks(text, open);
        return mark(text, before, '{') >= 0 || mark(text, before, ',') >= 0;
    }

    /** With the backslashes before it, of which a name may end in some; doubled in a cell of CSV. */
    private static int firstQuote(String text, int quote) {
        boolean second = quote > 0 && text.charAt(quote - 1) == '"';
        int first = ownBackslashes(text, second ? quote - 1 : quote);
        String written = text.substring(first, quote + 1);
        int doubled = second ? first : first - written.length();
        boolean cell = (second || text.startsWith(written, doubled))
                && doubled > 0
                && Character.isLetterOrDigit(text.charAt(doubled - 1));
        return cell ? doubled : ownBackslashes(text, quote);
    }

    /** Where the backslashes before a quote begin that are of it; others are the end of what it ends. */
    private static int ownBackslashes(String text, int quote) {
        int backslashes = quote - backslashes(text, quote);
        return quote - (1 << Integer.numberOfTrailingZeros(~backslashes)) + 1;
    }
}
