// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import io.millrace.connect.catalog.emit.TransportPlan;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/**
 * OpenLineage's own configuration, under {@code openlineage.}: what its documentation says of {@code transport}, and
 * {@code facets.<name>.disabled}. The properties here are those that most people need; every other one is passed on.
 */
final class OpenLineageOptions {
    private static final String PREFIX = "openlineage.";
    private static final String CONSUMER_PREFIX = SendingOptions.CONSUMER.name() + ".";

    static final Option<String> TYPE =
            Option.string("openlineage.transport.type", "console", "http, kafka, file, console or composite.");

    static final Option<String> URL =
            Option.string("openlineage.transport.url", null, "Where http sends events, such as http://marquez:5000.");

    static final Option<String> ENDPOINT =
            Option.string("openlineage.transport.endpoint", null, "The path after url; /api/v1/lineage unless given.");

    static final Option<String> AUTH_TYPE = Option.string(
            "openlineage.transport.auth.type",
            null,
            "api_key, jwt, oauth2, or io.millrace.connect.catalog.emit.GoogleTokenProvider, whose token goes to"
                    + " https://*.googleapis.com alone.");

    static final Option<Password> API_KEY =
            Option.secret("openlineage.transport.auth.apiKey", "The key or token for api_key and jwt.");

    static final Option<String> COMPRESSION =
            Option.string("openlineage.transport.compression", null, "gzip, or nothing.");

    static final Option<String> LOCATION = Option.string(
            "openlineage.transport.location",
            null,
            "The file that file appends events to, a line each; in a folder that the worker's operator allows by the JVM"
                    + " property millrace.allowed.paths.");

    static final Option<String> TOPIC =
            Option.string("openlineage.transport.topicName", null, "The topic that kafka writes events to.");

    static final Option<String> BOOTSTRAP = Option.string(
            "openlineage.transport.properties.bootstrap.servers",
            null,
            "The brokers that kafka writes to; other properties of a producer likewise, as far as they say where and how to"
                    + " send: none that names a class, PLAIN and SCRAM for sasl.jaas.config, files in millrace.allowed.paths.");

    static final OptionGroup GROUP = OptionGroup.of(
            "OpenLineage transport", TYPE, URL, ENDPOINT, AUTH_TYPE, API_KEY, COMPRESSION, LOCATION, TOPIC, BOOTSTRAP);

    private OpenLineageOptions() {}

    static List<TransportPlan> transports(Map<String, ?> properties, OptionValues values) {
        Map<String, String> own = new LinkedHashMap<>(Map.of(unprefixed(TYPE.name()), TYPE.of(values)));
        Map<String, Consumer> consumers = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                String rest = unprefixed(key);
                if (!rest.startsWith("transport.") && !rest.startsWith("facets.")) {
                    throw new ConfigException(key + " is not accepted; accepted: " + PREFIX + "transport.*, " + PREFIX
                            + "facets.<name>.disabled");
                }
                own.put(rest, text(value));
            } else if (key.startsWith(CONSUMER_PREFIX)) {
                consumers.put(key.substring(CONSUMER_PREFIX.length()), SendingOptions.CONSUMER.read(key, text(value)));
            }
        });
        try {
            return TransportPlan.read(own, SendingOptions.CONSUMER.of(values), consumers);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new ConfigException(message.startsWith(CONSUMER_PREFIX) ? message : PREFIX + message);
        }
    }

    static Set<String> disabledFacets(Map<String, ?> properties) {
        List<String> names = new ArrayList<>();
        properties.forEach((key, value) -> {
            boolean facet = key.startsWith(PREFIX + "facets.") && key.endsWith(".disabled");
            if (facet && Boolean.parseBoolean(text(value))) {
                names.add(key.substring((PREFIX + "facets.").length(), key.length() - ".disabled".length()));
            }
        });
        return new TreeSet<>(names);
    }

    private static String text(Object value) {
        return value instanceof Password secret ? secret.value() : Objects.toString(value, "");
    }

    private static String unprefixed(String key) {
        return key.substring(PREFIX.length());
    }
}
