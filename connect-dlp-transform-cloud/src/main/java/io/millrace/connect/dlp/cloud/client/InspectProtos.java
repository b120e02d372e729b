// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.privacy.dlp.v2.CustomInfoType.DetectionRule;
import com.google.privacy.dlp.v2.CustomInfoType.Dictionary;
import com.google.privacy.dlp.v2.CustomInfoType.Regex;
import com.google.privacy.dlp.v2.CustomInfoType.SurrogateType;
import com.google.privacy.dlp.v2.ExcludeByHotword;
import com.google.privacy.dlp.v2.ExcludeInfoTypes;
import com.google.privacy.dlp.v2.ExclusionRule;
import com.google.privacy.dlp.v2.InfoType;
import com.google.privacy.dlp.v2.InspectConfig;
import com.google.privacy.dlp.v2.InspectionRule;
import com.google.privacy.dlp.v2.Likelihood;
import com.google.privacy.dlp.v2.MatchingType;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.RuleSet;
import java.util.List;

/** What to look for, in Cloud DLP's own InspectConfig. */
final class InspectProtos {
    private InspectProtos() {}

    static InspectConfig of(InspectSettings settings) {
        InspectConfig.Builder config = InspectConfig.newBuilder()
                .setMinLikelihood(Likelihood.valueOf(settings.minLikelihood().name()));
        settings.infoTypes().stream().sorted().forEach(type -> config.addInfoTypes(infoType(type)));
        settings.minLikelihoodOf()
                .forEach((type, likelihood) -> config.addMinLikelihoodPerInfoTypeBuilder()
                        .setInfoType(infoType(type))
                        .setMinLikelihood(Likelihood.valueOf(likelihood.name())));
        settings.customInfoTypes().forEach(custom -> config.addCustomInfoTypes(custom(custom)));
        settings.ruleSets().forEach(set -> {
            var builder = config.addRuleSetBuilder();
            set.infoTypes().forEach(type -> builder.addInfoTypes(infoType(type)));
            set.rules().forEach(rule -> builder.addRules(rule(rule)));
        });
        return config.build();
    }

    private static InfoType infoType(io.millrace.connect.dlp.infotype.InfoType type) {
        return InfoType.newBuilder().setName(type.name()).build();
    }

    private static com.google.privacy.dlp.v2.CustomInfoType custom(CustomInfoType custom) {
        var builder = com.google.privacy.dlp.v2.CustomInfoType.newBuilder()
                .setInfoType(infoType(custom.infoType()))
                .setLikelihood(Likelihood.valueOf(custom.likelihood().name()));
        if (!custom.reported()) {
            builder.setExclusionType(com.google.privacy.dlp.v2.CustomInfoType.ExclusionType.EXCLUSION_TYPE_EXCLUDE);
        }
        return custom.content()
                .fold(
                        dictionary -> builder.setDictionary(words(dictionary.phrases())),
                        regex -> builder.setRegex(regex(regex.pattern()).addAllGroupIndexes(regex.groups())),
                        () -> builder.setSurrogateType(SurrogateType.getDefaultInstance()))
                .build();
    }

    private static Dictionary words(List<String> phrases) {
        return Dictionary.newBuilder()
                .setWordList(Dictionary.WordList.newBuilder().addAllWords(phrases))
                .build();
    }

    private static Regex.Builder regex(String pattern) {
        return Regex.newBuilder().setPattern(pattern);
    }

    private static InspectionRule rule(RuleSet.Rule rule) {
        InspectionRule.Builder builder = InspectionRule.newBuilder();
        return rule.fold(
                        hotword -> builder.setHotwordRule(hotword(hotword)),
                        exclusion -> builder.setExclusionRule(exclusion(exclusion)))
                .build();
    }

    private static DetectionRule.HotwordRule hotword(RuleSet.Hotword hotword) {
        return near(hotword.regex(), hotword.windowBefore(), hotword.windowAfter())
                .setLikelihoodAdjustment(adjustment(hotword.adjustment()))
                .build();
    }

    private static DetectionRule.LikelihoodAdjustment adjustment(RuleSet.Adjustment adjustment) {
        DetectionRule.LikelihoodAdjustment.Builder builder = DetectionRule.LikelihoodAdjustment.newBuilder();
        return adjustment
                .fold(
                        fixed -> builder.setFixedLikelihood(
                                Likelihood.valueOf(fixed.likelihood().name())),
                        relative -> builder.setRelativeLikelihood(relative.steps()))
                .build();
    }

    private static DetectionRule.HotwordRule.Builder near(String regex, int before, int after) {
        DetectionRule.HotwordRule.Builder builder = DetectionRule.HotwordRule.newBuilder();
        builder.getHotwordRegexBuilder().setPattern(regex);
        builder.getProximityBuilder().setWindowBefore(before).setWindowAfter(after);
        return builder;
    }

    private static ExclusionRule exclusion(RuleSet.Exclusion exclusion) {
        ExclusionRule.Builder builder = ExclusionRule.newBuilder()
                .setMatchingType(MatchingType.valueOf(
                        "MATCHING_TYPE_" + exclusion.matching().name()));
        return exclusion
                .by()
                .fold(
                        dictionary -> builder.setDictionary(words(dictionary.phrases())),
                        regex -> builder.setRegex(regex(regex.regex())),
                        others -> builder.setExcludeInfoTypes(others(others)),
                        hotword -> builder.setExcludeByHotword(hotword(hotword)))
                .build();
    }

    private static ExcludeInfoTypes others(RuleSet.ByInfoTypes others) {
        ExcludeInfoTypes.Builder builder = ExcludeInfoTypes.newBuilder();
        others.infoTypes().forEach(type -> builder.addInfoTypes(infoType(type)));
        return builder.build();
    }

    private static ExcludeByHotword hotword(RuleSet.ByHotword hotword) {
        var near = near(hotword.regex(), hotword.windowBefore(), hotword.windowAfter());
        return ExcludeByHotword.newBuilder()
                .setHotwordRegex(near.getHotwordRegex())
                .setProximity(near.getProximity())
                .build();
    }
}
