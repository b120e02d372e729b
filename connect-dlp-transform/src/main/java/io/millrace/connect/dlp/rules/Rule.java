// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import com.google.re2j.Pattern;
import io.millrace.connect.dlp.field.FieldPath;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule: where it applies, when, and what it does.
 *
 * @param name as configured; shown in errors and metrics
 * @param fields places it covers; empty for a rule that matches by tag only
 * @param tags any of these tags on a field's schema matches it
 * @param topics the topics it applies to, whole names; null for all
 * @param condition evaluated for each record
 */
public record Rule(
        String name,
        List<FieldPath> fields,
        Set<String> tags,
        @Nullable Pattern topics,
        Condition condition,
        Treatment treatment) {
    public Rule {
        fields = List.copyOf(fields);
        tags = Set.copyOf(tags);
    }

    /** Whether the rule covers a field of a topic, before its condition is asked. */
    public boolean covers(String topic, List<FieldPath.Step> place, Set<String> fieldTags) {
        if (topics != null && !topics.matches(topic)) {
            return false;
        }
        for (String tag : fieldTags) {
            if (tags.contains(tag)) {
                return true;
            }
        }
        for (FieldPath field : fields) {
            if (field.covers(place)) {
                return true;
            }
        }
        return false;
    }
}
