// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import io.millrace.connect.catalog.emit.InvalidTransport;
import io.millrace.connect.catalog.emit.TransportPlan;
import io.millrace.connect.catalog.event.Consumer;
import io.millrace.connect.catalog.observe.Role;
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
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * OpenLineage's own configuration, under {@code openlineage.}: what its documentation says of {@code transport}, and
 * {@code facets.<name>.disabled}. The properties here are those that most people need; every other one is passed on.
 */
final class OpenLineageOptions {
    private static final String PREFIX = "openlineage.";
    private static final String CONSUMER_PREFIX = SendingOptions.CONSUMER.name() + ".";

    static final Option<String> TYPE =
            transport("openlineage.transport.type", "console", "http, kafka, file, console or composite.");

    static final Option<String> URL =
            transport("openlineage.transport.url", null, "Where http sends events, such as http://marquez:5000.");

    static final Option<String> ENDPOINT =
            transport("openlineage.transport.endpoint", null, "The path after url; /api/v1/lineage unless given.");

    static final Option<String> AUTH_TYPE = transport(
            "openlineage.transport.auth.type",
            null,
            "api_key, jwt, oauth2, or io.millrace.connect.catalog.emit.GoogleTokenProvider, whose token goes to"
                    + " https://*.googleapis.com alone.");

    static final Option<Password> API_KEY = Option.secret(
                    "openlineage.transport.auth.apiKey", "The key or token for api_key and jwt.")
            .checkedAmong(OpenLineageOptions::validate);

    static final Option<String> COMPRESSION = transport("openlineage.transport.compression", null, "gzip, or nothing.");

    static final Option<String> LOCATION = transport(
            "openlineage.transport.location",
            null,
            "The file that file appends events to, a line each; in a folder that the worker's operator allows by the JVM"
                    + " property millrace.allowed.paths.");

    static final Option<String> TOPIC =
            transport("openlineage.transport.topicName", null, "The topic that kafka writes events to.");

    static final Option<String> BOOTSTRAP = transport(
            "openlineage.transport.properties.bootstrap.servers",
            null,
            "The brokers that kafka writes to; other properties of a producer likewise, as far as they say where and how to"
                    + " send: none that names a class, PLAIN and SCRAM for sasl.jaas.config, files in millrace.allowed.paths.");

    static final OptionGroup GROUP = OptionGroup.of(
            "OpenLineage transport", TYPE, URL, ENDPOINT, AUTH_TYPE, API_KEY, COMPRESSION, LOCATION, TOPIC, BOOTSTRAP);

    /** What says, beside the transport's own properties, whether and how they are read. */
    private static final ConfigDef DECIDING = OptionGroup.configDef(
            List.of(OptionGroup.of("Deciding", ObserveOptions.ROLE, SendingOptions.CONSUMER, TYPE)));

    private OpenLineageOptions() {}

    private static Option<String> transport(String name, @Nullable String usual, String sentence) {
        return Option.string(name, usual, sentence).checkedAmong(OpenLineageOptions::validate);
    }

    /**
     * Connect's validation, which never configures a transform and shows the properties of a ConfigDef only: what the
     * others would say (members of a composite, names that nobody knows) is for {@link #transports} to refuse.
     *
     * @param seen the properties that are defined, parsed; null where not written
     * @throws ConfigException when {@code property} is to blame that the transport can never send
     */
    private static void validate(String property, Map<String, Object> seen) {
        OptionValues values;
        try {
            values = OptionValues.parse(DECIDING, seen);
        } catch (ConfigException invalid) {
            return; // found where it stands
        }
        if (ObserveOptions.ROLE.of(values) == Role.BEFORE || TYPE.of(values).equals("composite")) {
            return;
        }
        Map<String, Object> written = new LinkedHashMap<>(seen);
        written.values().removeIf(Objects::isNull);
        try {
            var unused = plans(written, values);
        } catch (InvalidTransport refused) {
            // What is said of a property that is not shown may be wrong: a sign-in lacks what was written, but not
            // seen.
            if (property.equals(PREFIX + refused.property())) {
                throw new ConfigException(PREFIX + refused.getMessage());
            }
        }
    }

    static List<TransportPlan> transports(Map<String, ?> properties, OptionValues values) {
        try {
            return plans(properties, values);
        } catch (InvalidTransport refused) {
            boolean member = refused.property().startsWith(CONSUMER_PREFIX);
            throw new ConfigException(member ? refused.getMessage() : PREFIX + refused.getMessage());
        }
    }

    private static List<TransportPlan> plans(Map<String, ?> properties, OptionValues values) {
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
        return TransportPlan.read(own, SendingOptions.CONSUMER.of(values), consumers);
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
