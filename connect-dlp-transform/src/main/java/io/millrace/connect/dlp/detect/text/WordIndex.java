// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words looked up by a region of characters, whatever their case, without making a string of the region. */
public final class WordIndex {

    public static final int ABSENT = -1;

    private static final int ANYTHING = -1;

    /** Longer words are not looked up. */
    public static final int LONGEST = 64;

    private final @Nullable String[] slots;
    private final int[] numbers;
    private final int mask;
    // A bit for every length by the first letter, and for every second letter: most words of a text end here.
    private final long[] lengthsByFirst = new long[128];
    private final int[] secondsByFirst = new int[128];
    // By the last letter: a bit for each before it, both by their last five bits
    private final int[] beforeLast = new int[32];

    /** Numbers the words in the order given; of equal ones the first counts. */
    public WordIndex(Collection<String> words) {
        int capacity = Integer.highestOneBit(Math.max(4, words.size() * 3)) * 2;
        slots = new String[capacity];
        numbers = new int[capacity];
        mask = capacity - 1;
        int number = 0;
        for (String word : words) {
            put(word, number++);
            if (word.length() <= LONGEST) {
                lengthsByFirst[word.charAt(0) & 127] |= 1L << (word.length() - 1);
                secondsByFirst[word.charAt(0) & 127] |= 1 << (word.charAt(Math.min(1, word.length() - 1)) & 31);
                beforeLast[fiveBits(word.charAt(word.length() - 1))] |=
                        word.length() > 1 ? 1 << fiveBits(word.charAt(word.length() - 2)) : ANYTHING;
            }
        }
    }

    public static WordIndex of(String... words) {
        return new WordIndex(List.of(words));
    }

    private void put(String word, int number) {
        char[] chars = word.toCharArray();
        int slot = hash(chars, 0, chars.length) & mask;
        while (slots[slot] != null) {
            if (word.equals(slots[slot])) {
                return;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = word;
        numbers[slot] = number;
    }

    /** The number of the word that stands there, or {@link #ABSENT}. */
    public int find(char[] chars, int start, int end) {
        if (end - start > LONGEST || end <= start || !mayBe(chars, start, end)) {
            return ABSENT;
        }
        int slot = hash(chars, start, end) & mask;
        for (String word = slots[slot]; word != null; word = slots[slot]) {
            if (isAt(word, chars, start, end)) {
                return numbers[slot];
            }
            slot = slot + 1 & mask;
        }
        return ABSENT;
    }

    /** False when none of the words, of two letters or more, begins there; asked before its end is looked for. */
    public boolean mayBeginAt(char[] chars, int start) {
        return start + 1 < chars.length
                && (secondsByFirst[Chars.lower(chars[start]) & 127] >>> Chars.lower(chars[start + 1]) & 1) != 0;
    }

    /** False when none of the words ends there; asked before its beginning is looked for. */
    public boolean mayEndAt(char[] chars, int end) {
        return end == 1 || (end > 1 && (beforeLast[fiveBits(chars[end - 1])] >>> fiveBits(chars[end - 2]) & 1) != 0);
    }

    /** The same of both cases. */
    private static int fiveBits(char c) {
        return (c < 128 ? c : Chars.lower(c)) & 31;
    }

    private boolean mayBe(char[] chars, int start, int end) {
        int first = Chars.lower(chars[start]) & 127;
        int second = Chars.lower(chars[Math.min(start + 1, end - 1)]) & 31;
        return (lengthsByFirst[first] >>> (end - start - 1) & 1) != 0 && (secondsByFirst[first] >>> second & 1) != 0;
    }

    public boolean contains(char[] chars, int start, int end) {
        return find(chars, start, end) != ABSENT;
    }

    private static boolean isAt(String word, char[] chars, int start, int end) {
        if (word.length() != end - start) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (word.charAt(i - start) != Chars.lower(chars[i])) {
                return false;
            }
        }
        return true;
    }

    private static int hash(char[] chars, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + Chars.lower(chars[i]);
        }
        return hash ^ hash >>> 15;
    }
}
