// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.rules.Condition;
import java.util.List;

/**
 * A rule with its treatment, or several with findings, which are looked for together.
 *
 * @param name the rule's, or theirs
 * @param numbers where they stand among the rules
 */
record ReadyRule(String name, List<Integer> numbers, Condition condition, FieldTreatment treatment) {}
