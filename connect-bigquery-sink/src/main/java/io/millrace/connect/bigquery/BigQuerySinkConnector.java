// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.config.SinkConfig;
import io.millrace.connect.bigquery.config.SinkOptions;
import io.millrace.connect.bigquery.config.TaskName;
import io.millrace.connect.bigquery.config.Validation;
import io.millrace.connect.bigquery.plan.Plan;
import io.millrace.connect.bigquery.plan.PlanFinding;
import io.millrace.connect.kit.worker.PluginVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lands Kafka topics in BigQuery: what Connect asks for before there are tasks, and how many tasks there are. */
public final class BigQuerySinkConnector extends SinkConnector {
    /** A worker's REST call gives up much later, but nobody waits at a prompt for longer. */
    private static final Duration PLAN_LIMIT = Duration.ofMillis(4_500);

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(BigQuerySinkConnector.class);

    private @Nullable Map<String, String> properties;

    @Override
    public String version() {
        return PluginVersion.of(BigQuerySinkConnector.class);
    }

    @Override
    public ConfigDef config() {
        return SinkOptions.configDef();
    }

    /** Every property, every conflict between them, and, unless it is turned off, what Google says to them. */
    @Override
    public Config validate(Map<String, String> written) {
        Validation validation = Validation.of(written);
        validation.forgiveUnresolved();
        validation.blameStrayOverrides();
        if (validation.remote()) {
            validation
                    .config()
                    .map(config -> plan(config, validation.topics()))
                    .orElse(List.of())
                    .forEach(finding -> validation.blame(finding.blamed(), finding.table(), finding.message()));
        }
        return new Config(validation.values());
    }

    private static List<PlanFinding> plan(SinkConfig config, Set<String> topics) {
        return Plan.of(
                config,
                topics,
                credentials -> GoogleClients.asking(config.connection(), credentials, ANSWER_LIMIT),
                PLAN_LIMIT);
    }

    /** Fails at once if the properties are not valid: somebody may have skipped validation. */
    @Override
    public void start(Map<String, String> written) {
        SinkConfig config = Validation.parsed(written);
        Validation validation = Validation.of(written);
        validation
                .deprecated()
                .forEach((name, meaning) -> LOG.info(
                        "connector={} deprecated={} means={} (a name of KCBQ)",
                        config.task().connector(),
                        name,
                        meaning));
        validation
                .told()
                .forEach(notice -> LOG.warn("connector={} {}", config.task().connector(), notice.message()));
        properties = new HashMap<>(written);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return BigQuerySinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        Map<String, String> started = Objects.requireNonNull(properties, "the connector is not started");
        return IntStream.range(0, maxTasks)
                .mapToObj(task -> TaskName.handTo(task, started))
                .toList();
    }

    /** Offsets may be set or forgotten by Connect's REST API: the worker keeps them all, nothing here has a copy. */
    @Override
    public boolean alterOffsets(Map<String, String> written, Map<TopicPartition, @Nullable Long> offsets) {
        return true;
    }

    @Override
    public void stop() {
        properties = null;
    }
}
