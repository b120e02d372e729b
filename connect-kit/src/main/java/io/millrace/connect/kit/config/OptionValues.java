// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.config;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * A plugin's properties, parsed and checked once; {@link Option#of} reads them. Only a plugin's config room holds one.
 * Never printed: it may hold secrets.
 */
public final class OptionValues {
    private final Map<String, Object> values;

    private OptionValues(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Parses and checks what {@code def} defines; properties it does not define are left alone. An empty text is as good
     * as not written: configurations made from templates are full of them.
     *
     * @throws org.apache.kafka.common.config.ConfigException naming the first property at fault
     */
    public static OptionValues parse(ConfigDef def, Map<String, ?> properties) {
        Map<String, Object> written = new HashMap<>(properties);
        written.values().removeIf(value -> value instanceof String text && isEmpty(text));
        return new OptionValues(new HashMap<>(def.parse(written)));
    }

    /** Whether ConfigDef, which takes off control characters too, leaves nothing of a text. */
    public static boolean isEmpty(String text) {
        return text.isBlank() || text.trim().isEmpty();
    }

    @Nullable
    Object get(String name) {
        if (!values.containsKey(name)) {
            throw new IllegalStateException("option " + name + " is in no group");
        }
        return values.get(name);
    }
}
