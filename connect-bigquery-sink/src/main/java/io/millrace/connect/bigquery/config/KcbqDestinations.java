// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.config.KcbqRule.Meaning;
import io.millrace.connect.bigquery.model.NameRule;
import io.millrace.connect.bigquery.route.Router;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code datasets} and {@code topicsToTables} of KCBQ 1.x say: patterns of topics. Our own properties have no
 * patterns, so each topic is looked up here; a connector that finds its topics by a pattern of its own can only have one
 * dataset so.
 */
final class KcbqDestinations {
    private KcbqDestinations() {}

    /** {@code datasets}: the dataset of Confluent Cloud's V2, or patterns of KCBQ 1.x, which 2.0 no longer reads. */
    static Meaning datasets(Map<String, String> written, String value) {
        if (!KcbqReadings.isFirst(written)) {
            return Meaning.ignored("has no effect beside " + KcbqReadings.KCBQ_DATASET + ", as in KCBQ since 2.0");
        }
        if (value.indexOf('=') < 0) {
            return Meaning.of(DestinationOptions.DATASET, value);
        }
        Set<String> names = KcbqPatterns.parse(value).names();
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put(DestinationOptions.DATASET.name(), names.iterator().next());
        if (names.size() > 1) {
            ours.putAll(tables(written));
        }
        return Meaning.of(ours);
    }

    static Meaning defaultDataset(Map<String, String> written, String value) {
        if (value.indexOf('=') >= 0) {
            throw new IllegalArgumentException(
                    "'" + value + "' is no name that BigQuery accepts; accepted: the name of a"
                            + " dataset alone, patterns were for datasets of KCBQ 1.x");
        }
        return Meaning.of(DestinationOptions.DATASET, value);
    }

    /** KCBQ since 2.0 does not read them, so they may only name tables that it could not have made. */
    static Meaning topicsToTables(Map<String, String> written, String value) {
        if (KcbqReadings.isFirst(written)) {
            return Meaning.of(tables(written));
        }
        Map<String, String> ours = refusedTopics(written, KcbqPatterns.parse(value));
        return new Meaning(
                ours,
                (ours.isEmpty() ? "has no effect" : "counts only for topics whose names BigQuery refuses")
                        + ", as KCBQ since 2.0 names tables by topic2TableMap; write topic.to.table.map");
    }

    private static Map<String, String> refusedTopics(Map<String, String> written, KcbqPatterns tables) {
        boolean named = KcbqReadings.flag(written, "sanitizeTopics")
                || !written.getOrDefault("topic2TableMap", "").isBlank();
        List<String> entries = new ArrayList<>();
        for (String topic : KcbqReadings.list(written.getOrDefault("topics", ""))) {
            if (!named && !Router.isTable(topic)) {
                tables.name(topic).filter(Router::isTable).ifPresent(table -> entries.add(topic + ":" + table));
            }
        }
        return map(entries);
    }

    private static Map<String, String> map(List<String> entries) {
        return entries.isEmpty() ? Map.of() : Map.of(DestinationOptions.TOPIC_MAP.name(), String.join(",", entries));
    }

    /** The map of those topics that do not go to the table of their name in the first dataset. */
    private static Map<String, String> tables(Map<String, String> written) {
        List<String> topics = KcbqReadings.list(written.getOrDefault("topics", ""));
        if (topics.isEmpty()) {
            throw new IllegalArgumentException(
                    "can only be followed where topics lists all topics; write topic.to.table.map,"
                            + " or placeholders of the topic in dataset and table, or rename topics with RegexRouter");
        }
        KcbqPatterns datasets = KcbqPatterns.parse(written.getOrDefault(KcbqReadings.CLOUD_DATASET, ""));
        KcbqPatterns tables = KcbqPatterns.parse(written.getOrDefault("topicsToTables", ""));
        String first = datasets.names().stream().findFirst().orElse("");
        List<String> entries = new ArrayList<>();
        for (String topic : topics) {
            Optional<String> named = tables.name(topic);
            String table = named.orElse(topic);
            if (KcbqReadings.flag(written, "sanitizeTopics")) {
                table = NameRule.strict(table);
            }
            String dataset = first;
            if (datasets.names().size() > 1) {
                dataset = datasets.name(topic)
                        .orElseThrow(() -> new IllegalArgumentException("no pattern matches topic " + topic));
            }
            if (!Router.isTable(table)) {
                throw new IllegalArgumentException("topic " + topic + " leads to table '" + table
                        + "', a name that BigQuery refuses; write sanitizeTopics=true");
            }
            if (named.isPresent() || !dataset.equals(first)) {
                entries.add(topic + ":" + (dataset.equals(first) ? table : dataset + "." + table));
            }
        }
        return map(entries);
    }
}
