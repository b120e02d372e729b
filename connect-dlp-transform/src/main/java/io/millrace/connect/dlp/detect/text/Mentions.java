// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a text may mention some infoTypes at all: those that are asked about at nearly every number. Logs have many
 * numbers and none of these words, so one look at all of the text spares a look around each number. It may say yes where there
 * is no hotword, but never no where there is one.
 */
final class Mentions {

    private static final Set<BuiltInInfoType> ASKED_OFTEN =
            EnumSet.of(BuiltInInfoType.ADVERTISING_ID, BuiltInInfoType.DATE_OF_BIRTH, BuiltInInfoType.PHONE_NUMBER);
    private static final Word[] NONE = {};

    private final WordBeginnings beginnings;
    // By the first two letters
    private final Word[][] words = new Word[32 * 32][];
    private final Map<BuiltInInfoType, Integer> bits = new EnumMap<>(BuiltInInfoType.class);
    private final int all;
    private int mentioned;
    private boolean looked;

    private record Word(String letters, int bits) {}

    Mentions(Collection<BuiltInInfoType> wanted) {
        Map<String, Integer> byWord = new HashMap<>();
        for (BuiltInInfoType type : ASKED_OFTEN) {
            if (wanted.contains(type)) {
                int bit = 1 << bits.size();
                bits.put(type, bit);
                type.hotwords().forEach(word -> byWord.merge(word, bit, (one, other) -> one | other));
            }
        }
        all = (1 << bits.size()) - 1;
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
        beginnings = new WordBeginnings(byWord.keySet());
    }

    private static int beginning(char first, char second) {
        return (first & 31) << 5 | (second & 31);
    }

    /** Forgets the text. */
    void restart() {
        looked = false;
    }

    /** False when no word for the infoType is anywhere in the text. */
    boolean maybeOf(BuiltInInfoType type, char[] chars, int length) {
        Integer bit = bits.get(type);
        if (bit == null) {
            return true;
        }
        if (!looked) {
            mentioned = look(chars, length);
            looked = true;
        }
        return (mentioned & bit) != 0;
    }

    private int look(char[] chars, int length) {
        int found = 0;
        for (int i = beginnings.next(chars, 0, length); i < length; i = beginnings.next(chars, i + 1, length)) {
            char first = chars[i];
            char second = chars[i + 1];
            if ((first | second) >= 128 || second == '.') {
                return all; // words of other scripts, marks on letters, abbreviations
            }
            for (Word word : words[beginning(first, second)]) {
                found |= isAt(word.letters, chars, i, length) ? word.bits : 0;
            }
            if (found == all) {
                return all;
            }
        }
        return found;
    }

    /** Words end at a capital or at what is no letter; what is beyond ASCII may be any letter. */
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
        return !Chars.isLower(chars[end]);
    }
}
