// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows which infoTypes have one of their hotwords near a candidate or in the field's name. */
final class Hotwords {

    // Macie and Presidio look about as far; labels come before a value, units and kinds right after it.
    private static final int BEFORE = 50;
    private static final int AFTER = 20;
    private static final int NAMES_KEPT = 1000;

    private final WordIndex index;
    private final List<Set<BuiltInInfoType>> types;
    // Scripts written without spaces have no words to look up.
    private final Map<String, Set<BuiltInInfoType>> unspaced = new HashMap<>();
    private final Map<String, Set<BuiltInInfoType>> byFieldName = new LinkedHashMap<>();
    private final EnumSet<BuiltInInfoType> near = EnumSet.noneOf(BuiltInInfoType.class);
    private Set<BuiltInInfoType> named = Set.of();
    private int nearStart = -1;
    private int nearEnd = -1;

    Hotwords(Collection<BuiltInInfoType> wanted) {
        Map<String, Set<BuiltInInfoType>> byWord = new LinkedHashMap<>();
        for (BuiltInInfoType type : wanted) {
            for (String word : type.hotwords()) {
                Map<String, Set<BuiltInInfoType>> kind = word.charAt(0) < 0x0E00 ? byWord : unspaced;
                kind.computeIfAbsent(word, key -> EnumSet.noneOf(BuiltInInfoType.class))
                        .add(type);
            }
        }
        index = new WordIndex(byWord.keySet());
        types = List.copyOf(byWord.values());
    }

    /** Starts on a text held by a field of this name. */
    void begin(String fieldName) {
        nearStart = -1;
        nearEnd = -1;
        if (fieldName.isEmpty()) {
            named = Set.of();
            return;
        }
        Set<BuiltInInfoType> known = byFieldName.get(fieldName);
        if (known == null) {
            known = namedBy(fieldName);
            if (byFieldName.size() < NAMES_KEPT) {
                byFieldName.put(fieldName, known);
            }
        }
        named = known;
    }

    private Set<BuiltInInfoType> namedBy(String fieldName) {
        Set<BuiltInInfoType> found = EnumSet.noneOf(BuiltInInfoType.class);
        char[] spaced = fieldName
                .replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replaceAll("[^\\p{L}]+", " ")
                .toCharArray();
        addWords(spaced, 0, spaced.length, found);
        char[] joined = fieldName.replaceAll("[^\\p{L}]+", "").toCharArray();
        addWords(joined, 0, joined.length, found);
        return found;
    }

    /** True when a hotword of this type is in the field's name or near these positions. */
    boolean near(BuiltInInfoType type, FoldedText text, int start, int end) {
        if (named.contains(type)) {
            return true;
        }
        if (start != nearStart || end != nearEnd) {
            nearStart = start;
            nearEnd = end;
            near.clear();
            look(text, start, end);
        }
        return near.contains(type);
    }

    private void look(FoldedText text, int start, int end) {
        char[] chars = text.chars();
        int from = Math.max(0, start - BEFORE);
        while (from > 0 && from < start && Chars.isWordLetter(chars[from - 1]) && Chars.isWordLetter(chars[from])) {
            from++;
        }
        int to = Math.min(text.length(), end + AFTER);
        addWords(chars, from, start, near);
        addWords(chars, end, to, near);
        if (text.isFolded() && !unspaced.isEmpty()) {
            String window = text.substring(from, to);
            unspaced.forEach((word, meant) -> {
                if (window.contains(word)) {
                    near.addAll(meant);
                }
            });
        }
    }

    private void addWords(char[] chars, int from, int to, Set<BuiltInInfoType> found) {
        int i = from;
        while (i < to) {
            while (i < to && !Chars.isWordLetter(chars[i])) {
                i++;
            }
            int start = i;
            while (i < to && Chars.isWordLetter(chars[i])) {
                i++;
            }
            // a run of letters in a hash or UUID is no word
            boolean glued = (start > from && Chars.isDigit(chars[start - 1])) || (i < to && Chars.isDigit(chars[i]));
            int word = glued ? WordIndex.ABSENT : index.find(chars, start, i);
            if (word != WordIndex.ABSENT) {
                found.addAll(types.get(word));
            }
        }
    }
}
