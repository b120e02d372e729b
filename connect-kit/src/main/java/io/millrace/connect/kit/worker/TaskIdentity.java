// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.worker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Which task of which connector an instance works for: Connect does not tell a transform in its configuration. */
public record TaskIdentity(String connector, String task) {
    private static final String CONNECTOR = "connector";
    private static final String TASK = "task";

    /** Kafka's logging context (KIP-449): {@code [orders-sink|task-0] }, with a scope behind the task in places. */
    private static final String MDC_KEY = "connector.context";

    /** Read from its end, since a connector's name may hold anything. */
    private static final Pattern CONTEXT = Pattern.compile("\\[(.+)\\|task-(\\d+).*", Pattern.DOTALL);

    /** From the tags that Connect puts on a plugin's metrics (KIP-877, Connect 4.1 and later). */
    public static Optional<TaskIdentity> of(PluginMetrics metrics) {
        Map<String, String> tags = metrics.metricName("identity", "never registered", new LinkedHashMap<>())
                .tags();
        String connector = tags.get(CONNECTOR);
        return connector == null
                ? Optional.empty()
                : Optional.of(new TaskIdentity(connector, tags.getOrDefault(TASK, "")));
    }

    /** From the calling thread's logging context. */
    public static Optional<TaskIdentity> ofThisThread() {
        return in(MDC.get(MDC_KEY));
    }

    static Optional<TaskIdentity> in(@Nullable String context) {
        Matcher matcher = CONTEXT.matcher(context == null ? "" : context);
        return matcher.matches() ? Optional.of(new TaskIdentity(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** As the tags of a task's metrics, in order. */
    public Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(CONNECTOR, connector);
        tags.put(TASK, task);
        return tags;
    }
}
