// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.cloud.CloudSettings;
import io.millrace.connect.dlp.cloud.Fallback;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.google.Endpoint;
import io.millrace.connect.kit.google.GoogleOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** How Cloud DLP is reached; read only when the engine is cloud or shadow. */
final class CloudOptions {
    private static final String PREFIX = "cloud.";
    private static final Option<String> PROJECT =
            Option.string("cloud.project", "", "The project that Cloud DLP bills.");
    private static final Option<String> LOCATION = Option.string(
            "cloud.location", "global", "Where Cloud DLP processes, e.g. europe-west1; global leaves it to Google.");
    private static final Option<Integer> REQUESTS = Option.integer(
            "cloud.max.requests.per.minute",
            540,
            1,
            100_000,
            "Calls a minute and task; Cloud DLP's quota is 600 a minute, project and region.");
    private static final Option<Duration> TIMEOUT = Option.millis(
            "cloud.timeout.ms",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            "How long one call may take.");
    private static final Option<Integer> CACHE_SIZE = Option.integer(
            "cloud.cache.size",
            10_000,
            0,
            10_000_000,
            "How many masked rows are remembered, by a keyed hash of their content; 0 remembers none.");
    private static final Option<Duration> CACHE_TTL = Option.millis(
            "cloud.cache.ttl.ms",
            Duration.ofMinutes(10),
            Duration.ofMillis(1),
            Duration.ofDays(1),
            "How long a masked row is remembered.");
    static final Option<Fallback> FALLBACK = Option.choice(
            "cloud.fallback",
            Fallback.RETRY,
            "What happens when Cloud DLP cannot be asked: retry lets Connect try the record again (errors.retry.timeout), local masks here, redact leaves the covered fields to on.error.");
    private static final Option<Integer> SAMPLE = Option.integer(
            "cloud.sample.percent", 1, 0, 100, "The share of records that shadow mode compares, in percent.");
    private static final GoogleOptions GOOGLE = new GoogleOptions(PREFIX);
    private static final Option<Endpoint> ENDPOINT = GOOGLE.endpoint("cloud.endpoint", "Cloud DLP API");

    static final OptionGroup GROUP = new OptionGroup("Cloud", all());

    private static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>(
                List.of(PROJECT, LOCATION, ENDPOINT, REQUESTS, TIMEOUT, CACHE_SIZE, CACHE_TTL, FALLBACK, SAMPLE));
        all.addAll(GOOGLE.all());
        return all;
    }

    private CloudOptions() {}

    /** True when nothing reads the option under this engine. */
    static boolean isIdle(Option<?> option, Engine engine) {
        return switch (engine) {
            case LOCAL -> true;
            case CLOUD -> option == SAMPLE;
            case SHADOW -> option == FALLBACK;
        };
    }

    static CloudSettings read(OptionValues values, Engine engine, Map<String, String> properties) {
        String project = PROJECT.find(values).orElse("");
        if (engine != Engine.LOCAL && project.isEmpty()) {
            throw new ConfigException(PROJECT.name() + ": must name the project that Cloud DLP bills, since engine is "
                    + engine.name().toLowerCase(Locale.ROOT));
        }
        GOOGLE.conflicts(values, List.of(), List.of(ENDPOINT)).forEach((option, why) -> {
            throw new ConfigException(option + ": " + why);
        });
        Map<String, String> access = new HashMap<>(properties);
        access.keySet().removeIf(name -> !name.startsWith(PREFIX));
        return new CloudSettings(
                project.isEmpty() ? "" : "projects/" + project + "/locations/" + LOCATION.of(values),
                REQUESTS.of(values),
                TIMEOUT.of(values),
                CACHE_SIZE.of(values),
                CACHE_TTL.of(values),
                FALLBACK.of(values),
                SAMPLE.of(values) / 100.0,
                access);
    }
}
