// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import org.jspecify.annotations.Nullable;

/**
 * Tells where in a JSON text a position is, as far as a replacement must know: within how many strings of JSON in JSON,
 * and whether a number stands there as a value. A text that is no JSON has no strings; there, only what follows a
 * quoted name and a colon is a value.
 */
final class JsonText {

    // Deeper ones would begin with 255 backslashes
    private static final int DEEPEST = 8;
    private static final String QUOTE_BY_CODE = "u0022";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String text;
    private final boolean isDocument;
    // A bit for so many strings: whether the text within them is JSON again
    private int documents;
    private int level;
    private int read;

    JsonText(String text) {
        this.text = text;
        char first = firstOf(text, 0);
        isDocument = first == '{' || first == '[' || first == '"';
        documents = isDocument ? 1 : 0;
    }

    private static char firstOf(String text, int from) {
        int i = skipSpaces(text, from);
        return i < text.length() ? text.charAt(i) : '\0';
    }

    private static int skipSpaces(String text, int from) {
        int i = from;
        while (i < text.length() && (text.charAt(i) <= ' ' || text.charAt(i) == BYTE_ORDER_MARK)) {
            i++;
        }
        return i;
    }

    /** Within how many strings a position is; positions are asked for in order. */
    int levelAt(int position) {
        while (isDocument && read < position) {
            int quote = read;
            while (quote < text.length() && text.charAt(quote) == '\\') {
                quote++;
            }
            int backslashes = quote - read;
            boolean byCode = backslashes > 0 && text.startsWith(QUOTE_BY_CODE, quote);
            int behind = byCode ? quote + QUOTE_BY_CODE.length() : quote + 1;
            if (byCode) {
                passQuote(2 * backslashes - 1, behind); // .NET writes quotes by their code, with half the backslashes
            } else if (quote < text.length() && text.charAt(quote) == '"') {
                passQuote(backslashes, behind);
            }
            read = behind;
        }
        return level;
    }

    /** A quote of level 1 has an even number of backslashes before it, of level 2 one, of level 3 three, and so on. */
    private void passQuote(int backslashes, int behind) {
        int of = Integer.numberOfTrailingZeros(~backslashes) + 1;
        if (level >= of) {
            level = of - 1;
        } else if (level == of - 1 && isDocument(level) && level < DEEPEST) {
            level = of;
            char first = firstOf(text, behind);
            int bit = 1 << level;
            documents = first == '{' || first == '[' ? documents | bit : documents & ~bit;
        }
    }

    /**
     * The quotes for a range, as they are written there, when it is all of a value that none stand around; the position asked
     * for last is in it.
     */
    @Nullable
    String quotes(int from, int to) {
        String named = WrittenJson.quoteOfName(text, from, to);
        return named == null && isValue(from, to) ? quote(level) : named;
    }

    private boolean isValue(int from, int to) {
        int before = WrittenJson.beforeBlanks(text, from) - 1;
        if (before < 0 || !WrittenJson.endsValue(text, to)) {
            return false;
        }
        char c = text.charAt(before);
        if (c == ':') {
            return isNamed(before) && (isDocument(level) || level == 0);
        }
        return isDocument(level) && (c == '[' || c == ',');
    }

    private boolean isDocument(int within) {
        return (documents >>> within & 1) != 0;
    }

    /** True when the string before a colon is of the level that the colon is within. */
    private boolean isNamed(int colon) {
        int quote = colon - 1;
        while (quote >= 0 && text.charAt(quote) <= ' ') {
            quote--;
        }
        if (quote < 0 || text.charAt(quote) != '"') {
            return false;
        }
        int backslashes = 0;
        while (quote - backslashes > 0 && text.charAt(quote - backslashes - 1) == '\\') {
            backslashes++;
        }
        return Integer.numberOfTrailingZeros(~backslashes) == level;
    }

    /** Where the number begins of which the character at {@code start} is a part. */
    static int numberStart(String text, int start) {
        int i = start;
        while (i > 0 && isOfNumber(text.charAt(i - 1)) && !isEscape(text, i)) {
            i--;
        }
        while (i < start && text.charAt(i) == '+') {
            i++; // no number of JSON has one before it: a form's blank
        }
        return i;
    }

    /** True behind a character that a URL encodes, of which the digits are no part of the number. */
    private static boolean isEscape(String text, int end) {
        return end > 2 && text.charAt(end - 3) == '%';
    }

    static int numberEnd(String text, int end) {
        int i = end;
        while (i < text.length() && isOfNumber(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** True when one number stands there, as JSON writes them: all else has quotes in JSON, or is none. */
    static boolean isNumber(String text, int from, int to) {
        int dots = 0;
        int exponents = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean exponent = c == 'e' || c == 'E';
            boolean signed = i > from && (text.charAt(i - 1) == 'e' || text.charAt(i - 1) == 'E');
            dots += c == '.' ? 1 : 0;
            exponents += exponent ? 1 : 0;
            if (!isOfNumber(c) || ((c == '-' || c == '+') && i > from && !signed)) {
                return false;
            }
        }
        return dots <= 1 && exponents <= 1;
    }

    private static boolean isOfNumber(char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }

    /** True for an integer or decimal as JSON writes them, without exponent. */
    static boolean isNumber(String text) {
        int digits = text.startsWith("-") ? 1 : 0;
        int dot = -1;
        for (int i = digits; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && dot < 0) {
                dot = i;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        int end = dot < 0 ? text.length() : dot;
        boolean leadingZero = end - digits > 1 && text.charAt(digits) == '0';
        return end > digits && !leadingZero && dot != text.length() - 1;
    }

    /** Within how many strings a text between such quotes is; quotes that are not JSON's begin the first. */
    static int levelIn(String quotes) {
        int backslashes = 0;
        while (quotes.charAt(backslashes) == '\\') {
            backslashes++;
        }
        return Integer.SIZE - Integer.numberOfLeadingZeros(backslashes) + 1;
    }

    /** The quote around a string within so many others. */
    static String quote(int level) {
        return "\\".repeat((1 << level) - 1) + '"';
    }

    /** A text as it is written within so many strings. */
    static String escaped(String plain, int level) {
        String escaped = plain;
        for (int i = 0; i < level; i++) {
            escaped = escaped(escaped);
        }
        return escaped;
    }

    private static String escaped(String plain) {
        StringBuilder escaped = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                int known = "\n\r\t\b\f".indexOf(c);
                escaped.append(known < 0 ? String.format("\\u%04x", (int) c) : "\\" + "nrtbf".charAt(known));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
