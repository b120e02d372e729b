// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.Collection;

/**
 * Where one of some words may begin: at a letter behind what is no letter or digit, or at a capital, if two characters
 * agree with a word's first two. Most of a text is passed here, so nothing depends on what a character is but one load.
 */
final class WordBeginnings {

    private static final int INSIDE = 128;
    private static final int NEVER = 31;

    // By a character at the edge of a word and inside of one: a bit for each that may follow. All of it stays in the
    // nearest cache, where a table of pairs would not.
    private final int[] followers = new int[INSIDE * 2];
    // The bit of a follower
    private final byte[] bits = new byte[128];
    // What a character makes of the next one's place
    private final int[] insides = new int[128];

    WordBeginnings(Collection<String> words) {
        for (char c = 0; c < insides.length; c++) {
            insides[c] = Chars.isAlnum(c) ? INSIDE : 0;
            bits[c] = (byte) (Chars.isLetter(c) ? Chars.lower(c) - 'a' : c == '.' ? 26 : c == ' ' ? 27 : NEVER);
        }
        for (String word : words) {
            char first = word.charAt(0);
            if (first < 128) {
                char second = word.length() > 1 ? word.charAt(1) : ' ';
                add(first, second);
                add(first, '.'); // of an abbreviation
            }
        }
    }

    private void add(char first, char second) {
        if (second < 128 && bits[second] != NEVER) {
            followers[first] |= 1 << bits[second];
            followers[Chars.upper(first)] |= 1 << bits[second];
            followers[INSIDE | Chars.upper(first)] |= 1 << bits[second];
        }
    }

    /**
     * The next position where a word may begin, or {@code to}; what is beyond ASCII always may.
     *
     * @param chars of which there is at least one more than {@code to}
     */
    int next(char[] chars, int from, int to) {
        int[] table = followers;
        byte[] bitOf = bits;
        int[] edges = insides;
        int i = from;
        int inside = i > 0 && Chars.isAlnum(chars[i - 1]) ? INSIDE : 0;
        while (i < to) {
            char c = chars[i];
            char follower = chars[i + 1];
            if ((c | follower) >= 128 || (table[inside | c] >>> bitOf[follower] & 1) != 0) {
                break;
            }
            inside = edges[c];
            i++;
        }
        return i;
    }
}
