// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.infotype.RuleSet;
import io.millrace.connect.dlp.options.NamedProperties;
import io.millrace.connect.kit.trust.WorkerFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** Reads {@code custom.NAME.*}, {@code hotwords.NAME.*} and {@code exclusions.NAME.*}. */
final class InspectProperties {
    /** Cloud DLP's longest window. */
    private static final int LONGEST_WINDOW = 1_000;

    private static final int SHORTEST_PHRASE = 2;
    private static final int LONGEST_PHRASE = 1_000;

    private static final int MOST_DICTIONARY_BYTES = 32 * 1024 * 1024;

    private InspectProperties() {}

    /** Custom infoTypes; the infoType is called as the property is, in upper case, unless {@code info.type} says so. */
    static List<CustomInfoType> customTypes(List<String> names, Map<String, String> properties) {
        return names.stream()
                .map(name -> customType(name, new NamedProperties("custom." + name + ".", properties)))
                .toList();
    }

    private static CustomInfoType customType(String name, NamedProperties options) {
        String infoType = options.get("info.type", name.toUpperCase(Locale.ROOT), String::strip);
        String regex = options.find("regex", NamedProperties::regex);
        List<Integer> groups = options.list("groups", NamedProperties::integer);
        List<String> words = new ArrayList<>(options.list("dictionary", InspectProperties::phrase));
        List<String> fromFile = options.find("dictionary.file", InspectProperties::lines);
        if (fromFile != null) {
            words.addAll(fromFile);
        }
        Likelihood likelihood = options.get("likelihood", Likelihood.VERY_LIKELY, Likelihoods::parse);
        boolean exclusionOnly = options.get("exclusion", false, NamedProperties::flag);
        options.ensureAllRead();
        if ((regex == null) == words.isEmpty()) {
            throw options.wrong("regex", "give either regex, or dictionary and dictionary.file");
        }
        CustomInfoType.Content content = regex == null
                ? new CustomInfoType.Dictionary(words)
                : options.build("groups", () -> new CustomInfoType.Regex(regex, groupsOf(regex, groups)));
        return new CustomInfoType(infoType(name, infoType, options), likelihood, content, !exclusionOnly);
    }

    /** The property that gives the name is at fault where it is none. */
    private static InfoType infoType(String name, String infoType, NamedProperties options) {
        if (options.find("info.type", String::strip) != null) {
            return options.build("info.type", () -> new InfoType(infoType));
        }
        try {
            return new InfoType(infoType);
        } catch (IllegalArgumentException unfit) {
            throw new ConfigException(DlpOptions.CUSTOM_TYPES.name() + ": " + unfit.getMessage()
                    + "; name it so, or say what its infoType is called in custom." + name + ".info.type");
        }
    }

    /** Checked to be groups of the expression. */
    static List<Integer> groupsOf(String regex, List<Integer> groups) {
        int most = NamedProperties.pattern(regex).groupCount();
        for (int group : groups) {
            if (group < 0 || group > most) {
                throw new IllegalArgumentException("group " + group + " is none of the expression; it has " + most);
            }
        }
        return groups;
    }

    /** Checked to be long enough for a dictionary, and not too long. */
    static String phrase(String text) {
        int characters = text.codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::charCount)
                .sum();
        if (characters < SHORTEST_PHRASE) {
            throw new IllegalArgumentException("has a phrase of fewer than " + SHORTEST_PHRASE
                    + " letters and digits, which would match everywhere");
        }
        if (text.length() > LONGEST_PHRASE) {
            throw new IllegalArgumentException("has a phrase of " + text.length() + " characters; accepted: at most "
                    + LONGEST_PHRASE + ", since a text is read again for each place where one may begin");
        }
        return text;
    }

    /** Checked to be a window as Cloud DLP allows: characters before and after, together. */
    static int[] window(int[] window) {
        if (window[0] < 0 || window[1] < 0 || (long) window[0] + window[1] > LONGEST_WINDOW) {
            throw new IllegalArgumentException("the window has " + window[0] + " characters before and " + window[1]
                    + " after; accepted are 0 to " + LONGEST_WINDOW + " together");
        }
        return window;
    }

    private static List<String> lines(String file) {
        WorkerFile read = WorkerFile.of(file, MOST_DICTIONARY_BYTES, WorkerFile.Use.LINES);
        List<String> lines = read.text().lines().filter(line -> !line.isBlank()).toList();
        try {
            lines.forEach(InspectProperties::phrase);
        } catch (IllegalArgumentException wrong) {
            throw read.unusable(String.valueOf(wrong.getMessage()));
        }
        return lines;
    }

    /** Hotword rules in order, then exclusion rules. */
    static List<RuleSet> ruleSets(
            List<String> hotwords, List<String> exclusions, InfoTypeNames infoTypes, Map<String, String> properties) {
        List<RuleSet> sets = new ArrayList<>();
        hotwords.forEach(
                name -> sets.add(hotword(new NamedProperties("hotwords." + name + ".", properties), infoTypes)));
        exclusions.forEach(
                name -> sets.add(exclusion(new NamedProperties("exclusions." + name + ".", properties), infoTypes)));
        return sets;
    }

    private static RuleSet hotword(NamedProperties options, InfoTypeNames infoTypes) {
        Set<InfoType> types = types(options, "types", infoTypes);
        Likelihood fixed = options.find("likelihood", Likelihoods::parse);
        Integer steps = options.find("adjust", NamedProperties::integer);
        if ((fixed == null) == (steps == null)) {
            throw options.wrong("likelihood", "give either likelihood (fixed), or adjust (steps such as +1)");
        }
        if (steps != null && steps == 0) {
            throw options.wrong("adjust", "is 0, which changes nothing; give steps such as +1 or -2");
        }
        RuleSet.Adjustment adjustment =
                fixed != null ? new RuleSet.Fixed(fixed) : new RuleSet.Relative(steps == null ? 0 : steps);
        int[] window = window(options);
        RuleSet.Hotword rule =
                new RuleSet.Hotword(options.require("regex", NamedProperties::regex), window[0], window[1], adjustment);
        options.ensureAllRead();
        return new RuleSet(types, List.of(rule));
    }

    private static RuleSet exclusion(NamedProperties options, InfoTypeNames infoTypes) {
        Set<InfoType> types = types(options, "types", infoTypes);
        List<RuleSet.ExcludedBy> by = new ArrayList<>();
        options.find("regex", text -> by.add(new RuleSet.ByRegex(NamedProperties.regex(text))));
        List<String> words = options.list("dictionary", InspectProperties::phrase);
        if (!words.isEmpty()) {
            by.add(new RuleSet.ByDictionary(words));
        }
        Set<InfoType> others = listed(options, "info.types", infoTypes);
        if (!others.isEmpty()) {
            by.add(new RuleSet.ByInfoTypes(others));
        }
        String hotword = options.find("hotword", NamedProperties::regex);
        int[] window = window(options);
        if (hotword != null) {
            by.add(new RuleSet.ByHotword(hotword, window[0], window[1]));
        }
        for (String side : List.of("before", "after")) {
            if (hotword == null && options.find(side) != null) {
                throw options.wrong(side, "goes with hotword, which is not given");
            }
        }
        RuleSet.MatchingType matching =
                options.get("match", RuleSet.MatchingType.FULL_MATCH, InspectProperties::matching);
        options.ensureAllRead();
        if (by.size() != 1) {
            throw options.wrong("regex", "give one of regex, dictionary, info.types and hotword; found " + by.size());
        }
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

    private static Set<InfoType> types(NamedProperties options, String option, InfoTypeNames infoTypes) {
        options.require(option);
        return listed(options, option, infoTypes);
    }

    private static Set<InfoType> listed(NamedProperties options, String option, InfoTypeNames infoTypes) {
        return options.list(option, name -> infoTypes.known(List.of(name))).stream()
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static int[] window(NamedProperties options) {
        int[] window = {
            options.get("before", 50, NamedProperties::integer), options.get("after", 0, NamedProperties::integer)
        };
        return options.build("before", () -> window(window));
    }
}
