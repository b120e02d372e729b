// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A list of KCBQ 1.x's: patterns of topics, each with the name of a dataset or table that {@code $1} may stand in. */
final class KcbqPatterns {
    private final List<Map.Entry<Pattern, String>> entries;

    private KcbqPatterns(List<Map.Entry<Pattern, String>> entries) {
        this.entries = entries;
    }

    /**
     * Reads {@code pattern=name,…}.
     *
     * @throws IllegalArgumentException saying what was found and what is accepted
     */
    static KcbqPatterns parse(String list) {
        List<Map.Entry<Pattern, String>> entries = new ArrayList<>();
        for (String entry : list.split(",", -1)) {
            if (entry.isBlank()) {
                continue;
            }
            // KCBQ did not mind = at the end.
            String[] sides = entry.replaceAll("=+$", "").split("=", -1);
            if (sides.length != 2 || sides[0].isBlank() || sides[1].isBlank()) {
                throw new IllegalArgumentException(
                        "'" + entry.trim() + "' is not accepted; accepted: pattern of topics=name, …");
            }
            try {
                entries.add(Map.entry(Pattern.compile(sides[0].trim()), sides[1].trim()));
            } catch (PatternSyntaxException malformed) {
                throw new IllegalArgumentException(
                        "'" + sides[0].trim() + "' is no pattern: " + malformed.getDescription());
            }
        }
        return new KcbqPatterns(entries);
    }

    /** The names that the entries lead to. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        entries.forEach(entry -> names.add(entry.getValue()));
        return names;
    }

    /** The name for a topic, empty if no pattern matches it; IllegalArgumentException if two do, or the name is none. */
    Optional<String> name(String topic) {
        Optional<String> found = Optional.empty();
        for (Map.Entry<Pattern, String> entry : entries) {
            Matcher matcher = entry.getKey().matcher(topic);
            if (!matcher.matches()) {
                continue;
            }
            if (found.isPresent()) {
                throw new IllegalArgumentException("topic " + topic + " matches two of the patterns");
            }
            try {
                found = Optional.of(matcher.replaceAll(entry.getValue()));
            } catch (IndexOutOfBoundsException | IllegalArgumentException noGroup) {
                throw new IllegalArgumentException(
                        "'" + entry.getValue() + "' names a group that '" + entry.getKey() + "' has not");
            }
        }
        return found;
    }
}
