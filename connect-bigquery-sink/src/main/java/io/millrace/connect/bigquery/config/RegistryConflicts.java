// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.schema.SchemaEvolution;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.registry.RegistryOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What does not go with tables that are made before their first record. A table made from a schema that records then do
 * not have would refuse them, so whatever may come between the two is refused here.
 */
final class RegistryConflicts {
    private static final RegistryOptions REGISTRY = SchemaRegistryOptions.REGISTRY;

    /** Transforms that leave topic, key and schema as they are; nobody can know that of any other. */
    private static final Set<String> HARMLESS = Set.of(
            "io.millrace.connect.catalog.CatalogTransform",
            "org.apache.kafka.connect.transforms.Filter",
            "org.apache.kafka.connect.transforms.InsertHeader",
            "org.apache.kafka.connect.transforms.DropHeaders",
            "org.apache.kafka.connect.transforms.MaskField$Key",
            "org.apache.kafka.connect.transforms.MaskField$Value");

    private final OptionValues values;
    private final List<Finding> findings = new ArrayList<>();

    private RegistryConflicts(OptionValues values) {
        this.values = values;
    }

    /** @param properties all of the connector's */
    static List<Finding> in(OptionValues values, TableOverrides overrides, Map<String, String> properties) {
        RegistryConflicts conflicts = new RegistryConflicts(values);
        REGISTRY.conflicts(values, CredentialOptions.GOOGLE.plaintextAllowed).forEach(conflicts::add);
        if (REGISTRY.url.find(values).isPresent()) {
            conflicts.tables(overrides);
            conflicts.transforms(properties);
        }
        return conflicts.findings;
    }

    private void tables(TableOverrides overrides) {
        if (Stream.concat(Stream.of(values), overrides.valuesByTable().values().stream())
                .noneMatch(LayoutOptions.CREATE::of)) {
            add(REGISTRY.url, "creates tables, and " + LayoutOptions.CREATE + "=false");
        }
        if (SchemaOptions.NULLABLE.of(values) == SchemaOptions.Nullable.AS_DECLARED
                && !SchemaOptions.EVOLUTION.of(values).contains(SchemaEvolution.RELAX_REQUIRED)) {
            add(
                    REGISTRY.url,
                    "needs relax-required in " + SchemaOptions.EVOLUTION + ", or " + SchemaOptions.NULLABLE
                            + "=always: a table made from the latest schema may require a column that records of an earlier"
                            + " one lack");
        }
    }

    private void transforms(Map<String, String> properties) {
        List<String> changing = Stream.of(
                        properties.getOrDefault("transforms", "").split(","))
                .map(String::trim)
                .filter(alias -> !alias.isEmpty())
                .filter(alias -> !harmless(properties.getOrDefault("transforms." + alias + ".type", "")))
                .toList();
        if (!changing.isEmpty()) {
            add(
                    REGISTRY.url,
                    "cannot be used with transforms that may change records: " + String.join(", ", changing)
                            + "; tables would be made for what is registered, not for what they leave of it. Accepted:"
                            + " CatalogTransform, Filter, InsertHeader, DropHeaders, MaskField");
        }
    }

    /** Connect takes class names with or without their package. */
    private static boolean harmless(String type) {
        return HARMLESS.stream()
                .anyMatch(name -> name.equals(type)
                        || name.substring(name.lastIndexOf('.') + 1).equals(type));
    }

    private void add(Option<?> option, String message) {
        findings.add(new Finding(option.name(), option + ": " + message));
    }
}
