// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud;

import java.time.Duration;
import java.util.Map;

/**
 * How Cloud DLP is reached and how much it is asked.
 *
 * @param parent {@code projects/P} or {@code projects/P/locations/L}; empty when the engine is local
 * @param sampleRatio the share of records that shadow mode compares, 0 to 1
 * @param access the properties of credentials, proxy and endpoint, under {@code cloud.}, for the implementation to read
 */
public record CloudSettings(
        String parent,
        int maxRequestsPerMinute,
        Duration timeout,
        int cacheSize,
        Duration cacheTimeToLive,
        Fallback fallback,
        double sampleRatio,
        Map<String, String> access) {
    public CloudSettings {
        access = Map.copyOf(access);
    }

    @Override
    public String toString() {
        return "CloudSettings[" + parent + "]"; // the credentials stay out of logs
    }
}
