// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is said of every job of a connector. */
public record JobSettings(List<Owner> owners, Map<String, String> tags, Duration heartbeat) {
    public JobSettings {
        owners = List.copyOf(owners);
        tags = Map.copyOf(tags);
    }
}
