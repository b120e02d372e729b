// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

/** Classes of characters: one table for ASCII, Unicode's own properties beyond. */
final class Chars {

    static final int DIGIT = 1;
    static final int LETTER = 2;
    static final int HEX = 4;
    private static final int BASE64URL = 8;
    private static final int LOCAL_PART = 16;

    private static final byte[] CLASS = new byte[128];

    static {
        for (char c = 0; c < 128; c++) {
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            int classes = digit ? DIGIT : 0;
            classes |= letter ? LETTER : 0;
            classes |= hex ? HEX : 0;
            classes |= digit || letter || c == '-' || c == '_' ? BASE64URL : 0;
            // RFC 5322 atext and the dot
            classes |= digit || letter || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0 ? LOCAL_PART : 0;
            CLASS[c] = (byte) classes;
        }
    }

    private Chars() {}

    /** The classes of an ASCII character as bits: 1 a digit, 2 a letter; 0 beyond ASCII. */
    static int classes(char c) {
        return c < 128 ? CLASS[c] : 0;
    }

    private static boolean is(char c, int classes) {
        return c < 128 && (CLASS[c] & classes) != 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        return is(c, LETTER);
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isAlnum(char c) {
        return is(c, DIGIT | LETTER);
    }

    static boolean isHex(char c) {
        return is(c, HEX);
    }

    static boolean isBase64Url(char c) {
        return is(c, BASE64URL);
    }

    static boolean isBase64(char c) {
        return is(c, DIGIT | LETTER) || c == '+' || c == '/' || c == '=';
    }

    /** RFC 5322's atext and the dot, and what RFC 6531 adds. */
    static boolean isLocalPart(char c) {
        return is(c, LOCAL_PART) || (c >= 128 && Character.isLetterOrDigit(c));
    }

    /** Letters and digits of any script. */
    static boolean isWord(char c) {
        return c < 128 ? is(c, DIGIT | LETTER) : Character.isLetterOrDigit(c);
    }

    /** Letters of any script. */
    static boolean isWordLetter(char c) {
        return c < 128 ? is(c, LETTER) : Character.isLetter(c);
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    static char lower(char c) {
        return c < 128 ? c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c : Character.toLowerCase(c);
    }

    static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c & ~0x20) : c;
    }
}
