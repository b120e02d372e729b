// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

/** What a character beyond ASCII is read as. */
final class Folds {

    /** It is nothing: what Unicode lets one ignore. */
    static final int DROPPED = -1;

    /** It belongs to the letter before. */
    static final int MARK = -2;

    private Folds() {}

    /** A character of ASCII where it has one that means the same, or one of the above, or itself. */
    static int of(int c) {
        if (c < 0x80) {
            return c;
        }
        if (c >= 0xFF01 && c <= 0xFF5E) {
            return c - 0xFEE0;
        }
        if (isIgnorable(c)) {
            return DROPPED;
        }
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER -> '0' + Character.digit(c, 10);
            case Character.FORMAT -> DROPPED;
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> MARK;
            default -> mark(c);
        };
    }

    /** Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt 16.0), as far as they are no format characters. */
    private static boolean isIgnorable(int c) {
        return c == 0xAD
                || c == 0x034F
                || isFiller(c)
                || c == 0x17B4 // vowels that are not written
                || c == 0x17B5
                || (c >= 0x180B && c <= 0x180F) // of which Java 17's Unicode lacks the last
                || (c >= 0x2060 && c <= 0x206F)
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xFFF0 && c <= 0xFFF8)
                || (c >= 0xE0000 && c <= 0xE0FFF);
    }

    private static boolean isFiller(int c) {
        return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0;
    }

    private static int mark(int c) {
        return switch (c) {
            case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043, 0x2212, 0xFE58, 0xFE63 -> '-';
            case 0x2044, 0x2215 -> '/';
            case 0x2024, 0xFE52 -> '.';
            case 0x85 -> '\n';
            case 0xFE55, 0x2236, 0xFE30, 0xFE13, 0xA789 -> ':';
            case 0x2254, 0xFE66 -> '=';
            // Arrows part a label and its value
            case 0x2192, 0x21D2, 0x279C, 0x2794, 0x27A1, 0x27F6, 0x21A6 -> '>';
            case 0xFE6B -> '@';
            default -> Character.isSpaceChar(c) ? ' ' : c;
        };
    }
}
