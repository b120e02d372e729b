// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.config.KcbqRule.Meaning;
import io.millrace.connect.kit.config.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What KCBQ's load jobs, and those of Confluent Cloud's V2, say in our properties. */
final class KcbqLoads {
    static final String TOPICS = "enableBatchLoad";
    private static final String ONLY = "has no effect: it matters only to topics in " + TOPICS;
    /** KCBQ's own default. */
    private static final Duration INTERVAL = Duration.ofMinutes(2);

    private KcbqLoads() {}

    /** Whether KCBQ would load any topic that the connector reads. */
    static boolean isUsed(Map<String, String> written) {
        return !loaded(written).isEmpty();
    }

    /** What KCBQ does by default where it loads. */
    static Map<String, String> defaults(Map<String, String> written) {
        return Map.of(
                LoadOptions.BUCKET_CREATE.name(),
                "true",
                LoadOptions.INTERVAL.name(),
                Long.toString(possible(written, INTERVAL).toMillis()));
    }

    /** A list of topics: only those that the connector reads count. */
    static Meaning topics(Map<String, String> written, String value) {
        List<String> loaded = loaded(written);
        if (loaded.isEmpty()) {
            return value.isBlank()
                    ? Meaning.NOTHING
                    : Meaning.ignored("has no effect: it lists topics, and names none that the connector reads");
        }
        List<String> read = KcbqReadings.list(written.getOrDefault("topics", ""));
        if (!read.isEmpty() && loaded.containsAll(read)) {
            return Meaning.of(WritingOptions.METHOD, LoadOptions.METHOD);
        }
        Map<String, String> ours = new LinkedHashMap<>();
        for (String topic : loaded) {
            ours.put("table." + table(written, topic) + "." + WritingOptions.METHOD, LoadOptions.METHOD);
        }
        return Meaning.of(ours);
    }

    private static List<String> loaded(Map<String, String> written) {
        List<String> topics = KcbqReadings.list(written.getOrDefault("topics", ""));
        String pattern = written.getOrDefault("topics.regex", "").trim();
        List<String> loaded = new ArrayList<>();
        for (String topic : KcbqReadings.list(written.getOrDefault(TOPICS, ""))) {
            if (topics.contains(topic) || (!pattern.isEmpty() && topic.matches(pattern))) {
                loaded.add(topic);
            }
        }
        return loaded;
    }

    /** The table of a topic, or the topic, which an override may name as well. */
    private static String table(Map<String, String> written, String topic) {
        for (String entry : KcbqReadings.list(written.getOrDefault("topic2TableMap", ""))) {
            int colon = entry.indexOf(':');
            if (colon > 0 && entry.substring(0, colon).trim().equals(topic)) {
                return entry.substring(colon + 1).trim();
            }
        }
        Optional<String> first = KcbqReadings.isFirst(written)
                ? KcbqPatterns.parse(written.getOrDefault("topicsToTables", "")).name(topic)
                : Optional.empty();
        return first.orElse(topic);
    }

    /** The same where KCBQ would load; elsewhere it is told that it has no effect, unless it is KCBQ's default. */
    static KcbqRule.Reading where(Option<?> ours, String byDefault) {
        return (written, value) -> {
            if (isUsed(written)) {
                return value.isBlank() ? Meaning.NOTHING : Meaning.of(ours, value);
            }
            boolean untold = value.isBlank() || value.trim().equalsIgnoreCase(byDefault);
            return untold ? Meaning.NOTHING : Meaning.ignored(ONLY);
        };
    }

    /** Seconds; KCBQ's first task loads for all, here each task does. */
    static Meaning interval(Map<String, String> written, String value) {
        if (!isUsed(written)) {
            return where(LoadOptions.INTERVAL, Long.toString(INTERVAL.toSeconds()))
                    .read(written, value);
        }
        return seconds(written, value);
    }

    /** The mode of Confluent Cloud's V2. */
    static Meaning ingestionMode(Map<String, String> written, String value) {
        String method = WritingOptions.METHOD.name();
        String mode = WritingOptions.MODE.name();
        return switch (value.trim().toUpperCase(Locale.ROOT)) {
            case "STREAMING" -> Meaning.of(Map.of(method, "storage-write"));
            case "BATCH LOADING" -> batches(written);
            case "UPSERT" -> Meaning.of(Map.of(method, "storage-write", mode, "upsert"));
            case "UPSERT_DELETE" -> Meaning.of(Map.of(method, "storage-write", mode, "upsert-delete"));
            default ->
                throw new IllegalArgumentException(
                        "'" + value + "' is not accepted; accepted: STREAMING, BATCH LOADING, UPSERT, UPSERT_DELETE");
        };
    }

    /** Cloud's batches need a bucket here, which they do not there. */
    private static Meaning batches(Map<String, String> written) {
        return written.getOrDefault(LoadOptions.BUCKET_NAME.name(), "").isBlank()
                ? new Meaning(
                        Map.of(WritingOptions.METHOD.name(), "storage-write"),
                        "is taken as STREAMING: " + KcbqReadings.AT_ONCE + "; write " + LoadOptions.BUCKET_NAME
                                + " for load jobs")
                : Meaning.of(WritingOptions.METHOD, LoadOptions.METHOD);
    }

    /** Cloud's interval of batches. */
    static Meaning commitInterval(Map<String, String> written, String value) {
        boolean batches = KcbqReadings.text(written, "ingestion.mode", "").equals("BATCH LOADING");
        if (batches && !written.getOrDefault(LoadOptions.BUCKET_NAME.name(), "").isBlank()) {
            return seconds(written, value);
        }
        return value.isBlank() || value.trim().equals("60")
                ? Meaning.NOTHING
                : Meaning.ignored("has no effect: it matters only to BATCH LOADING with " + LoadOptions.BUCKET_NAME);
    }

    private static Meaning seconds(Map<String, String> written, String value) {
        long seconds;
        try {
            seconds = Long.parseLong(value.trim());
        } catch (NumberFormatException malformed) {
            seconds = 0;
        }
        if (seconds < 1 || seconds > Duration.ofDays(1).toSeconds()) {
            throw new IllegalArgumentException("'" + value + "' is not accepted; accepted: seconds, 1 to 86400");
        }
        Duration wanted = Duration.ofSeconds(seconds);
        Duration possible = possible(written, wanted);
        return new Meaning(
                Map.of(LoadOptions.INTERVAL.name(), Long.toString(possible.toMillis())),
                possible.equals(wanted)
                        ? null
                        : "is taken as " + possible.toSeconds() + " s: each of tasks.max tasks loads for itself, and"
                                + " BigQuery takes " + LoadOptions.JOBS_A_DAY + " load jobs a day for each table");
    }

    private static Duration possible(Map<String, String> written, Duration wanted) {
        Duration least = LoadOptions.leastInterval(written);
        return wanted.compareTo(least) < 0 ? least : wanted;
    }
}
