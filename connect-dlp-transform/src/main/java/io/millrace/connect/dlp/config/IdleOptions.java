// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.CustomInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.infotype.RuleSet;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Options that say how to look for what no rule looks for: told, since their author believes that they do something. */
final class IdleOptions {
    private static final Logger LOG = LoggerFactory.getLogger(IdleOptions.class);

    private final OptionValues values;
    private final Map<String, String> properties;
    private final InspectSettings inspect;
    private final List<Rule> rules;
    // What rules treat, or expect of whole values
    private final Set<InfoType> treated = new HashSet<>();
    // And what excludes findings
    private final Set<InfoType> used = new HashSet<>();

    private IdleOptions(
            OptionValues values, Map<String, String> properties, InspectSettings inspect, List<Rule> rules) {
        this.values = values;
        this.properties = properties;
        this.inspect = inspect;
        this.rules = rules;
        rules.forEach(rule -> treated.addAll(treatedBy(rule)));
        used.addAll(treated);
        for (RuleSet set : inspect.ruleSets()) {
            for (RuleSet.Rule rule : set.rules()) {
                used.addAll(rule.<Set<InfoType>>fold(hotword -> Set.of(), exclusion -> excluding(exclusion.by())));
            }
        }
    }

    /** Says of each option without effect that it has none, once. */
    static void tell(OptionValues values, Map<String, String> properties, InspectSettings inspect, List<Rule> rules) {
        new IdleOptions(values, properties, inspect, rules)
                .find()
                .forEach((property, why) -> LOG.warn("{} has no effect: {}", property, why));
    }

    private Set<InfoType> treatedBy(Rule rule) {
        return rule.treatment()
                .<Set<InfoType>>fold(
                        whole -> whole.infoType() == null ? Set.of() : Set.of(new InfoType(whole.infoType())),
                        findings -> {
                            Set<InfoType> types = new HashSet<>();
                            findings.byInfoType().keySet().forEach(name -> types.add(new InfoType(name)));
                            if (findings.forOthers() != null) {
                                types.addAll(inspect.infoTypes());
                                inspect.customInfoTypes().stream()
                                        .filter(CustomInfoType::reported)
                                        .forEach(type -> types.add(type.infoType()));
                            }
                            return types;
                        },
                        Set::of);
    }

    private static Set<InfoType> excluding(RuleSet.ExcludedBy by) {
        return by.<Set<InfoType>>fold(
                dictionary -> Set.of(), regex -> Set.of(), RuleSet.ByInfoTypes::infoTypes, hotword -> Set.of());
    }

    private Map<String, String> find() {
        Map<String, String> idle = new TreeMap<>();
        boolean looks = rules.stream().anyMatch(rule -> rule.treatment().looksInside());
        boolean all = rules.stream()
                .anyMatch(rule ->
                        rule.treatment().fold(whole -> false, findings -> findings.forOthers() != null, () -> false));
        if (!all && isGiven(DlpOptions.INFO_TYPES.name())) {
            idle.put(DlpOptions.INFO_TYPES.name(), "no rule has info.types=*, which would look for them");
        }
        if (treated.isEmpty() && isGiven(DlpOptions.MIN_LIKELIHOOD.name())) {
            idle.put(DlpOptions.MIN_LIKELIHOOD.name(), "no rule has info.types or expect");
        }
        for (Option<?> looking : List.of(DlpOptions.SCAN_EXCLUDE, DlpOptions.SCAN_NUMBERS, DlpOptions.MAX_SCAN_CHARS)) {
            if (!looks && isGiven(looking.name())) {
                idle.put(looking.name(), "no rule has info.types");
            }
        }
        if (rules.stream().allMatch(rule -> rule.tags().isEmpty()) && isGiven(DlpOptions.TAG_PARAMETERS.name())) {
            idle.put(DlpOptions.TAG_PARAMETERS.name(), "no rule has tags");
        }
        if (!used.contains(BuiltInInfoType.PHONE_NUMBER.infoType()) && isGiven(DlpOptions.DEFAULT_REGION.name())) {
            idle.put(DlpOptions.DEFAULT_REGION.name(), "no rule looks for PHONE_NUMBER");
        }
        DlpOptions.MIN_LIKELIHOODS.of(values).keySet().stream()
                .filter(name -> !name.startsWith("default.") && !treated.contains(new InfoType(name)))
                .forEach(name -> idle.put(
                        DlpOptions.MIN_LIKELIHOODS.name(),
                        "no rule looks for " + name + ", of which it says something"));
        findRuleSets(idle);
        findCustomTypes(idle);
        findLastKept(idle);
        findKeys(idle);
        findOfOtherEngines(idle);
        if (DlpOptions.AUDIT_HEADERS.of(values) == AuditHeaders.NONE && isGiven(DlpOptions.POLICY_ID.name())) {
            idle.put(DlpOptions.POLICY_ID.name(), "audit.headers is none, and only they hold it");
        }
        return idle;
    }

    private void findKeys(Map<String, String> idle) {
        boolean keyed = rules.stream()
                .flatMap(rule -> rule.treatment().primitives().stream())
                .anyMatch(primitive -> primitive.key().used());
        for (Option<?> keys : List.of(DlpOptions.KEYSET, DlpOptions.KEYSET_FILE, DlpOptions.KMS_URI)) {
            if (!keyed && isGiven(keys.name())) {
                idle.put(keys.name(), "no rule's transformation uses a key");
            }
        }
        boolean keyset = isGiven(DlpOptions.KEYSET.name()) || isGiven(DlpOptions.KEYSET_FILE.name());
        if (!keyset && isGiven(DlpOptions.KMS_URI.name())) {
            idle.put(DlpOptions.KMS_URI.name(), "neither keyset nor keyset.file is given, which it would open");
        }
    }

    private void findOfOtherEngines(Map<String, String> idle) {
        Engine engine = DlpOptions.ENGINE.of(values);
        String why = "engine is " + engine.name().toLowerCase(Locale.ROOT);
        for (Option<?> option : CloudOptions.GROUP.options()) {
            if (CloudOptions.isIdle(option, engine) && isGiven(option.name())) {
                idle.put(option.name(), why);
            }
        }
    }

    private boolean isGiven(String property) {
        return !properties.getOrDefault(property, "").isBlank();
    }

    /** Those of properties stand before a policy's, in this order. */
    private void findRuleSets(Map<String, String> idle) {
        List<String> given = new ArrayList<>();
        DlpOptions.HOTWORDS.of(values).forEach(name -> given.add("hotwords." + name));
        DlpOptions.EXCLUSIONS.of(values).forEach(name -> given.add("exclusions." + name));
        for (int i = 0; i < given.size(); i++) {
            if (Collections.disjoint(inspect.ruleSets().get(i).infoTypes(), used)) {
                idle.put(given.get(i) + ".types", "no rule looks for any of them");
            }
            Set<InfoType> types = inspect.ruleSets().get(i).infoTypes();
            if (types.size() == 1 && excludedBy(inspect.ruleSets().get(i)).equals(types)) {
                idle.put(given.get(i) + ".info.types", "a finding excludes none of its own infoType");
            }
        }
    }

    private static Set<InfoType> excludedBy(RuleSet set) {
        return set.rules().get(0).<Set<InfoType>>fold(hotword -> Set.of(), exclusion -> excluding(exclusion.by()));
    }

    /** The last rule hides its fields from nobody; a policy's rules stand behind those of properties. */
    private void findLastKept(Map<String, String> idle) {
        Rule last = rules.isEmpty() ? null : rules.get(rules.size() - 1);
        if (last != null && last.treatment().fold(whole -> false, findings -> false, () -> true)) {
            idle.put("rules." + last.name() + ".transform", "keep hides fields from the rules after it, and none is");
        }
    }

    private void findCustomTypes(Map<String, String> idle) {
        List<String> given = DlpOptions.CUSTOM_TYPES.of(values);
        for (int i = 0; i < given.size(); i++) {
            InfoType type = inspect.customInfoTypes().get(i).infoType();
            if (!used.contains(type)) {
                idle.put(
                        "custom." + given.get(i),
                        "no rule looks for its infoType " + type + ", and no exclusion names it");
            }
            Likelihood own = inspect.customInfoTypes().get(i).likelihood();
            Likelihood least = inspect.minLikelihoodOf(type);
            boolean raised = inspect.ruleSets().stream()
                    .anyMatch(set ->
                            set.infoTypes().contains(type) && excludedBy(set).isEmpty());
            if (treated.contains(type) && !own.atLeast(least) && !raised) {
                idle.put(
                        "custom." + given.get(i) + ".likelihood",
                        own + " is less than the " + least + " that is asked for, and no hotword rule adds to it");
            }
        }
    }
}
