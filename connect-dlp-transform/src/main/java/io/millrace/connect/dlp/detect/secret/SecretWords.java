// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.LineResource;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of {@code secret-labels.txt}, and those that stand behind them, to be looked up. Never changes: one for all. */
final class SecretWords {

    /** What the member is called that holds a secret whose label stands elsewhere. */
    static final List<String> VALUES =
            List.of("value", "default", "stringvalue", "string", "val", "data", "example", "const");

    /** What members are called that tell secrets of one label apart: {@code {"password":{"old":…,"new":…}}}. */
    static final List<String> WHICH = List.of(
            "old",
            "new",
            "current",
            "previous",
            "primary",
            "secondary",
            "main",
            "backup",
            "first",
            "second",
            "other",
            "prod",
            "production",
            "staging",
            "dev",
            "development",
            "sandbox",
            "live",
            "plain",
            "plaintext",
            "cleartext");

    private static final int SHORTEST = 2;
    private static final int ENDING = 4;
    private static final String NONE = "NONE";

    // What stands behind a label and says no other thing: client_secret_old, DB_PASSWORD_PROD
    private static final List<String> BEHIND = List.of(
            "prev",
            "confirm",
            "confirmation",
            "repeat",
            "verify",
            "again",
            "value",
            "string",
            "text",
            "base", // of base64
            "test",
            "qa",
            "stage",
            "uat",
            "temp",
            "tmp",
            "neu",
            "alt",
            "nueva",
            "nuevo",
            "anterior",
            "actual",
            "nova",
            "atual",
            "antiga",
            "nuova",
            "nouveau",
            "ancien");
    // Shorter names have no plural
    private static final int SHORTEST_SINGULAR = 5;
    // Of labels in several words: API key, cl\u00e9 API
    private static final List<String> LAST_WORDS = List.of("key", "keys", "api");

    // Of many things; only the whole name is a secret's
    static final String PASS = "pass";

    private final WordIndex labels;
    private final List<@Nullable BuiltInInfoType> types = new ArrayList<>();
    private final WordIndex loose;
    private final WordIndex behind;
    // A bit for the last four letters, of which the last five bits count; marks between words are no letters
    private final long[] endings = new long[1 << (ENDING * 5 - 6)];
    // By the last letter: a bit for each before it. Most names are refused by these two
    private final int[] lastPairs = new int[32];

    SecretWords() {
        List<String> sureWords = new ArrayList<>();
        List<String> looseWords = new ArrayList<>();
        for (String line : LineResource.read(SecretWords.class, "secret-labels.txt")) {
            String[] parts = line.split(" ", -1);
            boolean sure = !parts[0].endsWith("?");
            for (String word : List.of(parts).subList(2, parts.length)) {
                add(word, sure ? parts[0] : null, sure ? sureWords : looseWords);
                if (word.length() >= SHORTEST_SINGULAR && Chars.isLetter(last(word)) && last(word) != 's') {
                    add(word + 's', sure ? parts[0] : null, sure ? sureWords : looseWords);
                }
            }
        }
        labels = new WordIndex(sureWords);
        loose = new WordIndex(looseWords);
        List<String> others = new ArrayList<>(WHICH);
        others.addAll(BEHIND);
        behind = new WordIndex(others);
        others.forEach(this::addEnding);
        addEnding(PASS);
        LAST_WORDS.forEach(this::addEnding);
        VALUES.forEach(this::addEnding); // what it is the value of may be a secret
    }

    private void add(String word, @Nullable String type, List<String> to) {
        to.add(word);
        if (type != null) {
            types.add(type.equals(NONE) ? null : BuiltInInfoType.valueOf(type));
        }
        addEnding(word);
    }

    private void addEnding(String word) {
        lastPairs[last(word) & 31] |= 1 << word.charAt(word.length() - 2);
        int ending = 0;
        for (int i = 1; i <= Math.min(ENDING, word.length()); i++) {
            ending = ending << 5 | (word.charAt(word.length() - i) & 31);
        }
        // Before a word that is shorter, anything
        int missing = ENDING - Math.min(ENDING, word.length());
        for (int before = 0; before < 1 << (5 * missing); before++) {
            int whole = ending << (5 * missing) | before;
            endings[whole >>> 6] |= 1L << whole;
        }
    }

    private static char last(String word) {
        return word.charAt(word.length() - 1);
    }

    /**
     * False when none of them ends with the letter there, of which there is one before; most keys of a document end here.
     *
     * @param from where names that are too long begin to count
     */
    boolean mayEnd(char[] chars, int from, int last) {
        boolean other = Chars.isLetter(chars[last - 1]) && (lastPairs[chars[last] & 31] >>> chars[last - 1] & 1) == 0;
        return !other && hasEnding(chars, from, last);
    }

    private boolean hasEnding(char[] chars, int from, int last) {
        int ending = 0;
        int letters = 0;
        for (int i = last; i >= 0 && letters < ENDING && i > from; i--) {
            if (Chars.isWordLetter(chars[i])) {
                ending = ending << 5 | (chars[i] & 31);
                letters++;
            } else if (!isPart(chars[i])) {
                break;
            }
        }
        int whole = ending << (5 * (ENDING - letters));
        return letters >= SHORTEST && (endings[whole >>> 6] >>> whole & 1) != 0;
    }

    /** What names consist of. */
    static boolean isPart(char c) {
        return Chars.isWord(c) || c == '_' || c == '-' || c == '.';
    }

    /** Those that are labels of secrets, whatever the value looks like. */
    WordIndex labels() {
        return labels;
    }

    /** What one of these labels, by its number; null where it says that what follows is none. */
    @Nullable
    BuiltInInfoType type(int label) {
        return types.get(label);
    }

    /** True for one that is a label of a secret if the value looks like one. */
    boolean isLoose(char[] chars, int start, int end) {
        return loose.contains(chars, start, end);
    }

    /** True for one that stands behind a label and says no other thing. */
    boolean isBehind(char[] chars, int start, int end) {
        return behind.contains(chars, start, end);
    }
}
