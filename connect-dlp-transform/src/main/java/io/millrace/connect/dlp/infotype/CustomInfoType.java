// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.infotype;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An infoType that the user defines. One with a built-in's name adds findings to it.
 *
 * @param infoType its name
 * @param likelihood what a match is worth before rules; Cloud DLP's default is {@link Likelihood#VERY_LIKELY}
 * @param content what matches
 * @param reported false when it only serves exclusion rules (Cloud DLP's {@code exclusionType=EXCLUDE})
 */
public record CustomInfoType(InfoType infoType, Likelihood likelihood, Content content, boolean reported) {

    public static CustomInfoType of(InfoType infoType, Content content) {
        return new CustomInfoType(infoType, Likelihood.VERY_LIKELY, content, true);
    }

    /** What a custom infoType matches. */
    public sealed interface Content {
        /** One answer for each kind of content. */
        <T> T fold(Function<Dictionary, T> dictionary, Function<Regex, T> regex, Supplier<T> surrogate);
    }

    /**
     * Words and phrases. Case does not count, whatever is neither letter nor digit is white space, and a match ends
     * where the kind of character changes: {@code jen} is in {@code jen123} but not in {@code jennifer}.
     */
    public record Dictionary(List<String> phrases) implements Content {
        public Dictionary {
            phrases = List.copyOf(phrases);
        }

        @Override
        public <T> T fold(Function<Dictionary, T> dictionary, Function<Regex, T> regex, Supplier<T> surrogate) {
            return dictionary.apply(this);
        }
    }

    /**
     * A regular expression in RE2's syntax.
     *
     * @param groups numbers of the groups to report, at most three; empty reports the whole match
     */
    public record Regex(String pattern, List<Integer> groups) implements Content {
        public Regex {
            groups = List.copyOf(groups);
        }

        @Override
        public <T> T fold(Function<Dictionary, T> dictionary, Function<Regex, T> regex, Supplier<T> surrogate) {
            return regex.apply(this);
        }
    }

    /** Tokens written by a reversible transformation: {@code NAME(length):token}, NAME being the infoType's. */
    public record Surrogate() implements Content {
        @Override
        public <T> T fold(Function<Dictionary, T> dictionary, Function<Regex, T> regex, Supplier<T> surrogate) {
            return surrogate.get();
        }
    }
}
