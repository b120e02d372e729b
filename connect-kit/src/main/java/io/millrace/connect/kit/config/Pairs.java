// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A list of {@code key:value} texts as a map. */
final class Pairs {
    private Pairs() {}

    static Map<String, String> parse(List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String text : texts) {
            int colon = text.indexOf(':');
            String key = text.substring(0, Math.max(colon, 0)).trim();
            String value = text.substring(colon + 1).trim();
            if (key.isEmpty() || value.isEmpty()) {
                throw new IllegalArgumentException("'" + text + "' is not accepted; accepted: key:value");
            }
            if (pairs.put(key, value) != null) {
                throw new IllegalArgumentException("'" + key + "' is given twice");
            }
        }
        return Collections.unmodifiableMap(pairs);
    }
}
