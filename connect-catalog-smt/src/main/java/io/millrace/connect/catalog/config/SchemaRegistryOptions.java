// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.config;

import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.config.OptionGroup;
import io.millrace.connect.kit.config.OptionValues;
import io.millrace.connect.kit.registry.RegistryAccess;
import io.millrace.connect.kit.registry.RegistryOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Where schemas are registered. */
final class SchemaRegistryOptions {
    private static final RegistryOptions REGISTRY = new RegistryOptions(
            "Events then name subject and version of each topic's schema. Asked off the stream's thread, a few topics at a"
                    + " time: when a schema changes, and with a heartbeat, after a quarter of an hour at the earliest.");

    private static final Option<Boolean> PLAINTEXT_ALLOWED = Option.flag(
            "endpoint.plaintext.allowed",
            false,
            "Whether the schema registry may be http:// on another machine: its credentials then cross the network"
                    + " unencrypted.");

    static final OptionGroup GROUP = new OptionGroup("Schema registry", all());

    private SchemaRegistryOptions() {}

    private static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>(REGISTRY.all());
        all.add(PLAINTEXT_ALLOWED);
        return all;
    }

    static @Nullable RegistryAccess read(OptionValues values) {
        REGISTRY.conflicts(values, PLAINTEXT_ALLOWED).forEach((option, message) -> {
            throw new ConfigException(option + ": " + message);
        });
        return REGISTRY.read(values).orElse(null);
    }
}
