// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.config.SinkOptions;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.testkit.NastyTexts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

/** What validation, which whoever reaches a worker may call, says to any text in any property: findings, and no error of its own. */
class NastyTextsIT {
    /** Documents: a line's end is right in them. */
    private static final Set<ConfigDef.Type> OF_LINES = Set.of(ConfigDef.Type.STRING, ConfigDef.Type.LIST);

    @Test
    void everyTextInEveryPropertyIsAFindingOrFine() {
        try (Emulator emulator = Emulator.builder().start();
                SinkBench bench = new SinkBench(emulator, "raw")) {
            bench.run("CREATE SCHEMA raw");
            bench.run("CREATE TABLE orders (id INT64)");
            Set<String> names = new HashSet<>(SinkOptions.configDef().names());
            names.addAll(List.of(
                    "topics",
                    "topics.regex",
                    "transforms",
                    "table.orders.partition.field",
                    "keyfile",
                    "defaultDataset",
                    "topic2TableMap",
                    "datasets",
                    "errors.deadletterqueue.topic.name",
                    "no.such"));
            for (String name : names) {
                ConfigDef.ConfigKey key = SinkOptions.configDef().configKeys().get(name);
                NastyTexts.all().forEach((called, text) -> {
                    List<ConfigValue> values = validated(bench, name, text);

                    if (key != null
                            && OF_LINES.contains(key.type)
                            && NastyTexts.controls().containsKey(called)) {
                        assertThat(values)
                                .as(name + " of " + called)
                                .anyMatch(value -> value.name().equals(name)
                                        && !value.errorMessages().isEmpty());
                    }
                });
            }
        }
    }

    private static List<ConfigValue> validated(SinkBench bench, String name, String text) {
        Map<String, String> properties = new HashMap<>(bench.properties);
        properties.put("topics", "orders");
        properties.put(name, text);
        try {
            return new BigQuerySinkConnector().validate(properties).configValues();
        } catch (RuntimeException | StackOverflowError thrown) {
            throw new AssertionError(name + "=" + text.substring(0, Math.min(40, text.length())), thrown);
        }
    }
}
