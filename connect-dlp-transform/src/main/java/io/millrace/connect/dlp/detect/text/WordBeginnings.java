// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.Collection;

/**
 * Where one of some words may begin: at a letter behind what is no letter or digit, or at a capital, if three characters
 * agree with a word's first three. Most of a text is passed by the first two, so nothing there depends on what a character
 * is but two loads, of tables that stay in the nearest cache.
 */
final class WordBeginnings {

    private static final int INSIDE = 128;
    private static final int ANYTHING = -1;

    // By a character at the edge of a word and inside of one, and the last five bits of the next
    private final boolean[] pairs = new boolean[(INSIDE * 2) << 5];
    // What a character makes of the next one's place
    private final int[] insides = new int[128];
    // By the first two letters: a bit for each third one, by its last five bits
    private final int[] thirds = new int[32 * 32];

    WordBeginnings(Collection<String> words) {
        for (char c = 0; c < insides.length; c++) {
            insides[c] = Chars.isAlnum(c) ? INSIDE : 0;
        }
        for (String word : words) {
            char first = word.charAt(0);
            if (first < 128) {
                char second = word.length() > 1 ? word.charAt(1) : ' ';
                add(first, second);
                add(first, '.'); // of an abbreviation
                thirds[pair(first & 31, second)] |= word.length() > 2 ? 1 << word.charAt(2) : ANYTHING;
            }
        }
    }

    private void add(char first, char second) {
        pairs[pair(first, second)] = true;
        pairs[pair(Chars.upper(first), second)] = true;
        pairs[pair(INSIDE | Chars.upper(first), second)] = true;
    }

    private static int pair(int first, char second) {
        return first << 5 | (second & 31);
    }

    /**
     * The next position where a word may begin, or {@code to}; what is beyond ASCII always may.
     *
     * @param chars of which there is at least one more than {@code to}
     */
    int next(char[] chars, int from, int to) {
        int i = nextPair(chars, from, to);
        while (i < to && !goesOn(chars, i)) {
            i = nextPair(chars, i + 1, to);
        }
        return i;
    }

    /** As above, by the first two characters. */
    private int nextPair(char[] chars, int from, int to) {
        boolean[] table = pairs;
        int[] edges = insides;
        int i = from;
        char c = chars[i];
        int inside = i > 0 && Chars.isAlnum(chars[i - 1]) ? INSIDE : 0;
        while (i < to) {
            char follower = chars[i + 1];
            if ((c | follower) >= 128 || table[pair(inside | c, follower)]) {
                break;
            }
            inside = edges[c];
            c = follower;
            i++;
        }
        return i;
    }

    /** Whether the third character may be one of a word that has these two. */
    private boolean goesOn(char[] chars, int i) {
        char first = chars[i];
        char second = chars[i + 1];
        char third = i + 2 < chars.length ? chars[i + 2] : ' ';
        return (first | second | third) >= 128
                || !Chars.isLetter(second)
                || (thirds[pair(first & 31, second)] >>> third & 1) != 0;
    }
}
