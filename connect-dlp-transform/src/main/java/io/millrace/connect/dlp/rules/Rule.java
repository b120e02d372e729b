// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.rules;

import com.google.re2j.Pattern;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.Place;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
        FieldPath.Step last = place.isEmpty() ? null : place.get(place.size() - 1);
        return covers(topic, last, fieldTags, field -> field.covers(place));
    }

    /** As above. */
    public boolean covers(String topic, Place place, Set<String> fieldTags) {
        return covers(topic, place.step(), fieldTags, place::isCoveredBy);
    }

    private boolean covers(
            String topic, FieldPath.@Nullable Step last, Set<String> fieldTags, Predicate<FieldPath> covered) {
        return concerns(topic)
                && ((isTagged(fieldTags) && (!isKey(last) || treatment.looksInside()))
                        || fields.stream().anyMatch(field -> reaches(field, last) && covered.test(field)));
    }

    /** Whether it covers the field for some keys of the maps around it. */
    public boolean coversSomeEntry(String topic, Place place) {
        return concerns(topic)
                && fields.stream()
                        .anyMatch(field -> reaches(field, place.step()) && place.isCoveredForSomeEntryBy(field));
    }

    /** Whether it may cover something that stands in what stands there, where any field may have its tags. */
    public boolean leadsInto(String topic, Place place) {
        return concerns(topic) && (!tags.isEmpty() || fields.stream().anyMatch(place::leadsTo));
    }

    private boolean concerns(String topic) {
        return topics == null || topics.matches(topic);
    }

    private boolean isTagged(Set<String> fieldTags) {
        return fieldTags.stream().anyMatch(tags::contains);
    }

    /** A key of a map is looked into with the rest of the map, and treated as a whole only where it is meant. */
    private boolean reaches(FieldPath field, FieldPath.@Nullable Step last) {
        return !isKey(last) || field.namesKeys() || treatment.looksInside();
    }

    private static boolean isKey(FieldPath.@Nullable Step last) {
        return last == FieldPath.Step.Wildcard.MAP_KEYS;
    }
}
