// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import java.util.List;

/**
 * All rules, in order: the first that covers a field and whose condition holds decides.
 *
 * @param id names the policy in audit headers; empty for none
 */
public record Policy(String id, List<Rule> rules) {
    public Policy {
        rules = List.copyOf(rules);
    }
}
