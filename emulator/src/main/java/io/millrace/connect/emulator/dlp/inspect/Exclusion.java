// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.inspect;

import com.google.privacy.dlp.v2.ExclusionRule;
import com.google.privacy.dlp.v2.Likelihood;
import com.google.privacy.dlp.v2.MatchingType;
import com.google.re2j.Pattern;
import io.millrace.connect.emulator.dlp.value.DlpException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Takes a finding away for what it holds or for what is around it, by dlp.proto's {@code MatchingType}. */
@FunctionalInterface
interface Exclusion {
    boolean drops(Found finding, Surroundings around);

    /** Where findings stand: the text, its column's name, and all that was found in it. */
    record Surroundings(String text, String column, List<Found> findings) {}

    static Exclusion of(ExclusionRule rule) {
        return switch (rule.getTypeCase()) {
            case DICTIONARY -> {
                Phrases phrases = Phrases.of(rule.getDictionary(), Likelihood.VERY_LIKELY);
                yield byQuote(
                        rule.getMatchingType(),
                        phrases::fill,
                        quote -> !phrases.spans(quote).isEmpty());
            }
            case REGEX -> {
                Pattern pattern = Re2.pattern(rule.getRegex());
                yield byQuote(
                        rule.getMatchingType(),
                        quote -> pattern.matcher(quote).matches(),
                        quote -> pattern.matcher(quote).find());
            }
            case EXCLUDE_INFO_TYPES ->
                byInfoTypes(
                        rule.getMatchingType(),
                        rule.getExcludeInfoTypes().getInfoTypesList().stream()
                                .map(type -> type.getName())
                                .collect(Collectors.toSet()));
            case EXCLUDE_BY_HOTWORD -> {
                Hotword hotword = Hotword.of(
                        rule.getExcludeByHotword().getHotwordRegex(),
                        rule.getExcludeByHotword().getProximity());
                yield (finding, around) -> hotword.isNear(finding.span(), around.text(), around.column());
            }
            case EXCLUDE_BY_IMAGE_FINDINGS -> throw DlpException.unimplemented("exclusion by findings in images");
            case TYPE_NOT_SET -> throw DlpException.invalid("an exclusion rule is empty");
        };
    }

    private static Exclusion byQuote(MatchingType type, Predicate<String> whole, Predicate<String> part) {
        Predicate<String> matches = choose(type, whole, part);
        return (finding, around) -> matches.test(finding.span().of(around.text()));
    }

    private static Exclusion byInfoTypes(MatchingType type, Set<String> names) {
        return (finding, around) -> {
            List<Span> others = around.findings().stream()
                    .filter(other -> names.contains(other.infoType()))
                    .map(Found::span)
                    .toList();
            Predicate<Span> inside = span -> others.stream().anyMatch(other -> other.contains(span));
            Predicate<Span> touching = span -> others.stream().anyMatch(other -> other.intersects(span));
            return choose(type, inside, touching).test(finding.span());
        };
    }

    private static <T> Predicate<T> choose(MatchingType type, Predicate<T> whole, Predicate<T> part) {
        return switch (type) {
            case MATCHING_TYPE_FULL_MATCH -> whole;
            case MATCHING_TYPE_PARTIAL_MATCH -> part;
            case MATCHING_TYPE_INVERSE_MATCH -> part.negate();
            case MATCHING_TYPE_RULE_SPECIFIC, MATCHING_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw DlpException.invalid("an exclusion rule needs a matching_type");
        };
    }
}
