// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

/** Classes of characters: one table for ASCII, Unicode's own properties beyond. */
public final class Chars {

    static final int DIGIT = 1;
    static final int LETTER = 2;
    public static final int HEX = 4;
    private static final int BASE64URL = 8;
    private static final int LOCAL_PART = 16;
    private static final int JOINT = 32;
    static final int UPPER = 64;

    // What people put between the groups of a number, or around one
    private static final String JOINTS = " \t\n\r_-./()+";
    private static final String ATEXT_MARKS = "!#$%&'*+-/=?^_`{|}~.";

    private static final byte[] CLASS = new byte[128];

    static {
        for (char c = 0; c < CLASS.length; c++) {
            CLASS[c] = (byte) (bit(DIGIT, isDigit(c))
                    | bit(LETTER, isUpper(c) || isLower(c))
                    | bit(HEX, Character.digit(c, 16) >= 0)
                    | bit(UPPER, isUpper(c))
                    | bit(JOINT, JOINTS.indexOf(c) >= 0)
                    | bit(BASE64URL, isDigit(c) || isUpper(c) || isLower(c) || c == '-' || c == '_')
                    // RFC 5322 atext and the dot
                    | bit(LOCAL_PART, isDigit(c) || isUpper(c) || isLower(c) || ATEXT_MARKS.indexOf(c) >= 0));
        }
    }

    private static int bit(int bit, boolean set) {
        return set ? bit : 0;
    }

    private Chars() {}

    /** The classes of an ASCII character as bits: 1 a digit, 2 a letter; 0 beyond ASCII. */
    public static int classes(char c) {
        return c < 128 ? CLASS[c] : 0;
    }

    private static boolean is(char c, int classes) {
        return c < 128 && (CLASS[c] & classes) != 0;
    }

    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    public static boolean isLetter(char c) {
        return is(c, LETTER);
    }

    public static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    public static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    public static boolean isAlnum(char c) {
        return is(c, DIGIT | LETTER);
    }

    public static boolean isHex(char c) {
        return is(c, HEX);
    }

    /** What may stand between two groups of one number. */
    public static boolean isJoint(char c) {
        return is(c, JOINT);
    }

    public static boolean isBase64Url(char c) {
        return is(c, BASE64URL);
    }

    public static boolean isBase64(char c) {
        return is(c, DIGIT | LETTER) || c == '+' || c == '/' || c == '=';
    }

    /** RFC 5322's atext and the dot, and what RFC 6531 adds. */
    public static boolean isLocalPart(char c) {
        return is(c, LOCAL_PART) || (c >= 128 && Character.isLetterOrDigit(c));
    }

    /** Letters and digits of any script. */
    public static boolean isWord(char c) {
        return c < 128 ? is(c, DIGIT | LETTER) : Character.isLetterOrDigit(c);
    }

    /** Letters of any script. */
    public static boolean isWordLetter(char c) {
        return c < 128 ? is(c, LETTER) : Character.isLetter(c);
    }

    /** Letters of scripts written without spaces, in which words and numbers follow each other directly. */
    public static boolean isUnspaced(char c) {
        return c >= 0x0E00
                && !(c >= 0x10A0 && c < 0x1100)
                && !(c >= 0x1E00 && c < 0x2000)
                && !(c >= 0xFB00 && c < 0xFF00) // ligatures and other shapes of letters
                && Character.isLetter(c);
    }

    /** Letters that no name or number of Latin letters goes on with: other alphabets, and scripts without spaces. */
    public static boolean isOfOtherScript(char c) {
        return c >= 0x0370 && !(c >= 0x1E00 && c < 0x1F00) && !(c >= 0xFB00 && c < 0xFB07) && Character.isLetter(c);
    }

    /** What stands between the words of a name. */
    static boolean isNameMark(char c) {
        return c == '_' || c == '-' || c == '.';
    }

    public static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    public static char lower(char c) {
        return c < 128 ? c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c : Character.toLowerCase(c);
    }

    public static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c & ~0x20) : c;
    }
}
