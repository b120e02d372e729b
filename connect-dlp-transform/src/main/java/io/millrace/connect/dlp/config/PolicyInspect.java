// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.infotype.RuleSet;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.options.NamedProperties;
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
 * @param minLikelihood null when the policy does not say, so that the property or Cloud DLP's default decides
 */
record PolicyInspect(
        Set<InfoType> infoTypes,
        @Nullable Likelihood minLikelihood,
        Map<InfoType, Likelihood> minLikelihoodOf,
        List<CustomInfoType> customInfoTypes,
        List<RuleSet> ruleSets) {

    private static final Set<String> VERSIONS = Set.of("", "latest", "stable");

    /** The infoTypes that the policy itself defines, which the rest of it may name. */
    static List<CustomInfoType> custom(@Nullable Json config) {
        return config == null
                ? List.of()
                : config.objects("customInfoTypes").stream()
                        .map(PolicyInspect::defined)
                        .toList();
    }

    static PolicyInspect read(Json config, List<CustomInfoType> custom, InfoTypeNames names) {
        config.ignore("includeQuote", "limits", "contentOptions", "excludeInfoTypes");
        Map<InfoType, Likelihood> thresholds = new HashMap<>();
        for (Json each : config.objects("minLikelihoodPerInfoType")) {
            thresholds.put(named(each.require("infoType"), names), each.choice("minLikelihood", Likelihood.POSSIBLE));
        }
        PolicyInspect inspect = new PolicyInspect(
                infoTypes(config, "infoTypes", names), threshold(config), thresholds, custom, ruleSets(config, names));
        config.ensureAllRead();
        return inspect;
    }

    /** Those of the policy's own infoTypes first. */
    private static List<RuleSet> ruleSets(Json config, InfoTypeNames names) {
        List<RuleSet> sets = new ArrayList<>();
        for (Json each : config.objects("customInfoTypes")) {
            List<Json> rules = each.objects("detectionRules");
            if (!rules.isEmpty()) {
                sets.add(new RuleSet(
                        Set.of(named(each.require("infoType"), names)),
                        rules.stream()
                                .<RuleSet.Rule>map(rule -> hotword(rule.require("hotwordRule")))
                                .toList()));
            }
        }
        config.objects("ruleSet").forEach(each -> sets.add(ruleSet(each, names)));
        return sets;
    }

    private static @Nullable Likelihood threshold(Json config) {
        String text = config.text("minLikelihood");
        return text == null || text.equals("LIKELIHOOD_UNSPECIFIED")
                ? null
                : config.choice("minLikelihood", Likelihood.POSSIBLE);
    }

    /** An infoType that has to be known. */
    static InfoType named(Json infoType, InfoTypeNames names) {
        String name = infoType.requireText("name");
        ensureVersion(infoType);
        return infoType.build("name", () -> names.known(name));
    }

    /** Templates name the version of a detector; there is one here, and Cloud DLP is left to its own. */
    private static void ensureVersion(Json infoType) {
        infoType.ignore("sensitivityScore");
        String version = infoType.text("version");
        if (version != null && !VERSIONS.contains(version)) {
            throw infoType.wrong("has the version '" + version + "'; accepted: latest, stable, or none");
        }
    }

    private static Set<InfoType> infoTypes(Json config, String name, InfoTypeNames names) {
        Set<InfoType> types = new HashSet<>();
        config.objects(name).forEach(each -> types.add(named(each, names)));
        return types;
    }

    private static CustomInfoType defined(Json config) {
        CustomInfoType.Content content;
        Json regex = config.object("regex");
        Json dictionary = config.object("dictionary");
        if (regex != null) {
            String pattern = pattern(regex);
            List<Integer> groups = regex.texts("groupIndexes").stream()
                    .map(index -> group(regex, index))
                    .toList();
            content = regex.build(
                    "groupIndexes",
                    () -> new CustomInfoType.Regex(pattern, InspectProperties.groupsOf(pattern, groups)));
        } else if (dictionary != null) {
            content = new CustomInfoType.Dictionary(words(dictionary));
        } else if (config.has("surrogateType")) {
            content = new CustomInfoType.Surrogate();
        } else {
            config.ignore("sensitivityScore", "infoType", "likelihood", "exclusionType", "detectionRules");
            config.ensureAllRead(); // which names storedType
            throw config.wrong("has none of regex, dictionary.wordList and surrogateType");
        }
        config.ignore("sensitivityScore");
        config.objects("detectionRules"); // read with the other rules, when all names are known
        boolean reported = config.choice("exclusionType", ExclusionType.EXCLUSION_TYPE_UNSPECIFIED)
                == ExclusionType.EXCLUSION_TYPE_UNSPECIFIED;
        CustomInfoType custom = new CustomInfoType(
                name(config.require("infoType")),
                config.choice("likelihood", Likelihood.VERY_LIKELY),
                content,
                reported);
        return custom;
    }

    private static InfoType name(Json infoType) {
        String name = infoType.requireText("name");
        ensureVersion(infoType);
        return infoType.build("name", () -> new InfoType(name));
    }

    private static String pattern(Json regex) {
        String pattern = regex.requireText("pattern");
        return regex.build("pattern", () -> NamedProperties.regex(pattern));
    }

    private static List<String> words(Json dictionary) {
        if (!dictionary.has("wordList")) {
            dictionary.ensureAllRead(); // which names cloudStoragePath
        }
        Json list = dictionary.require("wordList");
        return list.texts("words").stream()
                .map(word -> list.build("words", () -> InspectProperties.phrase(word)))
                .toList();
    }

    /** Characters before and after a finding. */
    private static int[] window(Json proximity) {
        int[] window = {proximity.integer("windowBefore", 0), proximity.integer("windowAfter", 0)};
        return proximity.build("windowBefore", () -> InspectProperties.window(window));
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

    private static RuleSet ruleSet(Json config, InfoTypeNames names) {
        Set<InfoType> infoTypes = infoTypes(config, "infoTypes", names);
        List<RuleSet.Rule> rules = new ArrayList<>();
        for (Json each : config.objects("rules")) {
            Json hotword = each.object("hotwordRule");
            Json exclusion = each.object("exclusionRule");
            if ((hotword == null) == (exclusion == null)) {
                each.ensureAllRead();
                throw each.wrong("has either hotwordRule or exclusionRule");
            }
            rules.add(hotword != null ? hotword(hotword) : exclusion(each.require("exclusionRule"), names));
            each.ensureAllRead();
        }
        if (rules.isEmpty()) {
            throw config.wrong("has no rules");
        }
        if (infoTypes.isEmpty()) {
            throw config.wrong("has no infoTypes that its rules are for");
        }
        RuleSet set = new RuleSet(infoTypes, rules);
        config.ensureAllRead();
        return set;
    }

    private static RuleSet.Hotword hotword(Json config) {
        int[] window = window(config.require("proximity"));
        Json adjustment = config.require("likelihoodAdjustment");
        return new RuleSet.Hotword(
                pattern(config.require("hotwordRegex")),
                window[0],
                window[1],
                adjustment.has("fixedLikelihood")
                        ? new RuleSet.Fixed(adjustment.choice("fixedLikelihood", Likelihood.POSSIBLE))
                        : new RuleSet.Relative(adjustment.integer("relativeLikelihood", 0)));
    }

    private static RuleSet.Exclusion exclusion(Json config, InfoTypeNames names) {
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
            by = new RuleSet.ByDictionary(words(dictionary));
        } else if (regex != null) {
            by = new RuleSet.ByRegex(pattern(regex));
        } else if (infoTypes != null) {
            by = new RuleSet.ByInfoTypes(infoTypes(infoTypes, "infoTypes", names));
        } else if (hotword != null) {
            int[] window = window(hotword.require("proximity"));
            by = new RuleSet.ByHotword(pattern(hotword.require("hotwordRegex")), window[0], window[1]);
        } else {
            config.ensureAllRead();
            throw config.wrong("has none of dictionary, regex, excludeInfoTypes and excludeByHotword");
        }
        config.ensureAllRead();
        return new RuleSet.Exclusion(by, matching);
    }
}
