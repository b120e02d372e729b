// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.Arrays;

/**
 * The text under inspection in a reused buffer. Once a character beyond ASCII or an escape is met it is folded: escapes
 * become what they stand for, digits of every script, full-width forms, dashes and spaces their ASCII counterparts, and
 * invisible characters and marks on letters go, while positions are still told in the text as it came.
 */
public final class FoldedText {

    private static final int LONGEST_HOST = 253;
    // Scripts written without spaces begin here
    private static final char FIRST_UNSPACED = 0x0E00;

    private static final Reading[] READINGS = Reading.values();

    private final Escapes escapes = new Escapes();
    private String original = "";
    // Behind the text there are NULs, at least one
    private char[] chars = new char[1024];
    private final Origins origins = new Origins();
    private int length;
    private boolean folded;
    private boolean foldedOnce;
    private boolean unspaced;
    private Reading reading = Reading.JOINED;
    private int tried;
    // Whether something was dropped between characters beside each other: at a letter, and elsewhere
    private boolean droppedAtLetter;
    private boolean droppedElsewhere;
    private boolean stops;

    /** How the characters between words are read that nobody sees, or that a form has for blanks. */
    private enum Reading {
        /** What nobody sees is nothing. */
        JOINED,
        /** It is a blank. */
        APART,
        /** It is a blank beside letters, and nothing inside of numbers. */
        APART_AT_LETTERS,
        /** An ideographic full stop before a letter of ASCII is a dot, as in names of domains (UTS 46). */
        STOPS,
        /** The plus signs of a form's values are blanks. */
        FORM
    }

    void load(String text) {
        original = text;
        reading = Reading.JOINED;
        tried = 1;
        droppedAtLetter = false;
        droppedElsewhere = false;
        stops = false;
        foldedOnce = false;
        reload();
    }

    private void reload() {
        length = original.length();
        folded = false;
        unspaced = false;
        if (chars.length <= length) {
            chars = new char[Integer.highestOneBit(length) * 2];
        }
        original.getChars(0, length, chars, 0);
    }

    /**
     * Reads the text in the next way that may show more: what nobody sees may be all that stands between two words, and a form
     * has plus signs for blanks. False when there is none.
     */
    boolean readNext() {
        while (tried < READINGS.length) {
            reading = READINGS[tried++];
            if (mayShowMore()) {
                reload();
                boolean form = reading == Reading.FORM;
                if (form && !FormBlanks.read(chars, length)) {
                    return false;
                }
                // what had to be folded before has to be again: nothing that was found until then may be forgotten
                // later
                if (!form || foldedOnce) {
                    fold();
                }
                return true;
            }
        }
        return false;
    }

    private boolean mayShowMore() {
        return switch (reading) {
            case JOINED -> true;
            case APART -> droppedAtLetter || droppedElsewhere;
            case APART_AT_LETTERS -> droppedAtLetter && droppedElsewhere;
            case STOPS -> stops;
            case FORM -> original.indexOf('+') >= 0 && original.indexOf('=') >= 0;
        };
    }

    /** Forgets the text, so that no buffer keeps a value longer than its inspection. */
    void clear() {
        Arrays.fill(chars, 0, Math.max(length, Math.min(original.length(), chars.length)), '\0');
        original = "";
        length = 0;
    }

    /** True when the character there begins an escape. */
    public boolean isEscape(int i) {
        return Escapes.mayBegin(chars[i]) && escapes.read(chars, i, length) != Escapes.NONE;
    }

    /** True when folding is needed for what half of all documents have: a backslash. */
    public boolean hasBackslash() {
        return original.indexOf('\\') >= 0;
    }

    void fold() {
        int n = length;
        origins.clear();
        length = 0;
        // What is written is never ahead of what is read
        for (int i = 0; i < n; ) {
            int plain = i;
            while (plain < n && !isFoldable(chars[plain])) {
                plain++;
            }
            pass(i, plain);
            i = plain < n ? foldOne(plain, n) : n;
        }
        Arrays.fill(chars, length, n, '\0');
        folded = true;
        foldedOnce = true;
    }

    private static boolean isFoldable(char c) {
        return c >= 0x80 || Escapes.mayBegin(c);
    }

    /** Takes over what stays as it is. */
    private void pass(int from, int to) {
        if (from < to) {
            put(chars[from], from, from + 1);
            System.arraycopy(chars, from + 1, chars, length, to - from - 1);
            length += to - from - 1;
            origins.pass(to - from - 1);
        }
    }

    /** Folds a character beyond ASCII or an escape; its end. */
    private int foldOne(int i, int n) {
        int meaning = chars[i] < 0x80 ? escapes.read(chars, i, n) : Escapes.NONE;
        int codePoint = meaning == Escapes.NONE ? Character.codePointAt(chars, i, n) : meaning;
        int end = meaning == Escapes.NONE ? i + Character.charCount(codePoint) : escapes.end();
        int to = isStop(codePoint, end, n) ? '.' : Folds.of(codePoint);
        if (to == Folds.DROPPED) {
            drop(i, end, n);
        } else if (to == Folds.MARK && length > 0) {
            origins.stretch(length - 1, end);
        } else if (to >= Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            put(Character.highSurrogate(to), i, end);
            put(Character.lowSurrogate(to), i, end);
        } else if (to >= 0) {
            unspaced |= to >= FIRST_UNSPACED;
            put((char) to, i, end);
        }
        return end;
    }

    private boolean isStop(int codePoint, int end, int n) {
        boolean stop = (codePoint == 0x3002 || codePoint == 0xFF61)
                && end < n
                && Chars.isLetter(chars[end])
                && isInHost(length);
        stops |= stop;
        return stop && reading == Reading.STOPS;
    }

    /** True when a host's name that an {@code @} stands before goes on there. */
    private boolean isInHost(int end) {
        int i = end - 1;
        while (i > 0 && end - i < LONGEST_HOST && (Chars.isWord(chars[i]) || Chars.isNameMark(chars[i]))) {
            i--;
        }
        return i >= 0 && i < end - 1 && chars[i] == '@';
    }

    private void drop(int start, int end, int n) {
        char before = length > 0 ? chars[length - 1] : ' ';
        char after = end < n ? chars[end] : ' ';
        boolean beside = isSeen(before) && isSeen(after);
        boolean letter = beside && (Chars.isWordLetter(before) || Chars.isWordLetter(after));
        droppedAtLetter |= letter;
        droppedElsewhere |= beside && !letter;
        if (reading == Reading.APART || (reading == Reading.APART_AT_LETTERS && letter)) {
            put(' ', start, end);
        }
    }

    /** What a word or number may begin or end with. */
    private static boolean isSeen(char c) {
        return c < 0x80 ? c > ' ' : Character.isLetterOrDigit(c);
    }

    private void put(char c, int start, int end) {
        chars[length] = c;
        if (origins.isOther(start, end)) {
            origins.put(length, start, end);
        } else {
            origins.pass(1);
        }
        length++;
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

    /** True when nothing was folded, nor anything beyond ASCII passed. */
    public boolean isAscii() {
        int all = folded ? 0x80 : 0;
        for (int i = 0; i < length; i++) {
            all |= chars[i];
        }
        return all < 0x80;
    }

    public boolean isFolded() {
        return folded;
    }

    /** True when some of it is in a script that is written without spaces. */
    boolean isUnspaced() {
        return unspaced;
    }

    /** How many characters of the original stand for the one at this position: more than one where it is escaped. */
    public int width(int i) {
        return folded && i >= 0 && i < length ? origins.end(i) - origins.start(i) : 1;
    }

    /** True when something that was dropped stands between these characters. */
    public boolean isSpread(int start, int end) {
        return folded && origins.isSpread(start, end, original);
    }

    /** True when the character is written with a percent sign, so that it is a part of a URL whatever it is. */
    public boolean isPercentEncoded(int i) {
        return width(i) > 2 && original.charAt(origins.start(i)) == '%';
    }

    /** True when it is written as {@code %25…}: the text that was encoded had it encoded, too. */
    public boolean isPercentSignEncoded(int i) {
        return width(i) > 3 && original.startsWith("%25", origins.start(i));
    }

    /** The character at a folded position, NUL outside. */
    char at(int i) {
        return i >= 0 && i < chars.length ? chars[i] : '\0';
    }

    /** Where the character at a folded position starts in the original. */
    int originStart(int i) {
        return folded ? origins.start(i) : i;
    }

    /** Where the character before a folded position ends in the original. */
    int originEnd(int end) {
        return folded ? origins.end(end - 1) : end;
    }

    /** True when folding changed none of these characters, but for reading escapes. */
    public boolean isVerbatim(int start, int end) {
        if (folded) {
            for (int i = start; i < end; i++) {
                if (original.charAt(origins.start(i)) >= 0x80) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A text whose escapes are read, and nothing else folded; the same text when it has none. */
    public static String withoutEscapes(String text) {
        if (text.indexOf('\\') < 0 && text.indexOf('%') < 0 && text.indexOf('&') < 0 && text.indexOf(0x1B) < 0) {
            return text;
        }
        char[] chars = text.toCharArray();
        Escapes escapes = new Escapes();
        StringBuilder plain = new StringBuilder(chars.length);
        boolean changed = false;
        int i = 0;
        while (i < chars.length) {
            int meaning = Escapes.mayBegin(chars[i]) ? escapes.read(chars, i, chars.length) : Escapes.NONE;
            if (meaning == Escapes.NONE) {
                plain.append(chars[i++]);
            } else {
                plain.append(meaning == Escapes.COLOUR ? "" : Character.toString(meaning));
                i = escapes.end();
                changed = true;
            }
        }
        return changed ? plain.toString() : text;
    }

    /** A text as it is folded: what a list of words holds has to be. */
    public static String folded(String text) {
        FoldedText folded = new FoldedText();
        folded.load(text);
        folded.fold();
        return folded.substring(0, folded.length);
    }

    /** A copy of the folded characters; candidates only. */
    public String substring(int start, int end) {
        return new String(chars, start, end - start);
    }
}
