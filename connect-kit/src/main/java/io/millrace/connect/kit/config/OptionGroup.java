// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** The options of one group file, in the order in which they are shown. */
public record OptionGroup(String name, List<Option<?>> options) {
    public OptionGroup {
        options = List.copyOf(options);
    }

    public static OptionGroup of(String name, Option<?>... options) {
        return new OptionGroup(name, List.of(options));
    }

    /** One ConfigDef out of a plugin's groups; throws ConfigException if two options share a name. */
    public static ConfigDef configDef(List<OptionGroup> groups) {
        ConfigDef def = new ConfigDef();
        for (OptionGroup group : groups) {
            int order = 0;
            for (Option<?> option : group.options()) {
                option.defineIn(def, group.name(), ++order);
            }
        }
        return def;
    }
}
