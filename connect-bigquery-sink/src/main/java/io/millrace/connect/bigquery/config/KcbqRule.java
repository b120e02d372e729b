// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.kit.config.Option;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one property of KCBQ.
 *
 * @param outcome for the migration page: accepted or refused, and what it means here
 * @param reading what it says in our properties, given everything the user wrote
 */
record KcbqRule(String outcome, Reading reading) {
    /**
     * What a property says here.
     *
     * @param ours our properties that it stands for
     * @param told what the user has to know all the same, without the property's name; null for nothing
     */
    record Meaning(Map<String, String> ours, @Nullable String told) {
        static final Meaning NOTHING = new Meaning(Map.of(), null);

        static Meaning of(Map<String, String> ours) {
            return new Meaning(ours, null);
        }

        static Meaning of(Option<?> ours, String value) {
            return of(Map.of(ours.name(), value));
        }

        /** No effect, which the user did not expect. */
        static Meaning ignored(String told) {
            return new Meaning(Map.of(), told);
        }
    }

    /** From all that the user wrote to the properties of ours that this one stands for. */
    @FunctionalInterface
    interface Reading {
        /** Throws IllegalArgumentException saying what to write instead. */
        Meaning read(Map<String, String> written, String value);
    }

    /** The same meaning under another name. */
    static KcbqRule same(Option<?> ours) {
        return new KcbqRule("`" + ours + "`", (written, value) -> Meaning.of(ours, value));
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
            return Meaning.of(ours, ourWord);
        });
    }

    /** A meaning that is read from several properties together. */
    static KcbqRule together(String outcome, Reading reading) {
        return new KcbqRule(outcome, reading);
    }

    /** As {@link #together}, for a property that is true or false. */
    static KcbqRule flag(String outcome, Reading reading) {
        return new KcbqRule(outcome, (written, value) -> reading.read(written, ensureFlag(value)));
    }

    private static String ensureFlag(String value) {
        String flag = value.trim().toLowerCase(Locale.ROOT);
        if (!flag.isEmpty() && !flag.equals("true") && !flag.equals("false")) {
            throw new IllegalArgumentException("'" + value + "' is not accepted; accepted: true or false");
        }
        return flag;
    }

    /** Accepted: what it may ask for is always so, or it never did anything. */
    static KcbqRule always(String why) {
        return new KcbqRule("accepted, no effect: " + why, (written, value) -> Meaning.NOTHING);
    }

    /** Accepted without effect; told where it is not what KCBQ has by default anyway. */
    static KcbqRule noEffect(String byDefault, String why) {
        return new KcbqRule(
                "accepted, no effect: " + why,
                (written, value) ->
                        isDefault(value, byDefault) ? Meaning.NOTHING : Meaning.ignored("has no effect: " + why));
    }

    /** Accepted only where it says what is so anyway. */
    static KcbqRule only(String accepted, String instead) {
        return new KcbqRule(
                (accepted.isEmpty() ? "empty" : "`" + accepted + "`") + " is accepted, no effect; otherwise refused: "
                        + instead,
                (written, value) -> {
                    if (!isDefault(value, accepted)) {
                        throw new IllegalArgumentException(instead);
                    }
                    return Meaning.NOTHING;
                });
    }

    private static boolean isDefault(String value, String byDefault) {
        return value.isBlank() || value.trim().equalsIgnoreCase(byDefault);
    }
}
