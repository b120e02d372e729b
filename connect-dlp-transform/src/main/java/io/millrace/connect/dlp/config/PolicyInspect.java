// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.detect.CustomInfoType;
import io.millrace.connect.dlp.detect.InfoType;
import io.millrace.connect.dlp.detect.Likelihood;
import io.millrace.connect.dlp.detect.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * DLP's InspectConfig as a policy gives it.
 *
 * @param minLikelihood null when the policy does not say, so that the property decides
 */
record PolicyInspect(
        Set<InfoType> infoTypes,
        @Nullable Likelihood minLikelihood,
        Map<InfoType, Likelihood> minLikelihoodOf,
        List<CustomInfoType> customInfoTypes,
        List<RuleSet> ruleSets) {

    static PolicyInspect read(Json config) {
        config.ignore("includeQuote", "limits", "contentOptions", "excludeInfoTypes");
        Map<InfoType, Likelihood> thresholds = new HashMap<>();
        for (Json each : config.objects("minLikelihoodPerInfoType")) {
            thresholds.put(infoType(each.require("infoType")), each.choice("minLikelihood", Likelihood.POSSIBLE));
        }
        PolicyInspect inspect = new PolicyInspect(
                infoTypes(config, "infoTypes"),
                config.has("minLikelihood") ? config.choice("minLikelihood", Likelihood.POSSIBLE) : null,
                thresholds,
                config.objects("customInfoTypes").stream()
                        .map(PolicyInspect::custom)
                        .toList(),
                config.objects("ruleSet").stream().map(PolicyInspect::ruleSet).toList());
        config.ensureAllRead();
        return inspect;
    }

    private static InfoType infoType(Json infoType) {
        return new InfoType(infoType.requireText("name"));
    }

    private static Set<InfoType> infoTypes(Json config, String name) {
        Set<InfoType> types = new HashSet<>();
        config.objects(name).forEach(each -> types.add(infoType(each)));
        return types;
    }

    private static CustomInfoType custom(Json config) {
        CustomInfoType.Content content;
        Json regex = config.object("regex");
        Json dictionary = config.object("dictionary");
        if (regex != null) {
            content = new CustomInfoType.Regex(
                    regex.requireText("pattern"),
                    regex.texts("groupIndexes").stream()
                            .map(index -> group(regex, index))
                            .toList());
        } else if (dictionary != null) {
            content =
                    new CustomInfoType.Dictionary(dictionary.require("wordList").texts("words"));
        } else if (config.has("surrogateType")) {
            content = new CustomInfoType.Surrogate();
        } else {
            throw config.wrong("has none of regex, dictionary.wordList and surrogateType");
        }
        boolean reported = config.choice("exclusionType", ExclusionType.EXCLUSION_TYPE_UNSPECIFIED)
                == ExclusionType.EXCLUSION_TYPE_UNSPECIFIED;
        CustomInfoType custom = new CustomInfoType(
                infoType(config.require("infoType")),
                config.choice("likelihood", Likelihood.VERY_LIKELY),
                content,
                reported);
        config.ensureAllRead();
        return custom;
    }

    private static Integer group(Json regex, String index) {
        try {
            return Integer.valueOf(index);
        } catch (NumberFormatException notANumber) {
            throw regex.wrong("has groupIndexes that are not numbers");
        }
    }

    /** CustomInfoType.ExclusionType. */
    private enum ExclusionType {
        EXCLUSION_TYPE_UNSPECIFIED,
        EXCLUSION_TYPE_EXCLUDE
    }

    /** MatchingType as the JSON names it. */
    private enum MatchingType {
        MATCHING_TYPE_FULL_MATCH,
        MATCHING_TYPE_PARTIAL_MATCH,
        MATCHING_TYPE_INVERSE_MATCH
    }

    private static RuleSet ruleSet(Json config) {
        List<RuleSet.Rule> rules = new ArrayList<>();
        for (Json each : config.objects("rules")) {
            Json hotword = each.object("hotwordRule");
            rules.add(hotword != null ? hotword(hotword) : exclusion(each.require("exclusionRule")));
            each.ensureAllRead();
        }
        RuleSet set = new RuleSet(infoTypes(config, "infoTypes"), rules);
        config.ensureAllRead();
        return set;
    }

    private static RuleSet.Hotword hotword(Json config) {
        Json proximity = config.require("proximity");
        Json adjustment = config.require("likelihoodAdjustment");
        return new RuleSet.Hotword(
                config.require("hotwordRegex").requireText("pattern"),
                proximity.integer("windowBefore", 0),
                proximity.integer("windowAfter", 0),
                adjustment.has("fixedLikelihood")
                        ? new RuleSet.Fixed(adjustment.choice("fixedLikelihood", Likelihood.POSSIBLE))
                        : new RuleSet.Relative(adjustment.integer("relativeLikelihood", 0)));
    }

    private static RuleSet.Exclusion exclusion(Json config) {
        RuleSet.MatchingType matching =
                switch (config.requireChoice("matchingType", MatchingType.MATCHING_TYPE_FULL_MATCH)) {
                    case MATCHING_TYPE_FULL_MATCH -> RuleSet.MatchingType.FULL_MATCH;
                    case MATCHING_TYPE_PARTIAL_MATCH -> RuleSet.MatchingType.PARTIAL_MATCH;
                    case MATCHING_TYPE_INVERSE_MATCH -> RuleSet.MatchingType.INVERSE_MATCH;
                };
        Json dictionary = config.object("dictionary");
        Json regex = config.object("regex");
        Json infoTypes = config.object("excludeInfoTypes");
        Json hotword = config.object("excludeByHotword");
        RuleSet.ExcludedBy by;
        if (dictionary != null) {
            by = new RuleSet.ByDictionary(dictionary.require("wordList").texts("words"));
        } else if (regex != null) {
            by = new RuleSet.ByRegex(regex.requireText("pattern"));
        } else if (infoTypes != null) {
            by = new RuleSet.ByInfoTypes(infoTypes(infoTypes, "infoTypes"));
        } else if (hotword != null) {
            Json proximity = hotword.require("proximity");
            by = new RuleSet.ByHotword(
                    hotword.require("hotwordRegex").requireText("pattern"),
                    proximity.integer("windowBefore", 0),
                    proximity.integer("windowAfter", 0));
        } else {
            throw config.wrong("has none of dictionary, regex, excludeInfoTypes and excludeByHotword");
        }
        config.ensureAllRead();
        return new RuleSet.Exclusion(by, matching);
    }
}
