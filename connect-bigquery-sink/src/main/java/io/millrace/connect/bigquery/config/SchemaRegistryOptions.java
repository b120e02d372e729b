// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.registry.ConverterSettings;
import io.millrace.connect.bigquery.registry.RegistrySettings;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.registry.RegistryOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where schemas are registered. */
final class SchemaRegistryOptions {
    static final RegistryOptions REGISTRY = new RegistryOptions(
            "Each topic's dataset, table and view are then created before its first record, as soon as"
                    + " <topic>-value is registered (Avro, JSON Schema). Asked in the background: while it is"
                    + " away, first records create their tables.");

    static final OptionGroup GROUP = new OptionGroup("Schema registry", REGISTRY.all());

    private SchemaRegistryOptions() {}

    /** @param properties all of the connector's, for what they say of its converters */
    static @Nullable RegistrySettings read(OptionValues values, Map<String, String> properties) {
        return REGISTRY.read(values)
                .map(access -> new RegistrySettings(
                        access,
                        ConverterSettings.of(properties, "key.converter."),
                        ConverterSettings.of(properties, "value.converter.")))
                .orElse(null);
    }
}
