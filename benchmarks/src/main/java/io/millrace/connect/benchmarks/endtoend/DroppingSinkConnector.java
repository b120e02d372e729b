// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.benchmarks.endtoend;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** The floor: what the worker itself costs. */
public final class DroppingSinkConnector extends SinkConnector {

    @Override
    public void start(Map<String, String> properties) {
        // has no state
    }

    @Override
    public Class<? extends Task> taskClass() {
        return DroppingSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, Map.of());
    }

    @Override
    public void stop() {
        // has no state
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public String version() {
        return "benchmark";
    }
}
