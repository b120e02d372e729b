// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import io.millrace.connect.dlp.detect.text.FoldedText;
import io.millrace.connect.dlp.detect.text.LineResource;
import io.millrace.connect.dlp.detect.text.WordIndex;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What months are called, in about thirty languages. */
final class Months {

    static final int LONGEST = 12;

    private static final WordIndex ROMAN =
            WordIndex.of("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii");

    private final WordIndex alone;
    private final WordIndex all;

    Months() {
        Set<String> some = new LinkedHashSet<>();
        Set<String> any = new LinkedHashSet<>();
        for (String line : LineResource.read(Months.class, "months.txt")) {
            List<String> parts = List.of(line.split(" ", -1));
            for (String word : parts.subList(2, parts.size())) {
                List<String> folded = List.of(
                        FoldedText.folded(word), FoldedText.folded(Normalizer.normalize(word, Normalizer.Form.NFD)));
                any.addAll(folded);
                if (parts.get(0).equals("alone")) {
                    some.addAll(folded);
                }
            }
        }
        alone = new WordIndex(some);
        all = new WordIndex(any);
    }

    /** False when neither begins there: most words behind a number end here. */
    boolean mayBegin(char[] chars, int start) {
        char first = chars[start];
        return all.mayBeginAt(chars, start) || first == 'I' || first == 'V' || first == 'X';
    }

    /** False when none ends there. */
    boolean mayEnd(char[] chars, int end) {
        return all.mayEndAt(chars, end);
    }

    /** True when a word is a month where a day and a year are beside it. */
    boolean isOne(char[] chars, int start, int end) {
        return all.contains(chars, start, end);
    }

    /** True when it is one beside a day or a year alone; short words of the other languages are too often something else. */
    boolean standsAlone(char[] chars, int start, int end) {
        return alone.contains(chars, start, end);
    }

    /** True for I to XII in capitals. */
    static boolean isRoman(char[] chars, int start, int end) {
        for (int i = start; i < end; i++) {
            if (chars[i] > 'X') {
                return false;
            }
        }
        return ROMAN.contains(chars, start, end);
    }
}
