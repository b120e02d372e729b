// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.detect.CustomInfoType;
import io.millrace.connect.dlp.detect.InfoType;
import io.millrace.connect.dlp.detect.Likelihood;
import io.millrace.connect.dlp.detect.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code custom.NAME.*}, {@code hotwords.NAME.*} and {@code exclusions.NAME.*}. */
final class InspectProperties {
    /** Cloud DLP's longest window. */
    private static final int LONGEST_WINDOW = 1_000;

    private InspectProperties() {}

    /** Custom infoTypes; the infoType is called as the property is, in upper case, unless {@code info.type} says so. */
    static List<CustomInfoType> customTypes(List<String> names, Map<String, String> properties) {
        return names.stream()
                .map(name -> customType(name, new NamedProperties("custom." + name + ".", properties)))
                .toList();
    }

    private static CustomInfoType customType(String name, NamedProperties options) {
        String infoType = options.get("info.type", name.toUpperCase(Locale.ROOT), text -> text);
        String regex = options.find("regex");
        List<Integer> groups = options.list("groups", Integer::valueOf);
        List<String> words = new ArrayList<>(options.list("dictionary"));
        List<String> fromFile = options.find("dictionary.file", InspectProperties::lines);
        if (fromFile != null) {
            words.addAll(fromFile);
        }
        if ((regex == null) == words.isEmpty()) {
            throw options.wrong("regex", "give either regex, or dictionary and dictionary.file");
        }
        CustomInfoType.Content content =
                regex == null ? new CustomInfoType.Dictionary(words) : new CustomInfoType.Regex(regex, groups);
        Likelihood likelihood = options.get("likelihood", Likelihood.VERY_LIKELY, Likelihoods::parse);
        boolean exclusionOnly = options.get("exclusion", false, NamedProperties::flag);
        options.ensureAllRead();
        return new CustomInfoType(new InfoType(infoType), likelihood, content, !exclusionOnly);
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("file " + file + " cannot be read on this worker");
        }
    }

    /** Hotword rules in order, then exclusion rules. */
    static List<RuleSet> ruleSets(List<String> hotwords, List<String> exclusions, Map<String, String> properties) {
        List<RuleSet> sets = new ArrayList<>();
        hotwords.forEach(name -> sets.add(hotword(new NamedProperties("hotwords." + name + ".", properties))));
        exclusions.forEach(name -> sets.add(exclusion(new NamedProperties("exclusions." + name + ".", properties))));
        return sets;
    }

    private static RuleSet hotword(NamedProperties options) {
        Set<InfoType> types = types(options, "types");
        Likelihood fixed = options.find("likelihood", Likelihoods::parse);
        Integer steps = options.find("adjust", Integer::valueOf);
        if ((fixed == null) == (steps == null)) {
            throw options.wrong("likelihood", "give either likelihood (fixed), or adjust (steps such as +1)");
        }
        RuleSet.Adjustment adjustment =
                fixed != null ? new RuleSet.Fixed(fixed) : new RuleSet.Relative(steps == null ? 0 : steps);
        RuleSet.Hotword rule = new RuleSet.Hotword(
                options.require("regex"), window(options, "before", 50), window(options, "after", 0), adjustment);
        options.ensureAllRead();
        return new RuleSet(types, List.of(rule));
    }

    private static RuleSet exclusion(NamedProperties options) {
        Set<InfoType> types = types(options, "types");
        List<RuleSet.ExcludedBy> by = new ArrayList<>();
        options.find("regex", text -> by.add(new RuleSet.ByRegex(text)));
        List<String> words = options.list("dictionary");
        if (!words.isEmpty()) {
            by.add(new RuleSet.ByDictionary(words));
        }
        Set<InfoType> others = options.find("info.types") == null ? Set.of() : types(options, "info.types");
        if (!others.isEmpty()) {
            by.add(new RuleSet.ByInfoTypes(others));
        }
        int before = window(options, "before", 50);
        int after = window(options, "after", 0);
        options.find("hotword", text -> by.add(new RuleSet.ByHotword(text, before, after)));
        if (by.size() != 1) {
            throw options.wrong("regex", "give one of regex, dictionary, info.types and hotword; found " + by.size());
        }
        RuleSet.MatchingType matching =
                options.get("match", RuleSet.MatchingType.FULL_MATCH, InspectProperties::matching);
        options.ensureAllRead();
        return new RuleSet(types, List.of(new RuleSet.Exclusion(by.get(0), matching)));
    }

    private static RuleSet.MatchingType matching(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "full" -> RuleSet.MatchingType.FULL_MATCH;
            case "partial" -> RuleSet.MatchingType.PARTIAL_MATCH;
            case "inverse" -> RuleSet.MatchingType.INVERSE_MATCH;
            default ->
                throw new IllegalArgumentException("'" + text + "' is not accepted; accepted: full, partial, inverse");
        };
    }

    private static Set<InfoType> types(NamedProperties options, String option) {
        options.require(option);
        return options.list(option).stream().map(InfoType::new).collect(Collectors.toUnmodifiableSet());
    }

    private static int window(NamedProperties options, String option, int otherwise) {
        return options.get(option, otherwise, text -> {
            int characters = Integer.parseInt(text.strip());
            if (characters < 0 || characters > LONGEST_WINDOW) {
                throw new IllegalArgumentException(characters + " is not accepted; accepted: 0 to " + LONGEST_WINDOW);
            }
            return characters;
        });
    }
}
