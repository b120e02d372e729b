// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.infotype;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Rules over the findings of some infoTypes: hotword rules apply in order, exclusion rules last.
 *
 * @param infoTypes whose findings the rules see
 */
public record RuleSet(Set<InfoType> infoTypes, List<Rule> rules) {

    public RuleSet {
        infoTypes = Set.copyOf(infoTypes);
        rules = List.copyOf(rules);
    }

    /** Changes a finding's likelihood or takes it away. */
    public sealed interface Rule {
        /** One answer for each kind of rule. */
        <T> T fold(Function<Hotword, T> hotword, Function<Exclusion, T> exclusion);
    }

    /**
     * Adjusts findings near a match of {@code regex}; the finding itself is inside the window, and with
     * {@code windowBefore = 1} a match in the field's name counts too.
     *
     * @param regex RE2's syntax
     * @param windowBefore characters before the finding, at most 1,000
     * @param windowAfter characters after the finding, at most 1,000
     */
    public record Hotword(String regex, int windowBefore, int windowAfter, Adjustment adjustment) implements Rule {
        @Override
        public <T> T fold(Function<Hotword, T> hotword, Function<Exclusion, T> exclusion) {
            return hotword.apply(this);
        }
    }

    /** What a hotword does to a likelihood. */
    public sealed interface Adjustment {
        /** The likelihood after it. */
        Likelihood applyTo(Likelihood likelihood);

        /** One answer for each kind of adjustment. */
        <T> T fold(Function<Fixed, T> fixed, Function<Relative, T> relative);
    }

    /** Sets the likelihood. */
    public record Fixed(Likelihood likelihood) implements Adjustment {
        @Override
        public Likelihood applyTo(Likelihood before) {
            return likelihood;
        }

        @Override
        public <T> T fold(Function<Fixed, T> fixed, Function<Relative, T> relative) {
            return fixed.apply(this);
        }
    }

    /** Moves the likelihood by steps, clamped at both ends. */
    public record Relative(int steps) implements Adjustment {
        @Override
        public Likelihood applyTo(Likelihood before) {
            return before.plus(steps);
        }

        @Override
        public <T> T fold(Function<Fixed, T> fixed, Function<Relative, T> relative) {
            return relative.apply(this);
        }
    }

    /** Takes a finding away when {@code by} matches it. */
    public record Exclusion(ExcludedBy by, MatchingType matching) implements Rule {
        @Override
        public <T> T fold(Function<Hotword, T> hotword, Function<Exclusion, T> exclusion) {
            return exclusion.apply(this);
        }
    }

    /** How an exclusion is related to a finding. */
    public enum MatchingType {
        /** The exclusion matches all of the finding; another infoType's finding holds it. */
        FULL_MATCH,
        /** The exclusion matches a part of the finding; another infoType's finding overlaps it. */
        PARTIAL_MATCH,
        /** The exclusion matches no part of the finding. */
        INVERSE_MATCH
    }

    /** What excludes a finding. */
    public sealed interface ExcludedBy {
        /** One answer for each kind. */
        <T> T fold(
                Function<ByDictionary, T> dictionary,
                Function<ByRegex, T> regex,
                Function<ByInfoTypes, T> infoTypes,
                Function<ByHotword, T> hotword);
    }

    /** Words, as in {@link CustomInfoType.Dictionary}. */
    public record ByDictionary(List<String> phrases) implements ExcludedBy {
        public ByDictionary {
            phrases = List.copyOf(phrases);
        }

        @Override
        public <T> T fold(
                Function<ByDictionary, T> dictionary,
                Function<ByRegex, T> regex,
                Function<ByInfoTypes, T> infoTypes,
                Function<ByHotword, T> hotword) {
            return dictionary.apply(this);
        }
    }

    /** A regular expression in RE2's syntax. */
    public record ByRegex(String regex) implements ExcludedBy {
        @Override
        public <T> T fold(
                Function<ByDictionary, T> dictionary,
                Function<ByRegex, T> regex,
                Function<ByInfoTypes, T> infoTypes,
                Function<ByHotword, T> hotword) {
            return regex.apply(this);
        }
    }

    /** A finding of one of these infoTypes. */
    public record ByInfoTypes(Set<InfoType> infoTypes) implements ExcludedBy {
        public ByInfoTypes {
            infoTypes = Set.copyOf(infoTypes);
        }

        @Override
        public <T> T fold(
                Function<ByDictionary, T> dictionary,
                Function<ByRegex, T> regex,
                Function<ByInfoTypes, T> types,
                Function<ByHotword, T> hotword) {
            return types.apply(this);
        }
    }

    /** A hotword near the finding; windows as in {@link Hotword}. */
    public record ByHotword(String regex, int windowBefore, int windowAfter) implements ExcludedBy {
        @Override
        public <T> T fold(
                Function<ByDictionary, T> dictionary,
                Function<ByRegex, T> regex,
                Function<ByInfoTypes, T> infoTypes,
                Function<ByHotword, T> hotword) {
            return hotword.apply(this);
        }
    }
}
