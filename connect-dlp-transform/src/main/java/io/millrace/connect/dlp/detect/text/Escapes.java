// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ways in which one text writes the characters of another that it holds: backslashes of JSON and of programs (as many
 * as there are texts around it), percent signs of URLs (RFC 3986), references of HTML and XML; one within another
 * ({@code %5Cn}, {@code \\u0026nbsp;}); and what terminals colour texts with, which is nothing. Reused; one thread.
 */
final class Escapes {

    /** There is no escape. */
    static final int NONE = -1;

    private static final int LONGEST_REFERENCE = 10;
    private static final int LONGEST_CODE_POINT = 6;
    private static final int LONGEST_LOCAL_PART = 64;
    // Documents of several kinds in each other, and as much of the innermost as its longest escapes have
    private static final int DEEPEST = 3;
    private static final int WINDOW = 32;

    // Those of HTML that stand in or around addresses, numbers and names of members
    private static final Map<String, Character> REFERENCES = Map.ofEntries(
            Map.entry("amp", '&'),
            Map.entry("quot", '"'),
            Map.entry("apos", '\''),
            Map.entry("lt", '<'),
            Map.entry("gt", '>'),
            Map.entry("nbsp", ' '),
            Map.entry("ensp", ' '),
            Map.entry("emsp", ' '),
            Map.entry("thinsp", ' '),
            Map.entry("Tab", '\t'),
            Map.entry("NewLine", '\n'),
            Map.entry("commat", '@'),
            Map.entry("period", '.'),
            Map.entry("colon", ':'),
            Map.entry("sol", '/'),
            Map.entry("plus", '+'),
            Map.entry("equals", '='),
            Map.entry("lowbar", '_'),
            Map.entry("lpar", '('),
            Map.entry("rpar", ')'),
            Map.entry("hyphen", '-'),
            Map.entry("dash", '-'),
            Map.entry("ndash", '-'),
            Map.entry("mdash", '-'),
            Map.entry("minus", '-'),
            Map.entry("shy", '\u00AD'),
            Map.entry("zwnj", '\u200C'),
            Map.entry("zwj", '\u200D'));

    private final int depth;
    private int end;
    // What stands behind an escape, with one document's escapes read, and where each of it ends
    private char @Nullable [] window;
    private int @Nullable [] ends;
    private @Nullable Escapes inner;

    Escapes() {
        this(0);
    }

    private Escapes(int depth) {
        this.depth = depth;
    }

    /** What a colour stands for: nothing. One of the characters that nobody sees. */
    static final int COLOUR = 0x2060;

    private static final char ESC = 0x1B;
    private static final int LONGEST_COLOUR = 32;
    private static final boolean[] BEGINNINGS = new boolean[128];

    static {
        for (char c : new char[] {'\\', '&', '%', ESC, '#'}) {
            BEGINNINGS[c] = true;
        }
    }

    /** False for characters that no escape begins with. */
    static boolean mayBegin(char c) {
        return c < BEGINNINGS.length && BEGINNINGS[c];
    }

    /** Behind the escape that was read last. */
    int end() {
        return end;
    }

    /** The code point that an escape at {@code i} stands for, or {@link #NONE}. */
    int read(char[] chars, int i, int length) {
        int meaning = character(chars, i, length);
        boolean half = meaning >= Character.MIN_HIGH_SURROGATE && meaning <= Character.MAX_HIGH_SURROGATE;
        return half ? joined(meaning, chars, length) : meaning;
    }

    /** The character of which JSON escapes each half by itself; the first half where the second does not follow. */
    private int joined(int high, char[] chars, int length) {
        int behind = end;
        int low = behind < length && chars[behind] == '\\' ? character(chars, behind, length) : NONE;
        if (low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE) {
            return Character.toCodePoint((char) high, (char) low);
        }
        end = behind;
        return high;
    }

    private int character(char[] chars, int i, int length) {
        int meaning = once(chars, i, length);
        if (depth == DEEPEST || !mayHoldAnother(chars, i, length, meaning)) {
            return meaning == ESC ? colour(chars, length) : meaning;
        }
        return deeper(chars, i, length, meaning);
    }

    /** As one document writes it, but for the rest of a colour. */
    private int once(char[] chars, int i, int length) {
        return switch (chars[i]) {
            case '\\' -> backslashes(chars, i, length);
            case '%' -> percent(chars, i, length, false);
            case '&' -> reference(chars, i, length);
            default -> escape(chars, i, length);
        };
    }

    /** True when what was read is a sign that another document's escape begins with, or backslashes stand before one. */
    private boolean mayHoldAnother(char[] chars, int i, int length, int meaning) {
        if (chars[i] == '\\' && (meaning == NONE || meaning == '\\')) {
            return end < length && (chars[end] == '&' || chars[end] == '%');
        }
        return meaning == '&' || meaning == '%' || meaning == '\\';
    }

    /** Reads on in the text that the outer document holds; what was read stays what it is where that says nothing else. */
    private int deeper(char[] chars, int from, int length, int meaning) {
        if (inner == null || window == null || ends == null) {
            inner = new Escapes(depth + 1);
            window = new char[WINDOW];
            ends = new int[WINDOW];
        }
        int plain = end;
        boolean behind = chars[from] == '\\' && (meaning == NONE || meaning == '\\');
        char outer = behind ? chars[end] : chars[from];
        int n = 0;
        for (int i = from; n < WINDOW && i < length; i = ends[n++]) {
            int read = chars[i] == outer ? layer(chars, i, length) : NONE;
            window[n] = read == NONE || read > Character.MAX_VALUE ? chars[i] : (char) read;
            ends[n] = read == NONE ? i + 1 : end;
        }
        int deep = inner.read(window, 0, n);
        end = deep == NONE ? plain : ends[inner.end() - 1];
        Arrays.fill(window, '\0'); // no buffer keeps a value
        return deep == NONE ? meaning : deep;
    }

    /** As above, but what was escaped again is only read once. */
    private int layer(char[] chars, int i, int length) {
        return switch (chars[i]) {
            case '%' -> percent(chars, i, length, true);
            case '&' -> single(chars, i, length);
            default -> once(chars, i, length);
        };
    }

    /** The control character itself, or as syslog's servers write it: {@code #033}. */
    private int escape(char[] chars, int from, int length) {
        boolean octal = chars[from] == '#';
        if (octal && !isOctal(chars, from + 1, length)) {
            return NONE;
        }
        end = octal ? from + 4 : from + 1;
        return ESC;
    }

    private static boolean isOctal(char[] chars, int from, int length) {
        return from + 3 < length
                && chars[from] == '0'
                && chars[from + 1] == '3'
                && chars[from + 2] == '3'
                && chars[from + 3] == '[';
    }

    /** The rest of a control sequence (ECMA-48, section 5.4) behind the escape that was read; what it stands for. */
    private int colour(char[] chars, int length) {
        int i = end;
        boolean encoded = i + 2 < length && chars[i] == '%' && hex(chars, i + 1, 2, length) == '[';
        if (!encoded && (i >= length || chars[i] != '[')) {
            return ESC;
        }
        i += encoded ? 3 : 1;
        int parameters = i;
        while (i < length && i - parameters < LONGEST_COLOUR && chars[i] >= '0' && chars[i] <= '?') {
            i++;
        }
        if (i >= length || chars[i] < '@' || chars[i] > '~') {
            return ESC;
        }
        end = i + 1;
        return COLOUR;
    }

    /**
     * A line's end stays one however often it is escaped: {@code \n} in JSON is {@code \\n} in JSON in JSON. Marks are escaped
     * by properties files ({@code ip=2001\:db8\:\:7}), Markdown and regular expressions.
     */
    private int backslashes(char[] chars, int from, int length) {
        int mark = from;
        while (mark < length && chars[mark] == '\\') {
            mark++;
        }
        boolean odd = (mark - from) % 2 == 1;
        char c = mark < length ? chars[mark] : '\0';
        int meaning = switch (c) {
            case 'e' -> mark + 1 < length && chars[mark + 1] == '[' ? ESC : NONE;
            case '0' -> isOctal(chars, mark, length) ? ESC : NONE;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b', 'f', 'v' -> ' ';
            case '"', '\'' -> odd ? c : NONE;
            case '/', ':', '=', '.', '-', '_', '+' -> c;
            case '@' -> isOfLocalPart(chars, mark + 1, length) ? NONE : c;
            default -> NONE;
        };
        if (meaning > 0) {
            end = mark + 1 + (c == '0' ? 2 : 0);
            return meaning;
        }
        meaning = byNumber(chars, mark, c, length);
        if (meaning > 0) {
            return meaning;
        }
        end = mark;
        return mark - from > 1 ? '\\' : NONE;
    }

    /** What the figures behind a letter stand for. */
    private int byNumber(char[] chars, int letter, char c, int length) {
        int figures = c == 'u' ? 4 : c == 'U' ? 8 : c == 'x' ? 2 : 0;
        if (figures == 0) {
            return NONE;
        }
        int number = codePoint(hex(chars, letter + 1, figures, length));
        end = letter + 1 + figures;
        boolean braces = number < 0 && c != 'U' && letter + 1 < length && chars[letter + 1] == '{';
        return braces ? inBraces(chars, letter + 2, length) : number;
    }

    /** The code point in braces, as JavaScript, Rust, PHP and Perl write it: {@code \\u{40}}. */
    private int inBraces(char[] chars, int from, int length) {
        int close = from;
        while (close < length && close - from <= LONGEST_CODE_POINT && chars[close] != '}') {
            close++;
        }
        boolean closed = close < length && chars[close] == '}' && close > from && close - from <= LONGEST_CODE_POINT;
        end = close + 1;
        return closed ? codePoint(hex(chars, from, close - from, length)) : NONE;
    }

    private static int codePoint(int number) {
        return number > 0 && Character.isValidCodePoint(number) ? number : NONE;
    }

    /** True where the address's own sign follows: mail quotes one before it by a backslash, too ({@code Abc\@def@example.com}). */
    private static boolean isOfLocalPart(char[] chars, int from, int length) {
        int i = from;
        while (i < length && i - from < LONGEST_LOCAL_PART && (Chars.isAlnum(chars[i]) || chars[i] == '.')) {
            i++;
        }
        return i < length && chars[i] == '@';
    }

    private int percent(char[] chars, int from, int length, boolean layer) {
        if (from + 1 < length && chars[from + 1] == 'u') { // JavaScript's escape()
            end = from + 6;
            return codePoint(hex(chars, from + 2, 4, length));
        }
        int first = encodedByte(chars, from, length, layer);
        if (first < 0x80) {
            return first > 0 ? first : NONE;
        }
        int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
        int codePoint = first & (0x3F >> more);
        for (int i = 0; i < more; i++) {
            int next = end < length && chars[end] == '%' ? encodedByte(chars, end, length, layer) : NONE;
            if (next >>> 6 != 2) {
                return NONE;
            }
            codePoint = codePoint << 6 | (next & 0x3F);
        }
        return more > 0 && Character.isValidCodePoint(codePoint) ? codePoint : NONE;
    }

    /** A byte stays one however often it is encoded: {@code %C3}, {@code %25C3}. */
    private int encodedByte(char[] chars, int from, int length, boolean layer) {
        int digits = from + 1;
        while (!layer && hex(chars, digits, 2, length) == '%' && hex(chars, digits + 2, 2, length) > 0) {
            digits += 2;
        }
        end = digits + 2;
        return hex(chars, digits, 2, length);
    }

    /** A reference stays one however often its ampersand is escaped. */
    private int reference(char[] chars, int from, int length) {
        int meaning = single(chars, from, length);
        if (meaning != '&') {
            return meaning;
        }
        int outer = end;
        int inner = outer - 1;
        while (inner + 4 < length && chars[inner + 4] == ';' && isAmpersand(chars, inner + 1)) {
            inner += 4;
        }
        meaning = single(chars, inner, length);
        end = meaning == NONE ? outer : end;
        return meaning == NONE ? '&' : meaning;
    }

    private static boolean isAmpersand(char[] chars, int i) {
        return chars[i] == 'a' && chars[i + 1] == 'm' && chars[i + 2] == 'p';
    }

    private int single(char[] chars, int from, int length) {
        int close = from + 1;
        while (close < length && close - from <= LONGEST_REFERENCE && chars[close] != ';') {
            if (!Chars.isAlnum(chars[close]) && chars[close] != '#') {
                return NONE;
            }
            close++;
        }
        if (close >= length || chars[close] != ';' || close - from < 3) {
            return NONE;
        }
        end = close + 1;
        if (chars[from + 1] != '#') {
            Character meaning = REFERENCES.get(new String(chars, from + 1, close - from - 1));
            return meaning == null ? NONE : meaning;
        }
        return numericReference(chars, from, close);
    }

    /** The code point of a reference by number, decimal or hexadecimal, whose semicolon stands at {@code close}. */
    private static int numericReference(char[] chars, int from, int close) {
        boolean hex = chars[from + 2] == 'x' || chars[from + 2] == 'X';
        int codePoint = 0;
        for (int i = from + (hex ? 3 : 2); i < close; i++) {
            int digit = Character.digit(chars[i], hex ? 16 : 10);
            if (digit < 0) {
                return NONE;
            }
            codePoint = codePoint * (hex ? 16 : 10) + digit;
        }
        return codePoint > 0 && Character.isValidCodePoint(codePoint) ? codePoint : NONE;
    }

    private static int hex(char[] chars, int from, int count, int length) {
        if (from + count > length) {
            return NONE;
        }
        int value = 0;
        for (int i = from; i < from + count; i++) {
            int digit = chars[i] < 128 ? Character.digit(chars[i], 16) : -1;
            if (digit < 0) {
                return NONE;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
