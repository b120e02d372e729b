// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Names that programs make of a label: with other words before and behind it, in every spelling. */
public final class Names {

    private static final List<String> BEFORE = List.of(
            "",
            "customer",
            "primary",
            "billing",
            "old",
            "my",
            "user",
            "shipping",
            "home",
            "x",
            "emergency contact",
            "secondary account holder");
    private static final List<String> BEHIND = List.of("", "1", "2", "12", "value", "old", "s");

    private enum Case {
        AS_IT_IS,
        SMALL,
        CAPITAL,
        CAPITALS;

        String of(String word) {
            return switch (this) {
                case AS_IT_IS -> word;
                case SMALL -> word.toLowerCase(Locale.ROOT);
                case CAPITAL -> capital(word);
                case CAPITALS -> word.toUpperCase(Locale.ROOT);
            };
        }
    }

    private enum Spelling {
        CAMEL("", Case.SMALL, Case.CAPITAL),
        PASCAL("", Case.CAPITAL, Case.CAPITAL),
        SNAKE("_", Case.SMALL, Case.SMALL),
        KEBAB("-", Case.SMALL, Case.SMALL),
        SCREAMING("_", Case.CAPITALS, Case.CAPITALS),
        DOTS(".", Case.AS_IT_IS, Case.AS_IT_IS),
        TRAIN("-", Case.CAPITAL, Case.CAPITAL),
        ACRONYM("", Case.SMALL, Case.CAPITAL) {
            @Override
            String of(List<String> words) {
                int last = words.size() - 1;
                String word = words.get(last);
                boolean acronym = last > 0 && word.length() <= 4;
                return super.of(words.subList(0, acronym ? last : last + 1)) + (acronym ? Case.CAPITALS.of(word) : "");
            }
        };

        private final String mark;
        private final Case first;
        private final Case others;

        Spelling(String mark, Case first, Case others) {
            this.mark = mark;
            this.first = first;
            this.others = others;
        }

        String of(List<String> words) {
            StringBuilder name = new StringBuilder(first.of(words.get(0)));
            words.subList(1, words.size()).forEach(word -> name.append(mark).append(others.of(word)));
            return name.toString();
        }
    }

    private Names() {}

    static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** One name for what the specimen is, in one of the spellings. */
    public static String of(Specimen specimen, Random random) {
        List<String> words = new ArrayList<>();
        String before = BEFORE.get(random.nextInt(BEFORE.size()));
        words.addAll(List.of(before.split(" ")));
        words.addAll(List.of(specimen.label().split("[ _]")));
        words.remove("");
        // of credentials only a number may follow, without a mark
        String behind = BEHIND.get(random.nextInt(specimen.isCredential() ? 4 : BEHIND.size()));
        Spelling spelling = Spelling.values()[random.nextInt(Spelling.values().length)];
        boolean number = !behind.isEmpty() && Character.isDigit(behind.charAt(0));
        int last = words.size() - 1;
        if (behind.equals("s")) {
            // acronyms have a small one, and what ends in one has no other
            boolean plural = words.get(last).endsWith("s") || spelling == Spelling.ACRONYM;
            words.set(last, words.get(last) + (plural ? "" : "s"));
        } else if (!behind.isEmpty() && !number) {
            words.add(behind);
        }
        String mark = random.nextBoolean() && !specimen.isCredential() ? spelling.mark : "";
        return spelling.of(words) + (number ? mark + behind : "");
    }
}
