// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import java.util.HashMap;
import java.util.Map;

/** A transform's properties with Cloud DLP as its engine, at an endpoint of the test's own. */
final class CloudProperties {
    private CloudProperties() {}

    /**
     * To be added to.
     *
     * @param authority host and port
     * @param more name, value, name, value …; a later one counts
     */
    static Map<String, String> at(String authority, Map<String, String> rules, String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "engine", "cloud",
                "cloud.project", "p",
                "cloud.endpoint", "http://" + authority,
                "cloud.credentials.source", "none",
                "cloud.timeout.ms", "60000"));
        properties.putAll(rules);
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }
}
