// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Parts names of several words that are written as one, as databases without capitals have them: {@code customerssn}, {@code bsnnr}. */
final class GluedNames {

    private static final int SHORTEST_LABEL = 2;

    private static final List<String> BEFORE = List.of(
            "",
            "customer",
            "cust",
            "client",
            "user",
            "usr",
            "member",
            "employee",
            "emp",
            "patient",
            "person",
            "contact",
            "owner",
            "holder",
            "applicant",
            "guest",
            "driver",
            "spouse",
            "father",
            "mother",
            "guardian",
            "beneficiary",
            "company",
            "home",
            "work",
            "office",
            "private",
            "personal",
            "primary",
            "secondary",
            "main",
            "billing",
            "shipping",
            "delivery",
            "emergency",
            "old",
            "new",
            "current",
            "previous",
            "my",
            "the");
    private static final List<String> BEHIND = List.of(
            "", "number", "num", "nbr", "no", "nr", "nummer", "numero", "value", "val", "code", "txt", "text", "str",
            "col", "id");

    private final Predicate<String> labels;

    /**
     * @param labels tells words that label something
     */
    GluedNames(Predicate<String> labels) {
        this.labels = labels;
    }

    /** The words, those parted that are a label between others and not known themselves. */
    List<String> parted(List<String> words) {
        List<String> all = new ArrayList<>();
        for (String word : words) {
            if (labels.test(word)) {
                all.add(word);
            } else {
                all.addAll(parts(word));
            }
        }
        return all;
    }

    private List<String> parts(String word) {
        for (String before : BEFORE) {
            for (String behind : BEHIND) {
                int end = word.length() - behind.length();
                boolean framed =
                        end - before.length() >= SHORTEST_LABEL && word.startsWith(before) && word.endsWith(behind);
                if (framed && labels.test(word.substring(before.length(), end))) {
                    return parts(before, word.substring(before.length(), end), behind);
                }
            }
        }
        return List.of(word);
    }

    private static List<String> parts(String... some) {
        return List.of(some).stream().filter(part -> !part.isEmpty()).toList();
    }
}
