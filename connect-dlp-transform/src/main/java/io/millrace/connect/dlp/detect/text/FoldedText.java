// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.Arrays;

/**
 * The text under inspection in a reused buffer. Once a character beyond ASCII is met it is folded: digits of every
 * script, full-width forms, dashes and spaces become their ASCII counterparts and invisible characters go, while
 * positions are still told in the text as it came.
 */
public final class FoldedText {

    private static final int DROPPED = -1;

    private String original = "";
    private char[] chars = new char[1024];
    private int[] starts = new int[0];
    private int[] ends = new int[0];
    private int length;
    private boolean folded;

    void load(String text) {
        original = text;
        length = text.length();
        folded = false;
        if (chars.length < length) {
            chars = new char[Integer.highestOneBit(length) * 2];
        }
        text.getChars(0, length, chars, 0);
    }

    /** Forgets the text, so that no buffer keeps a value longer than its inspection. */
    void clear() {
        Arrays.fill(chars, 0, Math.max(length, Math.min(original.length(), chars.length)), '\0');
        original = "";
        length = 0;
    }

    void fold() {
        int n = original.length();
        if (starts.length < n) {
            starts = new int[chars.length];
            ends = new int[chars.length];
        }
        int out = 0;
        for (int i = 0; i < n; ) {
            int codePoint = original.codePointAt(i);
            int width = Character.charCount(codePoint);
            int to = fold(codePoint);
            if (to == codePoint && width == 2) {
                out = put(out, original.charAt(i), i, i + 2);
                out = put(out, original.charAt(i + 1), i, i + 2);
            } else if (to != DROPPED) {
                out = put(out, (char) to, i, i + width);
            }
            i += width;
        }
        length = out;
        folded = true;
    }

    private int put(int at, char c, int start, int end) {
        chars[at] = c;
        starts[at] = start;
        ends[at] = end;
        return at + 1;
    }

    private static int fold(int c) {
        if (c < 0x80) {
            return c;
        }
        if (c >= 0xFF01 && c <= 0xFF5E) {
            return c - 0xFEE0;
        }
        if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
            return '0' + Character.digit(c, 10);
        }
        return switch (c) {
            case 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF -> DROPPED;
            case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE58, 0xFE63 -> '-';
            case 0x2024, 0xFE52 -> '.';
            case 0xFE55 -> ':';
            case 0xFE6B -> '@';
            default -> Character.isSpaceChar(c) ? ' ' : c;
        };
    }

    String original() {
        return original;
    }

    char[] chars() {
        return chars;
    }

    int length() {
        return length;
    }

    public boolean isFolded() {
        return folded;
    }

    /** The character at a folded position, NUL outside. */
    char at(int i) {
        return i >= 0 && i < length ? chars[i] : '\0';
    }

    /** Where the character at a folded position starts in the original. */
    int originStart(int i) {
        return folded ? starts[i] : i;
    }

    /** Where the character before a folded position ends in the original. */
    int originEnd(int end) {
        return folded ? ends[end - 1] : end;
    }

    /** True when folding changed none of these characters. */
    public boolean isVerbatim(int start, int end) {
        if (folded) {
            for (int i = start; i < end; i++) {
                if (original.charAt(starts[i]) != chars[i]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A copy of the folded characters; candidates only. */
    public String substring(int start, int end) {
        return new String(chars, start, end - start);
    }
}
