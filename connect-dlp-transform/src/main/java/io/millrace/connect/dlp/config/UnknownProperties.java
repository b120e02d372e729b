// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;

/** Refuses properties that nothing reads: a slip of the pen must not silently leave data unmasked. */
final class UnknownProperties {
    /** Connect's own, which it may hand on to a transform. */
    private static final Set<String> OF_CONNECT = Set.of("type", "predicate", "negate", "plugin.version");

    private UnknownProperties() {}

    /**
     * Refuses.
     *
     * @param fixed the properties with fixed names
     * @param named for each property that lists names, the prefix of what describes them
     * @param listed the names that each of those properties lists
     */
    static void refuse(
            Map<String, String> properties,
            Set<String> fixed,
            Map<String, String> named,
            Map<String, List<String>> listed) {
        for (String property : new TreeSet<>(properties.keySet())) {
            if (!fixed.contains(property) && !OF_CONNECT.contains(property)) {
                refuseUnlisted(property, named, listed);
            }
        }
    }

    private static void refuseUnlisted(String property, Map<String, String> named, Map<String, List<String>> listed) {
        for (Map.Entry<String, String> kind : named.entrySet()) {
            if (property.startsWith(kind.getValue())) {
                List<String> names = listed.getOrDefault(kind.getKey(), List.of());
                if (names.stream().noneMatch(name -> property.startsWith(kind.getValue() + name + "."))) {
                    throw new ConfigException(
                            property + ": belongs to nothing that the property " + kind.getKey() + " names: " + names);
                }
                return;
            }
        }
        throw new ConfigException(property + ": is no property of this transform; see its reference");
    }
}
