// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.infotype;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to look for: Cloud DLP's {@code InspectConfig}, without the limits of a remote call. Quotes are never included.
 *
 * @param infoTypes built-in infoTypes by name, every one explicit (see {@link BuiltInInfoType#DEFAULT_V1})
 * @param minLikelihood findings below are not returned
 * @param minLikelihoodOf exceptions by infoType
 * @param customInfoTypes the user's own
 * @param ruleSets hotword and exclusion rules
 * @param regions ISO 3166 countries whose phone numbers are known without a country code, most likely first
 */
public record InspectSettings(
        Set<InfoType> infoTypes,
        Likelihood minLikelihood,
        Map<InfoType, Likelihood> minLikelihoodOf,
        List<CustomInfoType> customInfoTypes,
        List<RuleSet> ruleSets,
        List<String> regions) {

    public InspectSettings {
        infoTypes = Set.copyOf(infoTypes);
        minLikelihoodOf = Map.copyOf(minLikelihoodOf);
        customInfoTypes = List.copyOf(customInfoTypes);
        ruleSets = List.copyOf(ruleSets);
        regions =
                regions.stream().map(region -> region.toUpperCase(Locale.ROOT)).toList();
    }

    /** These infoTypes at POSSIBLE, phones of the United States, no custom types and no rules. */
    public static InspectSettings of(Set<InfoType> infoTypes) {
        return new InspectSettings(infoTypes, Likelihood.POSSIBLE, Map.of(), List.of(), List.of(), List.of("US"));
    }

    /** As {@link #of(Set)}, by Cloud DLP's names. */
    public static InspectSettings named(String... infoTypes) {
        return of(Set.of(infoTypes).stream().map(InfoType::new).collect(Collectors.toUnmodifiableSet()));
    }

    public InspectSettings withInfoTypes(Set<InfoType> wanted) {
        return new InspectSettings(wanted, minLikelihood, minLikelihoodOf, customInfoTypes, ruleSets, regions);
    }

    public InspectSettings withMinLikelihood(Likelihood threshold) {
        return new InspectSettings(infoTypes, threshold, minLikelihoodOf, customInfoTypes, ruleSets, regions);
    }

    public InspectSettings withMinLikelihoodOf(Map<InfoType, Likelihood> thresholds) {
        return new InspectSettings(infoTypes, minLikelihood, thresholds, customInfoTypes, ruleSets, regions);
    }

    public InspectSettings withCustomInfoTypes(List<CustomInfoType> types) {
        return new InspectSettings(infoTypes, minLikelihood, minLikelihoodOf, types, ruleSets, regions);
    }

    public InspectSettings withRuleSets(List<RuleSet> rules) {
        return new InspectSettings(infoTypes, minLikelihood, minLikelihoodOf, customInfoTypes, rules, regions);
    }

    public InspectSettings withRegions(List<String> countries) {
        return new InspectSettings(infoTypes, minLikelihood, minLikelihoodOf, customInfoTypes, ruleSets, countries);
    }

    /** The threshold that holds for one infoType. */
    public Likelihood minLikelihoodOf(InfoType infoType) {
        return minLikelihoodOf.getOrDefault(infoType, minLikelihood);
    }
}
