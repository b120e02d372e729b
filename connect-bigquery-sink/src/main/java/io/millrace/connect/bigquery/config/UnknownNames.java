// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Properties that nobody will read. Connect lets a connector have any property, and configurations keep those of the sink
 * they were copied from, so only a slip of the pen is an error: a name of our own but for a letter or two. Other names are
 * told.
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

    /** Names of other sinks and of sources that look like a layout property of one table. */
    private static final Set<String> FOREIGN =
            Set.of("table.name.format", "table.name.normalize", "table.include.list", "table.exclude.list");

    private UnknownNames() {}

    /**
     * Slips of the pen.
     *
     * @param overridden whether a property is meant for one table
     */
    static List<Finding> in(Collection<String> properties, Predicate<String> overridden) {
        List<Finding> findings = new ArrayList<>();
        for (String property : properties) {
            if (!known(property) && !overridden.test(property)) {
                nearest(property)
                        .ifPresent(ours -> findings.add(
                                new Finding(property, property + ": no such property; did you mean " + ours + "?")));
            }
        }
        return findings;
    }

    /** Everything else that is nobody's, each with the name of KCBQ that may have been meant. */
    static List<Finding> foreign(Collection<String> properties, Predicate<String> overridden) {
        List<Finding> findings = new ArrayList<>();
        for (String property : properties) {
            if (!known(property)
                    && !overridden.test(property)
                    && nearest(property).isEmpty()) {
                String meant = nearestOfKcbq(property)
                        .map(old -> "; did you mean " + old + "?")
                        .orElse("");
                findings.add(new Finding(property, property + " has no effect: no property of this connector" + meant));
            }
        }
        return findings;
    }

    /** Whether a property is another product's, though it has the form of an override. */
    static boolean isForeign(String property) {
        return FOREIGN.contains(property);
    }

    private static boolean known(String property) {
        return SinkOptions.defines(property)
                || TaskName.isOurs(property)
                || CONNECT.contains(property)
                || CONNECT_PREFIXES.stream().anyMatch(property::startsWith);
    }

    /** Ours that is at most two letters away, or one letter in six of a longer name; none if one of KCBQ's is nearer. */
    static Optional<String> nearest(String property) {
        int ofKcbq = nearestOfKcbq(property).map(old -> distance(property, old)).orElse(Integer.MAX_VALUE);
        return nearest(property, SinkOptions.configDef().names()).filter(ours -> distance(property, ours) <= ofKcbq);
    }

    private static Optional<String> nearestOfKcbq(String property) {
        return nearest(property, KcbqNames.RULES.keySet());
    }

    private static Optional<String> nearest(String property, Collection<String> names) {
        int most = Math.max(2, property.length() / 6);
        return names.stream()
                .filter(name -> distance(property, name) <= most && name.length() > 2 * most)
                .min(Comparator.comparingInt(name -> distance(property, name)));
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
        return areNear(plain(one), 0, plain(other), 0, most)
                && one.replaceAll("\\D", "").equals(other.replaceAll("\\D", ""));
    }

    /** Whether so few changes make one of the other, by trying each at the first letter that differs: they are few. */
    private static boolean areNear(String one, int from, String other, int otherFrom, int most) {
        int in = from;
        int at = otherFrom;
        while (in < one.length() && at < other.length() && one.charAt(in) == other.charAt(at)) {
            in++;
            at++;
        }
        if (in == one.length() || at == other.length()) {
            return one.length() - in + other.length() - at <= most;
        }
        return most > 0
                && (areNear(one, in + 1, other, at + 1, most - 1)
                        || areNear(one, in + 1, other, at, most - 1)
                        || areNear(one, in, other, at + 1, most - 1));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[._-]", "");
    }
}
