// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Which connector this instance works for: Connect does not tell a transform in its configuration. */
final class Identity {
    /** Kafka's logging context (KIP-449): {@code [orders-sink|task-0] }. */
    private static final String MDC_KEY = "connector.context";

    private Identity() {}

    /** From the tags that Connect puts on a plugin's metrics (KIP-877, Connect 4.1 and later). */
    static Optional<String> connectorFrom(PluginMetrics metrics) {
        Map<String, String> tags = metrics.metricName("identity", "never registered", new LinkedHashMap<>())
                .tags();
        return Optional.ofNullable(tags.get("connector"));
    }

    /** From the calling thread's logging context. */
    static Optional<String> connectorFromLoggingContext() {
        return connectorIn(MDC.get(MDC_KEY));
    }

    /** Read from its end, since a connector's name may hold anything. */
    static Optional<String> connectorIn(@Nullable String context) {
        if (context == null || !context.startsWith("[")) {
            return Optional.empty();
        }
        int end = context.lastIndexOf("|task-");
        return end > 1 ? Optional.of(context.substring(1, end)) : Optional.empty();
    }
}
