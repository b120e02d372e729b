// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import java.util.HashMap;
import java.util.Map;

/** Which task of which connector this is, for names of threads, metrics and traces. */
public record TaskName(String connector, int task) {
    /** Handed from the connector to its tasks; no user writes it. */
    private static final String TASK = "millrace.task";

    private static final String CONNECTOR = "name";

    static TaskName of(Map<String, String> properties) {
        return new TaskName(
                properties.getOrDefault(CONNECTOR, "unnamed"), Integer.parseInt(properties.getOrDefault(TASK, "0")));
    }

    /** A connector's properties as its {@code task}-th task gets them. */
    public static Map<String, String> handTo(int task, Map<String, String> properties) {
        Map<String, String> handed = new HashMap<>(properties);
        handed.put(TASK, Integer.toString(task));
        return handed;
    }

    static boolean isOurs(String property) {
        return property.equals(TASK);
    }

    @Override
    public String toString() {
        return connector + "-" + task;
    }
}
