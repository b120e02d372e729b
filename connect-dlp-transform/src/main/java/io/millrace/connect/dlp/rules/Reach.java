// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldPath.Step;
import io.millrace.connect.dlp.options.UnfitOption;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether each rule can act at all: one that others leave nothing to is refused, since its author believes that it does
 * something.
 *
 * @param rules in order
 * @param requested what rules look for that name no infoTypes
 * @param scanExclude where findings rules never look
 */
public record Reach(List<Rule> rules, Set<String> requested, List<FieldPath> scanExclude) {

    /**
     * Looks at every rule.
     *
     * @throws UnfitRule for the first that can never act, naming what is in its way
     */
    public void ensureEachCanAct() {
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.treatment().looksInside() && isExcluded(rule)) {
                throw unfit(rule, "are all covered by scan.exclude, so that the rule would never look into any");
            }
            if (rule.treatment().looksInside() && wanted(rule).isEmpty()) {
                continue; // nothing is asked of it
            }
            boolean last = i == rules.size() - 1;
            String before = inTheWay(rule, rules.subList(0, i), last);
            if (before != null) {
                throw unfit(
                        rule,
                        "are all treated by " + before + " before, so that the rule would never act; put it first, or"
                                + " leave it out");
            }
        }
    }

    private static UnfitRule unfit(Rule rule, String why) {
        String option = rule.fields().isEmpty() ? "tags" : "fields";
        return new UnfitRule(rule, null, new UnfitOption(option, why));
    }

    private boolean isExcluded(Rule rule) {
        return rule.tags().isEmpty()
                && rule.fields().stream()
                        .allMatch(field -> scanExclude.stream().anyMatch(excluded -> excluded.covers(field.steps())));
    }

    /** The rules that leave nothing to this one; null when something is left. */
    private @Nullable String inTheWay(Rule rule, List<Rule> before, boolean last) {
        boolean protectsNothing = last && rule.treatment().fold(whole -> false, findings -> false, () -> true);
        Set<String> names = new LinkedHashSet<>();
        for (FieldPath field : rule.fields()) {
            List<Rule> taking =
                    before.stream().filter(each -> covers(each, field, rule)).toList();
            if (protectsNothing ? taking.isEmpty() : !takesAll(taking, rule)) {
                return null;
            }
            taking.forEach(each -> names.add(each.name()));
        }
        for (String tag : rule.tags()) {
            List<Rule> taking = before.stream()
                    .filter(each -> isAsWide(each, rule)
                            && (each.tags().contains(tag)
                                    || each.fields().stream().anyMatch(Reach::isEverything)))
                    .toList();
            if (protectsNothing ? taking.isEmpty() : !takesAll(taking, rule)) {
                return null;
            }
            taking.forEach(each -> names.add(each.name()));
        }
        return (names.size() == 1 ? "rule " : "rules ") + String.join(", ", names);
    }

    private static boolean covers(Rule earlier, FieldPath field, Rule rule) {
        boolean keys = field.namesKeys() && !rule.treatment().looksInside();
        return isAsWide(earlier, rule)
                && earlier.fields().stream()
                        .anyMatch(each -> (!keys
                                        || each.namesKeys()
                                        || earlier.treatment().looksInside())
                                && each.covers(field.steps()));
    }

    private static boolean isEverything(FieldPath field) {
        return field.steps().equals(List.of(Step.Wildcard.ANY_STEPS));
    }

    /** In every record in which the other rule may act, this one does. */
    private static boolean isAsWide(Rule earlier, Rule rule) {
        boolean topics = earlier.topics() == null
                || (rule.topics() != null
                        && Objects.equals(
                                earlier.topics().pattern(), rule.topics().pattern()));
        boolean records =
                earlier.condition().all().isEmpty() || earlier.condition().equals(rule.condition());
        return topics && records;
    }

    private boolean takesAll(List<Rule> taking, Rule rule) {
        if (taking.stream().anyMatch(each -> !each.treatment().looksInside())) {
            return true;
        }
        Set<String> left = new HashSet<>(wanted(rule));
        taking.forEach(each -> left.removeAll(wanted(each)));
        return rule.treatment().looksInside() && left.isEmpty();
    }

    private Set<String> wanted(Rule rule) {
        return rule.treatment()
                .<Set<String>>fold(
                        whole -> Set.of(),
                        findings -> {
                            Set<String> wanted =
                                    new HashSet<>(findings.byInfoType().keySet());
                            if (findings.forOthers() != null) {
                                wanted.addAll(requested);
                            }
                            return wanted;
                        },
                        Set::of);
    }
}
