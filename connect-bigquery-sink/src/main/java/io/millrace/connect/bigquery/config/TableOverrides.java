// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.model.NameRule;
import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.bigquery.table.design.TableLayout;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Properties for one table: {@code table.orders.partition.field} is {@code table.partition.field} of the table orders, and
 * {@code table.orders.write.method} its {@code write.method}. How a property ends says which one it is, and what is between names the table: as BigQuery has it, or as its
 * topic does, dots and all, where names are sanitized. An empty text gives the table the property's default.
 */
final class TableOverrides {
    private static final String PREFIX = "table.";
    /** What one table may have otherwise than the others. */
    private static final List<Option<?>> OPTIONS = Stream.of(LayoutOptions.ALL, WritingOptions.PER_TABLE)
            .flatMap(List::stream)
            .toList();

    private final Map<String, String> properties;
    private final NameRule names;
    private final List<Entry> overrides = new ArrayList<>();
    /** By property. */
    private final Set<String> own = new HashSet<>();
    /** By table and option, the first that says it. */
    private final Map<Setting, String> written = new HashMap<>();

    private final Set<String> tables = new HashSet<>();
    private @Nullable Map<String, OptionValues> valuesByTable;

    private record Setting(String table, Option<?> option) {}

    /** @param option null if no property of a table ends so */
    private record Entry(
            String property, String table, @Nullable Option<?> option) {
        static Entry of(String property, NameRule names) {
            return OPTIONS.stream()
                    .filter(option -> property.endsWith("." + rest(option))
                            && !named(property, option).isEmpty())
                    .max(Comparator.comparingInt(option -> rest(option).length()))
                    .map(option -> new Entry(property, Router.tableName(named(property, option), names), option))
                    .orElseGet(() -> new Entry(property, "", null));
        }

        private static String named(String property, Option<?> option) {
            int end = property.length() - rest(option).length() - 1;
            return end <= PREFIX.length() ? "" : property.substring(PREFIX.length(), end);
        }
    }

    TableOverrides(Map<String, String> properties) {
        this.properties = properties;
        this.names = DestinationOptions.topicRule(properties);
        properties.keySet().stream()
                .filter(TableOverrides::isOverride)
                .sorted()
                .map(property -> Entry.of(property, names))
                .forEach(this::add);
    }

    private void add(Entry entry) {
        overrides.add(entry);
        own.add(entry.property);
        tables.add(entry.table);
        if (entry.option != null) {
            written.putIfAbsent(new Setting(entry.table, entry.option), entry.property);
        }
    }

    /** Whether a property has the form of an override, whatever it says. */
    static boolean isOverride(String property) {
        return property.startsWith(PREFIX)
                && !SinkOptions.defines(property)
                && !UnknownNames.isForeign(property)
                && property.indexOf('.', PREFIX.length()) > 0;
    }

    private static String rest(Option<?> option) {
        return option.name().startsWith(PREFIX) ? option.name().substring(PREFIX.length()) : option.name();
    }

    /** Whether the property is meant for one table. */
    boolean contains(String property) {
        return own.contains(property);
    }

    /** Overrides of unknown properties or impossible tables, those given twice, and those whose value is not accepted. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Entry entry : overrides) {
            problem(entry).ifPresent(problem -> findings.add(new Finding(entry.property, problem)));
        }
        return findings;
    }

    private Optional<String> problem(Entry entry) {
        Optional<String> meant = nearMiss(entry.property)
                .or(() -> entry.option == null ? UnknownNames.nearest(entry.property) : Optional.empty());
        if (meant.isPresent()) {
            return Optional.of(entry.property + ": no such property; did you mean " + meant.get() + "?"
                    + (entry.option == null ? "" : " For another table, write its name as BigQuery has it"));
        }
        if (entry.option == null) {
            return Optional.of(entry.property + ": no property of a table ends like this; " + accepted());
        }
        if (!Router.isTable(entry.table)) {
            return Optional.of(entry.property + ": BigQuery accepts no table named '" + entry.table
                    + "'; write the name that the table has");
        }
        String first = written(entry.table, entry.option);
        if (!first.equals(entry.property)) {
            return Optional.of(entry.property + ": means the same as " + first + "; keep one of them");
        }
        String text = text(entry.property);
        if (!OptionValues.isEmpty(text)) {
            try {
                var unused = entry.option.read(entry.property, text);
            } catch (ConfigException refused) {
                return Optional.of(String.valueOf(refused.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** The override that this one is a slip of the pen of, if it is one. */
    private static Optional<String> nearMiss(String property) {
        String[] segments = property.split("\\.");
        return OPTIONS.stream()
                .map(TableOverrides::rest)
                .flatMap(rest -> {
                    int from = segments.length - rest.split("\\.").length;
                    if (from < 2) {
                        return Stream.empty(); // no table would be left
                    }
                    String tail = String.join(".", List.of(segments).subList(from, segments.length));
                    String head = property.substring(0, property.length() - tail.length());
                    return !tail.equals(rest) && rest.contains(".") && UnknownNames.distance(tail, rest) <= 2
                            ? Stream.of(head + rest)
                            : Stream.empty();
                })
                .min(Comparator.comparingInt(meant -> UnknownNames.distance(meant, property)));
    }

    /** Overrides for tables that are none of these, though one of these is named almost like it: surely meant for that. */
    List<Finding> strays(Set<String> known) {
        List<Finding> strays = new ArrayList<>();
        for (Entry entry : overrides) {
            if (!known.contains(entry.table)) {
                known.stream()
                        .filter(table -> !tables.contains(table))
                        .filter(table -> UnknownNames.similar(table, entry.table))
                        .findFirst()
                        .ifPresent(table -> strays.add(new Finding(
                                entry.property,
                                entry.property + ": no topic leads to table " + entry.table + "; did you mean table "
                                        + table + "?")));
            }
        }
        return strays;
    }

    /** Whole layouts by table: the common one with the table's own properties in place of the common ones. */
    Map<String, TableLayout> layouts() {
        Map<String, TableLayout> layouts = new TreeMap<>();
        valuesByTable().forEach((table, values) -> layouts.put(table, LayoutOptions.read(values)));
        return layouts;
    }

    /** By table, the connector's properties as that table sees them; worked out once. */
    Map<String, OptionValues> valuesByTable() {
        Map<String, OptionValues> values = valuesByTable;
        if (values == null) {
            values = Collections.unmodifiableMap(read());
            valuesByTable = values;
        }
        return values;
    }

    private Map<String, OptionValues> read() {
        Map<String, String> common = new HashMap<>(properties);
        common.keySet().removeAll(own);
        Map<String, Map<String, String>> seen = new TreeMap<>();
        for (Entry entry : overrides) {
            if (entry.option != null) {
                seen.computeIfAbsent(entry.table, table -> new HashMap<>(common))
                        .put(entry.option.name(), text(entry.property));
            }
        }
        Map<String, OptionValues> values = new TreeMap<>();
        seen.forEach((table, asSeen) -> values.put(table, SinkOptions.parse(asSeen)));
        return values;
    }

    /** The property that a table's setting was written in: its override, or the common one. */
    String written(String table, Option<?> option) {
        return written.getOrDefault(new Setting(table, option), option.name());
    }

    private String text(String property) {
        return properties.getOrDefault(property, "");
    }

    private static String accepted() {
        return "accepted after table.<table>.: "
                + String.join(", ", OPTIONS.stream().map(TableOverrides::rest).toList());
    }
}
