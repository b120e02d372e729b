// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Properties that nobody will read because of a slip of the pen. Connect lets a connector have any property, so only those
 * are reported that look like ours: a name of our own but for a letter or two, or one that begins as ours do.
 */
final class UnknownNames {
    /** Connect's own properties and those it hands to converters, transforms and clients. */
    private static final Set<String> CONNECT = Set.of(
            "name",
            "connector.class",
            "tasks.max",
            "topics",
            "topics.regex",
            "transforms",
            "predicates",
            "config.action.reload");

    private static final List<String> CONNECT_PREFIXES = List.of(
            "connector.",
            "tasks.",
            "key.converter",
            "value.converter",
            "header.converter",
            "transforms.",
            "predicates.",
            "errors.",
            "consumer.override.",
            "producer.override.",
            "admin.override.");

    /** First words of ours that are common enough for others to use them. */
    private static final Set<String> COMMON = Set.of("kafka", "name", "topic");

    private UnknownNames() {}

    static List<Finding> in(Collection<String> properties, TableOverrides overrides) {
        List<Finding> findings = new ArrayList<>();
        for (String property : properties) {
            if (!known(property) && !overrides.contains(property)) {
                Optional<String> nearest = nearest(property);
                if (nearest.isPresent() || beginsLikeOurs(property)) {
                    findings.add(new Finding(
                            property,
                            property + ": no such property"
                                    + nearest.map(ours -> "; did you mean " + ours + "?")
                                            .orElse("")));
                }
            }
        }
        return findings;
    }

    private static boolean known(String property) {
        return SinkOptions.defines(property)
                || TaskName.isOurs(property)
                || CONNECT.contains(property)
                || CONNECT_PREFIXES.stream().anyMatch(property::startsWith);
    }

    private static boolean beginsLikeOurs(String property) {
        String word = property.substring(0, Math.max(property.indexOf('.'), 0));
        return !word.isEmpty()
                && !COMMON.contains(word)
                && SinkOptions.configDef().names().stream().anyMatch(ours -> ours.startsWith(word + "."));
    }

    /** Ours that is at most two letters away, or one letter in six of a longer name. */
    static Optional<String> nearest(String property) {
        int most = Math.max(2, property.length() / 6);
        return SinkOptions.configDef().names().stream()
                .filter(ours -> distance(property, ours) <= most && ours.length() > 2 * most)
                .min(Comparator.comparingInt(ours -> distance(property, ours)));
    }

    /** Levenshtein's distance, without regard to case and to the character between words. */
    static int distance(String one, String other) {
        String left = plain(one);
        String right = plain(other);
        int[] row = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= left.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= right.length(); column++) {
                int changed = diagonal + (left.charAt(line - 1) == right.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(changed, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[right.length()];
    }

    /** Whether one is surely a slip of the pen for the other; names that are numbered differently are not. */
    static boolean similar(String one, String other) {
        int most = Math.min(2, Math.min(one.length(), other.length()) / 3);
        return distance(one, other) <= most && one.replaceAll("\\D", "").equals(other.replaceAll("\\D", ""));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[._-]", "");
    }
}
