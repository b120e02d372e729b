// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.privacy.dlp.v2.CustomInfoType.DetectionRule;
import com.google.privacy.dlp.v2.ExclusionRule;
import com.google.privacy.dlp.v2.InfoType;
import com.google.privacy.dlp.v2.InspectConfig;
import com.google.privacy.dlp.v2.InspectionRule;
import com.google.privacy.dlp.v2.Likelihood;
import com.google.privacy.dlp.v2.MatchingType;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.RuleSet;

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
        if (custom.content() instanceof CustomInfoType.Regex regex) {
            builder.getRegexBuilder().setPattern(regex.pattern()).addAllGroupIndexes(regex.groups());
        } else if (custom.content() instanceof CustomInfoType.Dictionary dictionary) {
            builder.getDictionaryBuilder().getWordListBuilder().addAllWords(dictionary.phrases());
        } else {
            builder.getSurrogateTypeBuilder();
        }
        return builder.build();
    }

    private static InspectionRule rule(RuleSet.Rule rule) {
        InspectionRule.Builder builder = InspectionRule.newBuilder();
        if (rule instanceof RuleSet.Hotword hotword) {
            builder.setHotwordRule(hotword(hotword));
        } else if (rule instanceof RuleSet.Exclusion exclusion) {
            builder.setExclusionRule(exclusion(exclusion));
        }
        return builder.build();
    }

    private static DetectionRule.HotwordRule hotword(RuleSet.Hotword hotword) {
        DetectionRule.LikelihoodAdjustment.Builder adjustment = DetectionRule.LikelihoodAdjustment.newBuilder();
        if (hotword.adjustment() instanceof RuleSet.Fixed fixed) {
            adjustment.setFixedLikelihood(Likelihood.valueOf(fixed.likelihood().name()));
        } else if (hotword.adjustment() instanceof RuleSet.Relative relative) {
            adjustment.setRelativeLikelihood(relative.steps());
        }
        return near(hotword.regex(), hotword.windowBefore(), hotword.windowAfter())
                .setLikelihoodAdjustment(adjustment)
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
        RuleSet.ExcludedBy by = exclusion.by();
        if (by instanceof RuleSet.ByDictionary dictionary) {
            builder.getDictionaryBuilder().getWordListBuilder().addAllWords(dictionary.phrases());
        } else if (by instanceof RuleSet.ByRegex regex) {
            builder.getRegexBuilder().setPattern(regex.regex());
        } else if (by instanceof RuleSet.ByInfoTypes types) {
            types.infoTypes()
                    .forEach(type -> builder.getExcludeInfoTypesBuilder().addInfoTypes(infoType(type)));
        } else if (by instanceof RuleSet.ByHotword hotword) {
            var near = near(hotword.regex(), hotword.windowBefore(), hotword.windowAfter());
            builder.getExcludeByHotwordBuilder()
                    .setHotwordRegex(near.getHotwordRegex())
                    .setProximity(near.getProximity());
        }
        return builder.build();
    }
}
