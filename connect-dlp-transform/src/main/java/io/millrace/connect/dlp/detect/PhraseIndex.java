// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A dictionary by Cloud DLP's rules: case does not count, what is neither letter nor digit is white space, and words
 * end where the kind of character changes.
 */
final class PhraseIndex {

    // Phrases by their first word
    private final Map<String, List<List<String>>> phrases = new HashMap<>();
    private final Set<List<String>> all = new HashSet<>();

    /** A word in lower case and where it stands. */
    private record Word(String text, int start, int end) {}

    PhraseIndex(String owner, Collection<String> entries) {
        for (String entry : entries) {
            List<String> words = words(entry).stream().map(Word::text).toList();
            int characters = words.stream().mapToInt(String::length).sum();
            if (characters < 2) {
                throw new IllegalArgumentException(
                        owner + ": every phrase of a dictionary needs at least two letters or digits");
            }
            if (all.add(words)) {
                phrases.computeIfAbsent(words.get(0), word -> new ArrayList<>()).add(words);
            }
        }
        phrases.values().forEach(list -> list.sort((a, b) -> b.size() - a.size()));
    }

    /** Adds the longest phrase at every word that starts one. */
    void find(String text, Matches matches) {
        List<Word> words = words(text);
        for (int i = 0; i < words.size(); i++) {
            for (List<String> phrase : phrases.getOrDefault(words.get(i).text(), List.of())) {
                if (isAt(words, i, phrase)) {
                    matches.add(
                            words.get(i).start(),
                            words.get(i + phrase.size() - 1).end());
                    break;
                }
            }
        }
    }

    /** True when the text is one of the phrases and nothing else. */
    boolean isPhrase(String text) {
        return all.contains(words(text).stream().map(Word::text).toList());
    }

    /** True when a phrase is somewhere in the text. */
    boolean isIn(String text) {
        boolean[] found = {false};
        find(text, (start, end) -> found[0] = true);
        return found[0];
    }

    private static boolean isAt(List<Word> words, int from, List<String> phrase) {
        if (from + phrase.size() > words.size()) {
            return false;
        }
        for (int i = 0; i < phrase.size(); i++) {
            if (!phrase.get(i).equals(words.get(from + i).text())) {
                return false;
            }
        }
        return true;
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            int start = i;
            int kind = kind(text.charAt(i));
            while (i < text.length() && kind(text.charAt(i)) == kind) {
                i++;
            }
            if (kind != 0) {
                words.add(new Word(text.substring(start, i).toLowerCase(Locale.ROOT), start, i));
            }
        }
        return words;
    }

    private static int kind(char c) {
        return Character.isDigit(c) ? 2 : Character.isLetter(c) || Character.isSurrogate(c) ? 1 : 0;
    }
}
