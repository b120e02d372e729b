// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.kit.config.TopicTemplate;
import java.util.List;
import java.util.Map;

/**
 * How jobs and datasets are called.
 *
 * @param jobNamespace the namespace of every job
 * @param kafka namespaces of the topics: the first is the name, the others are known aliases
 * @param source namespaces of upstream tables, likewise; empty: derived from what the records say
 * @param sink namespaces of the tables written, likewise
 * @param sinkName the name of the table that a topic goes to
 * @param sinkNames topics that go elsewhere, taken literally
 */
public record NamingSettings(
        String jobNamespace,
        List<String> kafka,
        List<String> source,
        List<String> sink,
        TopicTemplate sinkName,
        Map<String, String> sinkNames) {
    public NamingSettings {
        kafka = List.copyOf(kafka);
        source = List.copyOf(source);
        sink = List.copyOf(sink);
        sinkNames = Map.copyOf(sinkNames);
    }
}
