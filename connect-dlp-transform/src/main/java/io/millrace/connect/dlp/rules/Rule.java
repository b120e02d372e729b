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
        boolean tagged = fieldTags.stream().anyMatch(tags::contains);
        return (tagged && (!isKey(place) || treatment.looksInside()))
                || fields.stream().anyMatch(field -> reaches(field, place) && field.covers(place));
    }

    /** Whether it covers the field for some keys of the maps around it. */
    public boolean coversSomeEntry(String topic, List<FieldPath.Step> place) {
        if (topics != null && !topics.matches(topic)) {
            return false;
        }
        return fields.stream().anyMatch(field -> reaches(field, place) && field.coversSomeEntry(place));
    }

    /** A key of a map is looked into with the rest of the map, and treated as a whole only where it is meant. */
    private boolean reaches(FieldPath field, List<FieldPath.Step> place) {
        return !isKey(place) || field.namesKeys() || treatment.looksInside();
    }

    private static boolean isKey(List<FieldPath.Step> place) {
        return !place.isEmpty() && place.get(place.size() - 1) == FieldPath.Step.Wildcard.MAP_KEYS;
    }
}
