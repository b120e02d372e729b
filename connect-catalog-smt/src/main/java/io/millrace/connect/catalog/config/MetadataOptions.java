// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import io.millrace.connect.catalog.event.Owner;
import io.millrace.connect.catalog.event.Policy;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people say about jobs and datasets. */
final class MetadataOptions {
    static final Option<List<Owner>> JOB_OWNERS = Option.list(
                    "job.owners", "Who answers for the connector: team:streams, or team:streams@STEWARD with a role.")
            .as("owner[@ROLE],…", names -> names.stream().map(Owner::parse).toList());

    static final Option<Map<String, String>> JOB_TAGS =
            Option.map("job.tags", "Tags of the connector's jobs, as key:value pairs.");

    static final Option<List<Policy.Rule>> OWNERS = Option.list(
                    "owners",
                    "Who answers for datasets: pattern=owner|owner. The pattern, with *, is matched against a dataset's"
                            + " name and against namespace/name; an entry without one is for every dataset.")
            .as("[pattern=]owner[@ROLE]|…,…", MetadataOptions::owners);

    static final Option<List<Policy.Rule>> TAGS = Option.list(
                    "tags", "Tags of datasets: pattern=key:value|key:value, patterns as for owners.")
            .as("[pattern=]key:value|…,…", MetadataOptions::tags);

    static final Option<Path> METADATA_FILE = Option.string(
                    "metadata.file",
                    null,
                    "A YAML or JSON file on the worker in which data owners say owners, tags, description, retention,"
                            + " location and encryption of their datasets; read again when it changes. It adds to owners"
                            + " and tags.")
            .as(Path::of);

    static final Option<String> ENCRYPTION_AT_REST = Option.string(
            "encryption.at.rest",
            null,
            "How the datasets that this connector writes are encrypted where they lie, in your words: google-managed or"
                    + " customer-managed, say.");

    static final Option<String> ENCRYPTION_KMS_KEY =
            Option.string("encryption.kms.key", null, "The name of the key that encrypts them, never the key itself.");

    static final OptionGroup GROUP = OptionGroup.of(
            "Metadata", JOB_OWNERS, JOB_TAGS, OWNERS, TAGS, METADATA_FILE, ENCRYPTION_AT_REST, ENCRYPTION_KMS_KEY);

    private MetadataOptions() {}

    static Policy policy(OptionValues values) {
        List<Policy.Rule> rules = new ArrayList<>(OWNERS.of(values));
        rules.addAll(TAGS.of(values));
        return new Policy(rules);
    }

    static Policy.@Nullable Encryption encryption(OptionValues values) {
        String atRest = ENCRYPTION_AT_REST.find(values).orElse(null);
        String key = ENCRYPTION_KMS_KEY.find(values).orElse(null);
        return atRest == null && key == null ? null : new Policy.Encryption(atRest, key);
    }

    private static List<Policy.Rule> owners(List<String> entries) {
        return entries.stream()
                .map(entry -> rule(
                        pattern(entry),
                        Arrays.stream(words(entry)).map(Owner::parse).toList(),
                        Map.of()))
                .toList();
    }

    private static List<Policy.Rule> tags(List<String> entries) {
        return entries.stream()
                .map(entry -> {
                    Map<String, String> tags = new LinkedHashMap<>();
                    for (String word : words(entry)) {
                        int colon = word.indexOf(':');
                        if (colon < 1 || colon == word.length() - 1) {
                            throw new IllegalArgumentException(
                                    "'" + entry + "' is not accepted; accepted: [pattern=]key:value|key:value");
                        }
                        tags.put(word.substring(0, colon), word.substring(colon + 1));
                    }
                    return rule(pattern(entry), List.of(), tags);
                })
                .toList();
    }

    private static Policy.Rule rule(String pattern, List<Owner> owners, Map<String, String> tags) {
        return new Policy.Rule(pattern, owners, tags, null, null, Map.of());
    }

    private static String pattern(String entry) {
        int equals = entry.indexOf('=');
        return equals < 0 ? "*" : entry.substring(0, equals).trim();
    }

    private static String[] words(String entry) {
        String list = entry.substring(entry.indexOf('=') + 1).trim();
        if (list.isEmpty()) {
            throw new IllegalArgumentException("'" + entry + "' names nobody; accepted: pattern=word|word");
        }
        return list.split("\\s*\\|\\s*");
    }
}
