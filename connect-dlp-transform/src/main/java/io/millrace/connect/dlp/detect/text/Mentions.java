// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a part of a text may mention some infoTypes at all: those that are asked about at nearly every number. Logs have
 * many numbers and none of these words, so one cheap look at what is around numbers spares looking up its words. It may say yes
 * where there is no hotword, but never no where there is one.
 */
final class Mentions {

    private static final Set<BuiltInInfoType> ASKED_OFTEN =
            EnumSet.of(BuiltInInfoType.ADVERTISING_ID, BuiltInInfoType.DATE_OF_BIRTH, BuiltInInfoType.PHONE_NUMBER);
    private static final Word[] NONE = {};

    // A bit for each two characters that a word may begin with, in either case: 128 by the first
    private final long[] pairs = new long[128 * 2];
    // By the first two letters
    private final Word[][] words = new Word[32 * 32][];
    private final Map<BuiltInInfoType, Integer> bits = new EnumMap<>(BuiltInInfoType.class);
    private final int all;
    // What was looked at in one go, and where each bit was seen last
    private int from;
    private int to;
    private int gapFrom = -1;
    private int gapTo;
    private final int[] seen = new int[ASKED_OFTEN.size()];

    private record Word(String letters, int bits) {}

    Mentions(Collection<BuiltInInfoType> wanted) {
        Map<String, Integer> byWord = new HashMap<>();
        int some = 0;
        for (BuiltInInfoType type : ASKED_OFTEN) {
            if (wanted.contains(type)) {
                int bit = some + 1;
                some = some << 1 | 1;
                bits.put(type, bit);
                LabelWords.of(type).forEach(word -> byWord.merge(word, bit, (one, other) -> one | other));
            }
        }
        all = some;
        List<List<Word>> byBeginning = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            byBeginning.add(new ArrayList<>());
        }
        byWord.forEach((word, bit) -> {
            if (word.length() > 1) {
                byBeginning.get(beginning(word.charAt(0), word.charAt(1))).add(new Word(word, bit));
            }
        });
        for (int i = 0; i < words.length; i++) {
            words[i] = byBeginning.get(i).toArray(NONE);
        }
        byWord.keySet().stream().filter(word -> word.charAt(0) < 128).forEach(this::addPairs);
    }

    private void addPairs(String word) {
        char second = word.length() > 1 ? word.charAt(1) : ' ';
        for (char first : new char[] {word.charAt(0), Chars.upper(word.charAt(0))}) {
            addPair(first, second);
            addPair(first, Chars.upper(second));
            addPair(first, '.'); // of an abbreviation
        }
    }

    private void addPair(char first, char second) {
        if (second < 128) {
            pairs[first << 1 | second >>> 6] |= 1L << second;
        }
    }

    private static int beginning(char first, char second) {
        return (first & 31) << 5 | (second & 31);
    }

    /** Forgets the text. */
    void restart() {
        from = 0;
        to = 0;
        gapFrom = -1;
        Arrays.fill(seen, -1);
    }

    /** Says of a range that no word begins in it: of a hash or a UUID, which are long. */
    void pass(int start, int end) {
        gapFrom = start;
        gapTo = end;
    }

    /**
     * False when no word for the infoType begins around a number. Numbers are mostly asked for in their order, and each character
     * is looked at once.
     *
     * @param start where words count from
     * @param number where the number begins, in which no word does
     * @param behind where it ends
     * @param end up to where words count
     */
    boolean maybeOf(BuiltInInfoType type, char[] chars, int length, int start, int number, int behind, int end) {
        Integer bit = bits.get(type);
        if (bit == null) {
            return true;
        }
        if (start > to || start < from) {
            from = start;
            to = start;
        }
        readTo(chars, length, number);
        to = Math.max(to, Math.min(behind, length));
        readTo(chars, length, end);
        return seen[Integer.numberOfTrailingZeros(bit)] >= start;
    }

    private void readTo(char[] chars, int length, int end) {
        if (to <= gapFrom && gapTo <= end) {
            look(chars, length, to, gapFrom);
            to = gapTo;
        }
        if (to < end) {
            look(chars, length, to, end);
            to = end;
        }
    }

    private void look(char[] chars, int length, int start, int end) {
        long[] table = pairs;
        char c = chars[start];
        for (int i = start; i < end; i++) {
            char follower = chars[i + 1];
            if ((c | follower) >= 128 || (table[c << 1 | follower >>> 6] >>> follower & 1) != 0) {
                lookAt(chars, length, i);
            }
            c = follower;
        }
    }

    private void lookAt(char[] chars, int length, int i) {
        char first = chars[i];
        char second = chars[i + 1];
        if ((first | second) >= 128) {
            see(all, i); // words of other scripts, marks on letters
        } else if (i == 0 || Chars.isUpper(first) || !Chars.isAlnum(chars[i - 1])) {
            if (second == '.') {
                see(all, i); // abbreviations
                return;
            }
            for (Word word : words[beginning(first, second)]) {
                see(isAt(word.letters, chars, i, length) ? word.bits : 0, i);
            }
        }
    }

    private void see(int some, int position) {
        for (int left = some; left != 0; left &= left - 1) {
            int bit = Integer.numberOfTrailingZeros(left);
            seen[bit] = Math.max(seen[bit], position);
        }
    }

    /** Words end at a capital or at what is no letter, or are a plural; what is beyond ASCII may be any letter. */
    private static boolean isAt(String word, char[] chars, int start, int length) {
        int end = start + word.length();
        if (end > length) {
            return false;
        }
        for (int i = start + 2; i < end; i++) {
            if (chars[i] < 128 && Chars.lower(chars[i]) != word.charAt(i - start)) {
                return false;
            }
        }
        return !Chars.isLower(chars[end]) || (end < length && chars[end] == 's' && !Chars.isLower(chars[end + 1]));
    }
}
