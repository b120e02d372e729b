// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people say about datasets: owners, tags, descriptions, retention, encryption; by rules on the dataset's name. */
public record Policy(List<Rule> rules) {
    public Policy {
        rules = List.copyOf(rules);
    }

    /**
     * What is said of the datasets that {@code dataset} matches.
     *
     * @param dataset a pattern with {@code *}, of the name or of {@code namespace/name}
     * @param columns by dotted column
     */
    public record Rule(
            String dataset,
            List<Owner> owners,
            Map<String, String> tags,
            @Nullable String description,
            @Nullable Encryption encryption,
            Map<String, ColumnRule> columns) {
        public Rule {
            owners = List.copyOf(owners);
            tags = Map.copyOf(tags);
            columns = Map.copyOf(columns);
        }

        boolean speaksOf(DatasetName name) {
            return isLike(name.name()) || isLike(name.namespace() + "/" + name.name());
        }

        /** Never goes back beyond the last star, so that many of them cost no more than one does. */
        private boolean isLike(String text) {
            int in = 0;
            int at = 0;
            int afterStar = -1;
            int from = 0;
            while (at < text.length()) {
                if (in < dataset.length() && dataset.charAt(in) == '*') {
                    afterStar = ++in;
                    from = at;
                } else if (in < dataset.length() && dataset.charAt(in) == text.charAt(at)) {
                    in++;
                    at++;
                } else if (afterStar >= 0) {
                    in = afterStar;
                    at = ++from;
                } else {
                    return false;
                }
            }
            return dataset.substring(in).chars().allMatch(c -> c == '*');
        }
    }

    /** What is said of one column. */
    public record ColumnRule(@Nullable String description, Map<String, String> tags) {
        public ColumnRule {
            tags = Map.copyOf(tags);
        }
    }

    /** How a dataset's storage is encrypted. */
    public record Encryption(
            @Nullable String atRest, @Nullable String kmsKey) {}

    /** All that the rules say of one dataset. Lists and maps add up; of single words the last rule's counts. */
    public record Words(
            List<Owner> owners,
            Map<String, String> tags,
            @Nullable String description,
            @Nullable Encryption encryption,
            Map<String, ColumnRule> columns) {}

    /** What is said of {@code name}, by the rules here and then by those of {@code more}. */
    public Words wordsOn(DatasetName name, Policy more) {
        List<Owner> owners = new ArrayList<>();
        Map<String, String> tags = new LinkedHashMap<>();
        Map<String, ColumnRule> columns = new LinkedHashMap<>();
        String description = null;
        Encryption encryption = null;
        List<Rule> all = new ArrayList<>(rules);
        all.addAll(more.rules());
        for (Rule rule : all) {
            if (rule.speaksOf(name)) {
                rule.owners().stream().filter(owner -> !owners.contains(owner)).forEach(owners::add);
                tags.putAll(rule.tags());
                columns.putAll(rule.columns());
                description = rule.description() == null ? description : rule.description();
                encryption = rule.encryption() == null ? encryption : rule.encryption();
            }
        }
        return new Words(owners, tags, description, encryption, columns);
    }
}
