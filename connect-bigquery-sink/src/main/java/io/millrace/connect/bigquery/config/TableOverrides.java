// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.table.TableLayout;
import io.millrace.connect.kit.Option;
import io.millrace.connect.kit.OptionValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Layout properties for one table: {@code table.orders.partition.field} is {@code table.partition.field} of the table
 * orders. A table's name has no dot, so the first segment is the name and the others say which property it is.
 */
final class TableOverrides {
    private static final String PREFIX = "table.";

    private final Map<String, String> properties;
    private final List<Entry> overrides = new ArrayList<>();

    private record Entry(
            String property, String table, @Nullable Option<?> option) {}

    TableOverrides(Map<String, String> properties) {
        this.properties = properties;
        for (String property : properties.keySet()) {
            String[] segments = property.split("\\.", 3);
            if (property.startsWith(PREFIX) && !SinkOptions.defines(property) && segments.length == 3) {
                overrides.add(new Entry(
                        property, segments[1], layoutOption(segments[2]).orElse(null)));
            }
        }
    }

    private static Optional<Option<?>> layoutOption(String rest) {
        return LayoutOptions.ALL.stream()
                .filter(option ->
                        option.name().equals(PREFIX + rest) || option.name().equals(rest))
                .findFirst();
    }

    /** Whether the property is meant for one table. */
    boolean contains(String property) {
        return overrides.stream().anyMatch(entry -> entry.property.equals(property));
    }

    /** Overrides of unknown properties, and those whose value is not accepted. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (Entry entry : overrides) {
            if (entry.option == null) {
                findings.add(new Finding(
                        entry.property, entry.property + ": no layout property ends like this; " + accepted()));
                continue;
            }
            try {
                var unused = entry.option.read(entry.property, text(entry.property));
            } catch (ConfigException refused) {
                findings.add(new Finding(entry.property, String.valueOf(refused.getMessage())));
            }
        }
        return findings;
    }

    /** Whole layouts by table: the common one with the table's own properties in place of the common ones. */
    Map<String, TableLayout> layouts() {
        Map<String, TableLayout> layouts = new TreeMap<>();
        valuesByTable().forEach((table, values) -> layouts.put(table, LayoutOptions.read(values)));
        return layouts;
    }

    /** By table, the connector's properties as that table sees them. */
    Map<String, OptionValues> valuesByTable() {
        Map<String, Map<String, String>> seen = new TreeMap<>();
        for (Entry entry : overrides) {
            if (entry.option != null) {
                seen.computeIfAbsent(entry.table, table -> new HashMap<>(properties))
                        .put(entry.option.name(), text(entry.property));
            }
        }
        Map<String, OptionValues> values = new TreeMap<>();
        seen.forEach((table, asSeen) -> values.put(table, SinkOptions.parse(asSeen)));
        return values;
    }

    /** The property that a table's setting was written in: its override, or the common one. */
    String written(String table, Option<?> option) {
        return overrides.stream()
                .filter(entry -> entry.table.equals(table) && option.equals(entry.option))
                .map(Entry::property)
                .findFirst()
                .orElse(option.name());
    }

    private String text(String property) {
        return properties.getOrDefault(property, "");
    }

    private static String accepted() {
        return "accepted after table.<table>.: "
                + String.join(
                        ", ",
                        LayoutOptions.ALL.stream()
                                .map(option -> option.name().replaceFirst("^table\\.", ""))
                                .toList());
    }
}
