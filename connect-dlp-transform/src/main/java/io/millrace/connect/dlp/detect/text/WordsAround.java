// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.Arrays;

/**
 * The words around numbers that label something: where they stand and which they are. Numbers are mostly asked about in their
 * order, and each word is looked up once, where one asks. Reused; one thread.
 */
final class WordsAround {

    // Macie and Presidio look about as far; labels come before a value, units and kinds right after it.
    private static final int BEFORE = 50;
    private static final int AFTER = 20;
    // A number is asked about with its sign or parenthesis, too, and without
    private static final int WIDEST_SIGN = 4;

    private final WordIndex index;
    private final WordBeginnings beginnings;

    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int[] words = new int[16];
    private int count;
    // What was read in one go
    private int from;
    private int read;
    private int wordlessFrom;
    private int wordlessTo;
    private final char[] abbreviation = new char[6];

    WordsAround(LabelWords labels) {
        index = labels.index();
        beginnings = labels.beginnings();
    }

    /** Forgets the text. */
    void restart() {
        count = 0;
        from = 0;
        read = 0;
        wordlessFrom = 0;
        wordlessTo = 0;
    }

    /** Says of a range that no word begins in it: of a hash or a UUID, which are long. */
    void pass(int start, int end) {
        wordlessFrom = start;
        wordlessTo = end;
    }

    /** Where words count that stand before a number. */
    static int first(int start) {
        return Math.max(0, start - BEFORE);
    }

    /** Up to where words count that stand behind a number. */
    static int last(int end, int length) {
        return Math.min(length, end + AFTER);
    }

    /** Reads the words around a number; true when there may be one. */
    boolean read(char[] chars, int length, int start, int end) {
        int first = first(start);
        int to = last(end, length);
        if (first < from || first > read) {
            skipTo(chars, Math.max(0, first - WIDEST_SIGN));
        }
        if (read < to) {
            if (read < wordlessTo && wordlessFrom < to) {
                readTo(chars, length, wordlessFrom);
                read = Math.max(read, wordlessTo);
            }
            readTo(chars, length, to);
        }
        return count > 0 && starts[count - 1] >= first;
    }

    /** True when such a word is in a name, of which this is all. */
    boolean areIn(char[] chars, int start, int end) {
        restart();
        read = start;
        readTo(chars, end, end);
        return count > 0;
    }

    /** Leaves out what no candidate has asked about, up to the start of a word; what is behind it may have to be read again. */
    private void skipTo(char[] chars, int position) {
        int i = position;
        while (i > 0 && Chars.isWord(chars[i - 1]) && i < position + BEFORE) {
            i++;
        }
        count = 0;
        from = position;
        read = i;
    }

    /** How many were read; they are in their order. */
    int count() {
        return count;
    }

    int start(int i) {
        return starts[i];
    }

    int end(int i) {
        return ends[i];
    }

    /** Its number among the words that label something. */
    int word(int i) {
        return words[i];
    }

    /** Looks up the words up to {@code to}, and finishes the last one. */
    private void readTo(char[] chars, int length, int to) {
        int next = read;
        for (int i = beginnings.next(chars, next, to); i < to; i = beginnings.next(chars, next, to)) {
            int start = i;
            while (start > next && isWord(chars[start - 1])) {
                start--;
            }
            next = Math.max(start + 1, readWord(chars, length, start));
        }
        read = Math.max(next, to);
    }

    /** Looks up the word that begins there, or those that capitals make of it; its end. */
    private int readWord(char[] chars, int length, int start) {
        int end = start;
        int classes = 0;
        while (end < length && isWord(chars[end])) {
            classes |= Chars.classes(chars[end]);
            end++;
        }
        if (end - start == 1 && end < length && chars[end] == '.') {
            return Math.max(end, addAbbreviation(chars, start, length));
        }
        int letters = (classes & Chars.DIGIT) == 0 ? end : lettersEnd(chars, start, end);
        if (letters > start) {
            addWords(chars, start, letters, (classes & Chars.UPPER) != 0);
        }
        return end;
    }

    private static boolean isWord(char c) {
        return c < 128 ? Chars.isAlnum(c) : Character.isLetter(c);
    }

    /** The end of letters that only a number follows, {@code ssn1}; letters in a hash or UUID are no word. */
    private static int lettersEnd(char[] chars, int start, int end) {
        int letters = end;
        while (letters > start && Chars.isDigit(chars[letters - 1])) {
            letters--;
        }
        for (int i = start; i < letters; i++) {
            if (!Chars.isWordLetter(chars[i])) {
                return start;
            }
        }
        return letters - start >= 3 || end - letters <= 2 ? letters : start;
    }

    /** Adds the word there, or the words that capitals make of it: {@code socialSecurityNumber}. */
    private void addWords(char[] chars, int start, int end, boolean capitals) {
        int word = index.find(chars, start, end);
        if (word != WordIndex.ABSENT) {
            add(start, end, word);
            return;
        }
        if (!capitals) {
            return;
        }
        int from = start;
        for (int i = start + 1; i <= end; i++) {
            boolean seam = i == end
                    || (Chars.isUpper(chars[i])
                            && (!Chars.isUpper(chars[i - 1]) || (i + 1 < end && Chars.isLower(chars[i + 1]))));
            if (seam && i - from < end - start) {
                int part = index.find(chars, from, i);
                if (part != WordIndex.ABSENT) {
                    add(from, i, part);
                }
            }
            from = seam ? i : from;
        }
    }

    /** Adds {@code D.O.B.} as the word it stands for; its end, or 0 when there is none. */
    private int addAbbreviation(char[] chars, int start, int length) {
        int end = start;
        int letters = 0;
        while (letters < abbreviation.length
                && end + 1 < length
                && Chars.isWordLetter(chars[end])
                && chars[end + 1] == '.') {
            abbreviation[letters++] = chars[end];
            end += 2;
        }
        if (letters < abbreviation.length && end < length && end > start && Chars.isWordLetter(chars[end])) {
            boolean alone = end + 1 == length || !Chars.isWord(chars[end + 1]);
            if (alone) {
                abbreviation[letters++] = chars[end++];
            }
        }
        int word = index.find(abbreviation, 0, letters);
        if (word == WordIndex.ABSENT) {
            return 0;
        }
        add(start, end, word);
        return end;
    }

    private void add(int start, int end, int word) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            words = Arrays.copyOf(words, count * 2);
        }
        starts[count] = start;
        ends[count] = end;
        words[count] = word;
        count++;
    }
}
