// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import com.google.re2j.Pattern;
import io.millrace.connect.dlp.detect.text.Scan.Candidate;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.infotype.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/** The user's rules, compiled: hotwords change likelihoods in order, then exclusions take findings away. */
final class RuleBook {

    private static final int LARGEST_WINDOW = 1000; // Cloud DLP's

    private final Map<InfoType, List<HotwordRule>> hotwords = new HashMap<>();
    private final Map<InfoType, List<ExclusionRule>> exclusions = new HashMap<>();

    /** A regular expression and where around a finding it counts. */
    private record Window(Pattern pattern, int before, int after) {

        static Window of(String owner, String regex, int before, int after) {
            if (before < 0 || after < 0 || before + after > LARGEST_WINDOW) {
                throw new IllegalArgumentException(owner + ": a window of " + before + " characters before and " + after
                        + " after; together they are at most " + LARGEST_WINDOW);
            }
            return new Window(CustomDetector.compile(owner, regex), before, after);
        }

        boolean matches(String text, String fieldName, Candidate candidate, LongConsumer cost) {
            int from = Math.max(0, candidate.start() - before);
            int to = Math.min(text.length(), candidate.end() + after);
            cost.accept((long) (to - from) * pattern.programSize());
            return BudgetedText.matcher(pattern, text.substring(from, to)).find()
                    || (before == 1 && BudgetedText.matcher(pattern, fieldName).find());
        }
    }

    private record HotwordRule(Window window, RuleSet.Adjustment adjustment) {}

    /** Decides on one finding, given all. */
    @FunctionalInterface
    private interface ExclusionRule {
        boolean excludes(String text, String fieldName, Candidate candidate, All all, LongConsumer cost);
    }

    /** All findings of a text, in order of their start. */
    private record All(List<Candidate> candidates, IdentityHashMap<Set<InfoType>, Neighbours> byTypes) {
        Neighbours of(Set<InfoType> types) {
            return byTypes.computeIfAbsent(
                    types,
                    first -> new Neighbours(candidates.stream()
                            .filter(candidate -> types.contains(candidate.infoType()))
                            .toList()));
        }
    }

    RuleBook(List<RuleSet> ruleSets) {
        for (RuleSet rules : ruleSets) {
            String owner =
                    "rule of infoTypes " + rules.infoTypes().stream().sorted().toList();
            for (RuleSet.Rule rule : rules.rules()) {
                Runnable added = rule.fold(
                        hotword -> add(rules, hotwords, compile(owner, hotword)),
                        exclusion -> add(rules, exclusions, compile(owner, exclusion)));
                added.run();
            }
        }
    }

    private static <R> Runnable add(RuleSet rules, Map<InfoType, List<R>> to, R compiled) {
        return () -> rules.infoTypes().forEach(type -> put(to, type, compiled));
    }

    private static HotwordRule compile(String owner, RuleSet.Hotword hotword) {
        return new HotwordRule(
                Window.of(owner, hotword.regex(), hotword.windowBefore(), hotword.windowAfter()), hotword.adjustment());
    }

    private static <T> void put(Map<InfoType, List<T>> rules, InfoType type, T rule) {
        rules.computeIfAbsent(type, key -> new ArrayList<>()).add(rule);
    }

    /** True when a candidate of this infoType may be changed, so that the threshold has to wait for it. */
    boolean adjusts(InfoType type) {
        return hotwords.containsKey(type);
    }

    boolean isEmpty() {
        return hotwords.isEmpty() && exclusions.isEmpty();
    }

    /** @param cost told of what is looked for around a finding before it is: characters, times the parts of the expression */
    List<Candidate> adjust(String text, String fieldName, List<Candidate> candidates, LongConsumer cost) {
        List<Candidate> adjusted = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            Likelihood likelihood = candidate.likelihood();
            for (HotwordRule rule : hotwords.getOrDefault(candidate.infoType(), List.of())) {
                if (rule.window.matches(text, fieldName, candidate, cost)) {
                    likelihood = rule.adjustment.applyTo(likelihood);
                }
            }
            adjusted.add(new Candidate(candidate.infoType(), likelihood, candidate.start(), candidate.end()));
        }
        return adjusted;
    }

    /** @param candidates in order of their start */
    List<Candidate> exclude(String text, String fieldName, List<Candidate> candidates, LongConsumer cost) {
        All all = new All(candidates, new IdentityHashMap<>());
        List<Candidate> kept = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            boolean excluded = false;
            for (ExclusionRule rule : exclusions.getOrDefault(candidate.infoType(), List.of())) {
                excluded |= rule.excludes(text, fieldName, candidate, all, cost);
            }
            if (!excluded) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private static ExclusionRule compile(String owner, RuleSet.Exclusion exclusion) {
        RuleSet.MatchingType matching = exclusion.matching();
        return exclusion
                .by()
                .<ExclusionRule>fold(
                        dictionary -> byPhrases(new PhraseIndex(owner, dictionary.phrases()), matching),
                        regex -> byPattern(CustomDetector.compile(owner, regex.regex()), matching),
                        others -> {
                            Set<InfoType> types = Set.copyOf(others.infoTypes());
                            return (text, name, candidate, all, cost) -> byOthers(all.of(types), matching, candidate);
                        },
                        hotword -> {
                            Window window =
                                    Window.of(owner, hotword.regex(), hotword.windowBefore(), hotword.windowAfter());
                            boolean inverse = matching == RuleSet.MatchingType.INVERSE_MATCH;
                            return (text, name, candidate, all, cost) ->
                                    window.matches(text, name, candidate, cost) != inverse;
                        });
    }

    private static ExclusionRule byPhrases(PhraseIndex phrases, RuleSet.MatchingType matching) {
        return (text, name, candidate, all, cost) -> byPhrases(phrases, matching, quote(text, candidate));
    }

    private static ExclusionRule byPattern(Pattern pattern, RuleSet.MatchingType matching) {
        return (text, name, candidate, all, cost) -> byPattern(pattern, matching, quote(text, candidate));
    }

    private static String quote(String text, Candidate candidate) {
        return text.substring(candidate.start(), candidate.end());
    }

    private static boolean byPhrases(PhraseIndex phrases, RuleSet.MatchingType matching, String quote) {
        return switch (matching) {
            case FULL_MATCH -> phrases.isPhrase(quote);
            case PARTIAL_MATCH -> phrases.isIn(quote);
            case INVERSE_MATCH -> !phrases.isIn(quote);
        };
    }

    private static boolean byPattern(Pattern pattern, RuleSet.MatchingType matching, String quote) {
        return switch (matching) {
            case FULL_MATCH -> BudgetedText.matcher(pattern, quote).matches();
            case PARTIAL_MATCH -> BudgetedText.matcher(pattern, quote).find();
            case INVERSE_MATCH -> !BudgetedText.matcher(pattern, quote).find();
        };
    }

    private static boolean byOthers(Neighbours others, RuleSet.MatchingType matching, Candidate candidate) {
        return switch (matching) {
            case FULL_MATCH -> others.hold(candidate);
            case PARTIAL_MATCH -> others.touch(candidate);
            case INVERSE_MATCH -> !others.touch(candidate);
        };
    }
}
