// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import java.util.List;
import java.util.Set;

/**
 * All rules, in order: the first that covers a field and whose condition holds decides.
 *
 * @param id names the policy in audit headers; empty for none
 */
public record Policy(String id, List<Rule> rules) {
    public Policy {
        rules = List.copyOf(rules);
    }

    /** The rules that may apply to a field, in order; an unconditional one ends the list. */
    public List<Rule> candidates(String topic, List<FieldPath.Step> place, Set<String> tags) {
        List<Rule> covering =
                rules.stream().filter(rule -> rule.covers(topic, place, tags)).toList();
        for (int i = 0; i < covering.size(); i++) {
            if (covering.get(i).condition().all().isEmpty()) {
                return covering.subList(0, i + 1);
            }
        }
        return covering;
    }
}
