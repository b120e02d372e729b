// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** An enum as properties spell it: {@code AT_LEAST_ONCE} is {@code at-least-once}; case does not matter when read. */
final class Choices<E extends Enum<E>> {
    static final String NONE = "none";

    private final List<E> constants;

    Choices(Class<E> type) {
        this.constants = List.of(type.getEnumConstants());
    }

    static String spell(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    E parse(String text) {
        return constants.get(words().indexOf(chosen(words(), text)));
    }

    /** The one of the words that is written. */
    static String chosen(List<String> words, String text) {
        return words.stream()
                .filter(word -> word.equalsIgnoreCase(text.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is not accepted; accepted: " + String.join(", ", words)));
    }

    Set<E> parseAll(List<String> texts) {
        if (texts.isEmpty() || (texts.size() == 1 && texts.get(0).equalsIgnoreCase(NONE))) {
            return Set.of();
        }
        return texts.stream().map(this::parse).collect(Collectors.toUnmodifiableSet());
    }

    List<String> spellAll(Set<E> set) {
        return set.isEmpty()
                ? List.of(NONE)
                : constants.stream().filter(set::contains).map(Choices::spell).toList();
    }

    List<String> words() {
        return constants.stream().map(Choices::spell).toList();
    }
}
