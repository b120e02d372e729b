// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.kit.Option;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What becomes of one property of KCBQ.
 *
 * @param outcome for the migration page: accepted or refused, and what it means here
 * @param reading what it says in our properties, given everything the user wrote
 */
record KcbqRule(String outcome, Reading reading) {
    /** From all that the user wrote to the properties of ours that this one stands for. */
    @FunctionalInterface
    interface Reading {
        /** Throws IllegalArgumentException saying what to write instead. */
        Map<String, String> read(Map<String, String> written, String value);
    }

    /** The same meaning under another name. */
    static KcbqRule same(Option<?> ours) {
        return new KcbqRule("`" + ours + "`", (written, value) -> Map.of(ours.name(), value));
    }

    /** The same meaning, other words for its values; a word that is not listed is refused. */
    static KcbqRule words(Option<?> ours, Map<String, String> words) {
        String listed = words.entrySet().stream()
                .map(word -> word.getKey() + " = " + word.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
        return new KcbqRule("`" + ours + "`: " + listed, (written, value) -> {
            String ourWord = words.get(value.trim().toLowerCase(Locale.ROOT));
            if (ourWord == null) {
                throw new IllegalArgumentException("'" + value + "' has no counterpart; set " + ours + " instead");
            }
            return Map.of(ours.name(), ourWord);
        });
    }

    /** A meaning that is read from several properties together. */
    static KcbqRule together(String outcome, Reading reading) {
        return new KcbqRule(outcome, reading);
    }

    /** Accepted; what it asked for is always so, or hangs on something that does not exist here. */
    static KcbqRule noEffect(String why) {
        return new KcbqRule("accepted, no effect: " + why, (written, value) -> Map.of());
    }

    /** Never accepted. */
    static KcbqRule refused(String instead) {
        return new KcbqRule("refused: " + instead, (written, value) -> {
            throw new IllegalArgumentException(instead);
        });
    }

    /** Accepted only where it says what is so anyway. */
    static KcbqRule only(String accepted, String instead) {
        return new KcbqRule(
                (accepted.isEmpty() ? "empty" : "`" + accepted + "`") + " is accepted, no effect; otherwise refused: "
                        + instead,
                (written, value) -> {
                    if (!value.trim().equalsIgnoreCase(accepted)) {
                        throw new IllegalArgumentException(instead);
                    }
                    return Map.of();
                });
    }
}
