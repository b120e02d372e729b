// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary by Cloud DLP's rules: case does not count, what is neither letter nor digit is white space, and words
 * end where the kind of character changes.
 */
final class PhraseIndex {

    private final Node root = new Node();

    /** What may follow the words so far, and whether they are a phrase. */
    private static final class Node {
        private @Nullable Map<String, Node> next;
        private boolean phrase;

        Node add(String word) {
            Map<String, Node> following = next;
            if (following == null) {
                following = new HashMap<>(2);
                next = following;
            }
            return following.computeIfAbsent(word, first -> new Node());
        }

        @Nullable
        Node after(String word) {
            return next == null ? null : next.get(word);
        }
    }

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
            Node node = root;
            for (String word : words) {
                node = node.add(word);
            }
            node.phrase = true;
        }
    }

    /** Adds the longest phrase at every word that starts one. */
    void find(String text, Matches matches) {
        List<Word> words = words(text);
        for (int i = 0; i < words.size(); i++) {
            int longest = longestAt(words, i);
            if (longest > 0) {
                matches.add(words.get(i).start(), words.get(i + longest - 1).end());
            }
        }
    }

    /** True when the text is one of the phrases and nothing else. */
    boolean isPhrase(String text) {
        List<Word> words = words(text);
        return !words.isEmpty() && longestAt(words, 0) == words.size();
    }

    /** True when a phrase is somewhere in the text. */
    boolean isIn(String text) {
        boolean[] found = {false};
        find(text, (start, end) -> found[0] = true);
        return found[0];
    }

    /** How many words the longest phrase has that begins there; 0 if none does. */
    private int longestAt(List<Word> words, int from) {
        int longest = 0;
        Node node = root.after(words.get(from).text());
        for (int i = from + 1; node != null; i++) {
            longest = node.phrase ? i - from : longest;
            node = i < words.size() ? node.after(words.get(i).text()) : null;
        }
        return longest;
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
