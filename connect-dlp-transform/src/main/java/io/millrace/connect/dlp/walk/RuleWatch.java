// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldPath.Step;
import io.millrace.connect.dlp.field.Nearness;
import io.millrace.connect.dlp.field.Place;
import io.millrace.connect.dlp.rules.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which rules have treated no field so far. After the first records it says so, once for each rule, with the names of
 * fields that are spelt almost as the rule spells them: no other name, since keys of maps may be data.
 */
public final class RuleWatch {
    /** How many records it waits for. */
    public static final int FIRST_RECORDS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(RuleWatch.class);
    private static final int MOST_NAMES = 5_000;
    private static final int MOST_SHOWN = 5;

    private final List<Rule> rules;
    private final Audit audit;
    private final BitSet unmatched = new BitSet();
    // The first place of each name, as errors may show it
    private final Map<String, String> seen = new LinkedHashMap<>();
    // By rule, the names of those that leave it nothing of a field it covers
    private final Map<Integer, Set<String>> takers = new HashMap<>();
    private int records;
    private boolean told;

    RuleWatch(List<Rule> rules, Audit audit) {
        this.rules = rules;
        this.audit = audit;
        unmatched.set(0, rules.size());
    }

    /** A rule may treat a field. */
    void matched(int rule) {
        if (unmatched.get(rule)) {
            unmatched.clear(rule);
            if (told) {
                audit.withoutMatch(unmatched.cardinality());
            }
        }
    }

    /** Whether it matters that a rule's field goes to another rule. */
    boolean waitsFor(int rule) {
        return !told && unmatched.get(rule);
    }

    /** A rule covers a field of which another rule leaves it nothing. */
    void taken(int rule, String by) {
        takers.computeIfAbsent(rule, first -> new TreeSet<>()).add(by);
    }

    /** A field has this name. */
    void saw(String name, Place around) {
        if (!told && seen.size() < MOST_NAMES) {
            seen.computeIfAbsent(name, first -> {
                List<Step> place = new ArrayList<>(around.steps());
                place.add(new Step.Name(first));
                return FieldPath.text(place);
            });
        }
    }

    /** One more record was looked at. */
    public void looked() {
        if (!told && ++records == FIRST_RECORDS) {
            tell();
        }
    }

    /** There are no more records. */
    public void close() {
        if (!told && records > 0) {
            tell();
        }
    }

    private void tell() {
        told = true;
        audit.withoutMatch(unmatched.cardinality());
        for (int i = unmatched.nextSetBit(0); i >= 0; i = unmatched.nextSetBit(i + 1)) {
            Rule rule = rules.get(i);
            Set<String> by = takers.get(i);
            if (by == null) {
                LOG.warn(
                        "a rule has matched no field rule={} fields={} records={} almost={}",
                        rule.name(),
                        rule.fields(),
                        records,
                        almost(rule));
            } else {
                LOG.warn(
                        "a rule has matched no field, since other rules treat all that it covers rule={} fields={} records={}"
                                + " treated-by={}",
                        rule.name(),
                        rule.fields(),
                        records,
                        by);
            }
        }
        seen.clear();
        takers.clear();
    }

    private List<String> almost(Rule rule) {
        return seen.entrySet().stream()
                .filter(each -> rule.fields().stream()
                        .flatMap(field -> field.steps().stream())
                        .anyMatch(
                                step -> step instanceof Step.Name name && Nearness.isNear(name.name(), each.getKey())))
                .map(Map.Entry::getValue)
                .limit(MOST_SHOWN)
                .toList();
    }
}
