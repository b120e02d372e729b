// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What names say of the values that they stand for: a field's, a JSON member's, a map entry's. A name is about its last words:
 * {@code contact_phone} is a telephone number, {@code phone_updated_at} a time. Decided once for each name; one thread.
 */
final class FieldNames {

    private static final int NAMES_KEPT = 1000;
    private static final int LONGEST = 200;
    // Words that make one hotword together: date of birth, social security number
    private static final int MOST_JOINED = 4;

    private final LabelWords labels;
    private final CountedThings things;
    private final GluedNames glued;
    private final Map<String, Meaning> kept = new HashMap<>();

    FieldNames(LabelWords labels, CountedThings things) {
        this.labels = labels;
        this.things = things;
        this.glued = new GluedNames(word -> !labels.typesOf(word).isEmpty());
    }

    /**
     * What one name says.
     *
     * @param types what it calls its value
     * @param others what has a word in it that it is not about: the telephone in {@code phone_model}
     * @param counts whether it says that it counts or measures things
     * @param version whether it says that it holds a version
     */
    record Meaning(Set<BuiltInInfoType> types, Set<BuiltInInfoType> others, boolean counts, boolean version) {

        static final Meaning NONE = new Meaning(Set.of(), Set.of(), false, false);

        /** True when a number of that name is none of this infoType. */
        boolean denies(BuiltInInfoType type) {
            return !types.contains(type) && (counts || others.contains(type));
        }

        /** As above, whatever it looks like. */
        boolean countsNot(BuiltInInfoType type) {
            return counts && !types.contains(type);
        }
    }

    Meaning of(String name) {
        if (name.isEmpty()) {
            return Meaning.NONE;
        }
        Meaning known = kept.get(name);
        if (known == null) {
            known = read(name);
            if (kept.size() < NAMES_KEPT) {
                kept.put(name, known);
            }
        }
        return known;
    }

    private Meaning read(String name) {
        String folded = FoldedText.folded(name.substring(Math.max(0, name.length() - LONGEST)));
        List<String> words = glued.parted(words(folded));
        Map<BuiltInInfoType, Integer> last = lastWords(words);
        Set<BuiltInInfoType> types = EnumSet.noneOf(BuiltInInfoType.class);
        Set<BuiltInInfoType> others = EnumSet.noneOf(BuiltInInfoType.class);
        last.forEach((type, word) -> (NameHeads.isAbout(type, words, word) ? types : others).add(type));
        types.addAll(labels.unspacedIn(folded));
        others.removeAll(types);
        return new Meaning(
                types,
                others,
                things.areAll(words) || NameHeads.measures(words),
                NameHeads.isVersion(words, last.getOrDefault(BuiltInInfoType.IP_ADDRESS, -1)));
    }

    /** The last word of each infoType's last hotword in the name. */
    private Map<BuiltInInfoType, Integer> lastWords(List<String> words) {
        Map<BuiltInInfoType, Integer> last = new EnumMap<>(BuiltInInfoType.class);
        for (int from = 0; from < words.size(); from++) {
            StringBuilder joined = new StringBuilder();
            for (int to = from; to < Math.min(words.size(), from + MOST_JOINED); to++) {
                joined.append(words.get(to));
                int end = to;
                labels.typesOf(joined.toString()).forEach(type -> last.merge(type, end, Math::max));
            }
        }
        return last;
    }

    /** Its words in small letters, as marks, digits and capitals part them. */
    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            boolean mark = i == name.length() || !Chars.isWordLetter(name.charAt(i));
            if (mark || isSeam(name, i)) {
                if (i > start) {
                    words.add(name.substring(start, i).toLowerCase(Locale.ROOT));
                }
                start = mark ? i + 1 : i;
            }
        }
        return words;
    }

    private static boolean isSeam(String name, int i) {
        return i > 0
                && Character.isUpperCase(name.charAt(i))
                && (Character.isLowerCase(name.charAt(i - 1))
                        || (Character.isUpperCase(name.charAt(i - 1))
                                && i + 1 < name.length()
                                && Character.isLowerCase(name.charAt(i + 1))));
    }
}
