// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words that infoTypes are labelled with, in all languages that there are words of. */
final class LabelWords {

    // Shorter words without their marks are other words: né, ne
    private static final int SHORTEST_PLAIN = 5;
    // Scripts written without spaces begin here
    private static final char FIRST_UNSPACED = 0x0E00;
    // Letters with marks, of languages that have this plural
    private static final char LAST_LATIN = 0x0250;

    // Of these there are numbers of: contacts and calls are counted, and what is contacted or called is one
    private static final Set<String> EVENTS =
            Set.of("contact", "contacto", "kontakt", "call", "calling", "callback", "dial", "whatsapp", "sms", "desk");

    private static final Map<BuiltInInfoType, Set<String>> OF_OTHER_LANGUAGES = read();

    private final WordIndex index;
    private final WordBeginnings beginnings;
    private final List<Set<BuiltInInfoType>> types;
    // Scripts written without spaces have no words to look up
    private final Map<String, Set<BuiltInInfoType>> unspaced = new HashMap<>();

    LabelWords(Collection<BuiltInInfoType> wanted) {
        Map<String, Set<BuiltInInfoType>> byWord = new LinkedHashMap<>();
        for (BuiltInInfoType type : wanted) {
            for (String word : withPlurals(of(type))) {
                Map<String, Set<BuiltInInfoType>> kind = word.charAt(0) < FIRST_UNSPACED ? byWord : unspaced;
                kind.computeIfAbsent(word, key -> EnumSet.noneOf(BuiltInInfoType.class))
                        .add(type);
            }
        }
        index = new WordIndex(byWord.keySet());
        beginnings = new WordBeginnings(byWord.keySet());
        types = new ArrayList<>(byWord.values());
    }

    private static Map<BuiltInInfoType, Set<String>> read() {
        Map<BuiltInInfoType, Set<String>> table = new EnumMap<>(BuiltInInfoType.class);
        for (String line : LineResource.read(LabelWords.class, "label-words.txt")) {
            String[] parts = line.split(" ", -1);
            Set<String> words = table.computeIfAbsent(BuiltInInfoType.valueOf(parts[0]), type -> new LinkedHashSet<>());
            words.addAll(List.of(parts).subList(2, parts.length));
        }
        return Map.copyOf(table);
    }

    /** All words for an infoType, as a folded text has them. */
    static Set<String> of(BuiltInInfoType type) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : type.hotwords()) {
            add(word, words);
        }
        for (String word : OF_OTHER_LANGUAGES.getOrDefault(type, Set.of())) {
            add(word, words);
        }
        return words;
    }

    /** What lists are called that hold several: {@code ssns}, {@code passports}. */
    private static Set<String> withPlurals(Set<String> words) {
        Set<String> all = new LinkedHashSet<>(words);
        for (String word : words) {
            char last = word.charAt(word.length() - 1);
            if (word.length() > 1 && last < LAST_LATIN && last != 's' && !EVENTS.contains(word)) {
                all.add(word + 's');
            } else if (word.endsWith("ss")) {
                all.add(word + "es");
            }
        }
        return all;
    }

    private static void add(String word, Set<String> to) {
        to.add(FoldedText.folded(word));
        if (word.length() >= SHORTEST_PLAIN) {
            to.add(FoldedText.folded(Normalizer.normalize(word, Normalizer.Form.NFD)));
        }
    }

    WordIndex index() {
        return index;
    }

    WordBeginnings beginnings() {
        return beginnings;
    }

    /** What the word of that number in the index labels. */
    Set<BuiltInInfoType> types(int word) {
        return types.get(word);
    }

    /** What a word labels. */
    Set<BuiltInInfoType> typesOf(String word) {
        int number = index.find(word.toCharArray(), 0, word.length());
        return number == WordIndex.ABSENT ? Set.of() : types.get(number);
    }

    /** The words of scripts without spaces, folded, and what they label. */
    Map<String, Set<BuiltInInfoType>> unspaced() {
        return unspaced;
    }

    /** What the words of scripts without spaces label in a folded name. */
    Set<BuiltInInfoType> unspacedIn(String name) {
        Set<BuiltInInfoType> labelled = EnumSet.noneOf(BuiltInInfoType.class);
        unspaced.forEach((word, some) -> {
            if (name.contains(word)) {
                labelled.addAll(some);
            }
        });
        return labelled;
    }
}
