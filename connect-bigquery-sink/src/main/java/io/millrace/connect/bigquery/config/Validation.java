// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** The properties of a connector that may not exist yet, and everything that is wrong with them. */
public final class Validation {
    private static final String TOPICS = "topics";
    private static final String TRANSFORMS = "transforms";

    /** As Connect writes them, provider first; a topic's segment is written alike. */
    private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{(?!topic[:}])[^}:]+:[^}]*}");

    private final Map<String, String> written;
    private final SinkProperties read;
    private final Map<String, ConfigValue> values;
    private final @Nullable SinkConfig config;
    private @Nullable OptionValues parsed;
    private @Nullable TableOverrides overrides;

    private Validation(Map<String, String> written) {
        this.written = new LinkedHashMap<>(written);
        this.written.values().removeIf(Objects::isNull); // as JSON has them
        this.read = SinkProperties.of(this.written);
        this.values = read.validate();
        if (isFlawless()) {
            blameTopics(SinkConfig.of(read));
        }
        this.config = isFlawless() ? SinkConfig.of(read) : null;
    }

    private boolean isFlawless() {
        return errors().findAny().isEmpty();
    }

    /** Checks what can be checked without asking anybody. */
    public static Validation of(Map<String, String> written) {
        return new Validation(written);
    }

    /**
     * Reads a connector's or a task's properties, names of KCBQ included.
     *
     * @throws ConfigException naming the first property at fault
     */
    public static SinkConfig parsed(Map<String, String> properties) {
        Validation validation = of(properties);
        return validation
                .config()
                .orElseThrow(() ->
                        new ConfigException(validation.errors().findFirst().orElse("the configuration is not valid")));
    }

    /** What the properties say; empty if something is wrong with them already. */
    public Optional<SinkConfig> config() {
        return Optional.ofNullable(config);
    }

    /** Names of KCBQ that were written, with what they mean here. */
    public Map<String, String> deprecated() {
        Map<String, String> deprecated = new LinkedHashMap<>();
        KcbqNames.RULES.forEach((name, rule) -> {
            if (written.containsKey(name)) {
                deprecated.put(name, rule.outcome());
            }
        });
        return deprecated;
    }

    /** What has no effect, or another one than it seems; nothing if something is wrong already. */
    public List<Finding> told() {
        return config == null ? List.of() : Notices.of(read);
    }

    /**
     * Forgets what is wrong with values that a config provider of the worker has yet to fill in: {@code ${file:…}} and the
     * like. A connector that starts with such a value is told all of it.
     */
    public void forgiveUnresolved() {
        written.forEach((name, value) -> {
            if (isUnresolved(value)) {
                values.computeIfPresent(
                        name,
                        (same, found) ->
                                new ConfigValue(same, found.value(), found.recommendedValues(), new ArrayList<>()));
            }
        });
    }

    /**
     * Adds a finding for each topic that is known and leads to no table that BigQuery could have, on the property that
     * would have to be another. Topics that a pattern finds or a transform renames may be called anything.
     */
    private void blameTopics(SinkConfig ofTopics) {
        if (written.containsKey(TRANSFORMS)) {
            return;
        }
        Router router = new Router(ofTopics.routing());
        for (String topic : topics()) {
            try {
                var unused = isUnresolved(topic) ? null : router.route(topic);
            } catch (ConnectException unnameable) {
                read.attach(List.of(new Finding(blamedForTopics(), String.valueOf(unnameable.getMessage()))), values);
            }
        }
    }

    private static boolean isUnresolved(String value) {
        return UNRESOLVED.matcher(value).find();
    }

    private String blamedForTopics() {
        return Stream.of(DestinationOptions.SANITIZE_TOPICS, DestinationOptions.SANITIZE, DestinationOptions.TABLE)
                .map(Option::name)
                .filter(name -> read.writtenAs().containsKey(name) || written.containsKey(name))
                .findFirst()
                .orElse(TOPICS);
    }

    /** Whether Google is to be asked as well. */
    public boolean remote() {
        return config != null && SinkOptions.VALIDATE_REMOTE.of(SinkOptions.parse(read.translated()));
    }

    /**
     * Adds a finding for each override whose table no topic leads to, where it is surely a slip of the pen: all topics are
     * known, and one leads to a table of almost that name. Nothing that a running connector would fail for.
     */
    public void blameStrayOverrides() {
        if (config == null || topics().isEmpty() || written.containsKey(TRANSFORMS)) {
            return; // topics that a pattern finds or a transform renames may lead anywhere
        }
        Router router = new Router(config.routing());
        Set<String> tables = new HashSet<>();
        for (String topic : topics()) {
            try {
                tables.add(router.route(topic).table());
            } catch (ConnectException unnameable) {
                return; // reported where tables are asked for
            }
        }
        read.attach(overrides().strays(tables), values);
    }

    /** The topics that are named one by one; none where a pattern chooses them. */
    public Set<String> topics() {
        Set<String> topics = new LinkedHashSet<>();
        Stream.of(written.getOrDefault(TOPICS, "").split(",")).map(String::trim).forEach(topics::add);
        topics.remove("");
        return topics;
    }

    /**
     * Adds a finding, on the property as the user wrote it.
     *
     * @param table the table it is about, for layout properties: one that the user never wrote is not at fault, because a
     *     layout is only for tables that are created
     */
    public void blame(Blamed blamed, @Nullable String table, String message) {
        Option<?> option = blamed.option(parsed());
        String property = table == null ? option.name() : overrides().written(table, option);
        String name = read.writtenAs().getOrDefault(property, property);
        boolean laysOut = LayoutOptions.ALL.contains(option) && !option.equals(LayoutOptions.CREATE);
        if (!laysOut || written.containsKey(name)) {
            read.attach(List.of(new Finding(property, name + ": " + message)), values);
        }
    }

    // Read once, whatever the number of findings is

    private TableOverrides overrides() {
        TableOverrides known = overrides;
        if (known == null) {
            known = read.overrides();
            overrides = known;
        }
        return known;
    }

    private OptionValues parsed() {
        OptionValues known = parsed;
        if (known == null) {
            known = SinkOptions.parse(read.translated());
            parsed = known;
        }
        return known;
    }

    /** Every property with its value, what is recommended, and what is wrong with it. */
    public List<ConfigValue> values() {
        return List.copyOf(values.values());
    }

    /** Everything that is wrong so far. */
    public Stream<String> errors() {
        return values.values().stream().flatMap(value -> value.errorMessages().stream());
    }
}
