// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import java.util.HashSet;
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

    /** The infoTypes that rules name, beside those that are looked for wherever a rule wants all. */
    public Set<String> infoTypes() {
        Set<String> named = new HashSet<>();
        for (Rule rule : rules) {
            named.addAll(rule.treatment()
                    .<Set<String>>fold(
                            whole -> Set.of(), findings -> findings.byInfoType().keySet(), Set::of));
        }
        return named;
    }
}
