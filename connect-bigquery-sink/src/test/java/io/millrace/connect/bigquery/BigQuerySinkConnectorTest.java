// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.config.Validation;
import io.millrace.connect.testkit.CapturedLogs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;

class BigQuerySinkConnectorTest {
    private static final Map<String, String> PROPERTIES =
            Map.of("name", "shop", "topics", "orders", "project", "my-project", "dataset", "raw");

    @Test
    void isFoundByWorkersThatLoadPluginsAsServices() {
        assertThat(ServiceLoader.load(SinkConnector.class)).hasAtLeastOneElementOfType(BigQuerySinkConnector.class);
    }

    @Test
    void givesEveryTaskItsNumber() {
        BigQuerySinkConnector connector = new BigQuerySinkConnector();
        connector.start(PROPERTIES);

        List<Map<String, String>> tasks = connector.taskConfigs(3);

        assertThat(tasks).hasSize(3).allSatisfy(task -> assertThat(task).containsAllEntriesOf(PROPERTIES));
        assertThat(tasks)
                .extracting(task -> Validation.parsed(task).task().toString())
                .containsExactly("shop-0", "shop-1", "shop-2");
        assertThat(connector.taskClass()).isEqualTo(BigQuerySinkTask.class);
    }

    @Test
    void letsConnectsRestApiSetItsOffsetsWithoutAHandElsewhere() {
        assertThat(new BigQuerySinkConnector().alterOffsets(PROPERTIES, Map.of(new TopicPartition("orders", 0), 7L)))
                .isTrue();
    }

    @Test
    void doesNotStartWithWhatValidationWouldRefuse() {
        Map<String, String> wrong = new HashMap<>(PROPERTIES);
        wrong.put("delivery.guarantee", "exactly-once");

        assertThatThrownBy(() -> new BigQuerySinkConnector().start(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessage("delivery.guarantee: 'exactly-once' is not accepted; accepted: at-least-once");
    }

    @Test
    void tellsOnceWhatHasNoEffectWhenItStarts() {
        Map<String, String> kcbq = new HashMap<>(PROPERTIES);
        kcbq.put("defaultDataset", String.valueOf(kcbq.remove("dataset")));
        kcbq.putAll(Map.of("flush.size", "10000", "queueSize", "500", "threadPoolSize", "10", "keyfile", "{s3cret}"));

        try (CapturedLogs logs = new CapturedLogs()) {
            new BigQuerySinkConnector().start(kcbq);

            assertThat(logs.text().lines())
                    .filteredOn(line -> line.startsWith("WARNING "))
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line).contains("connector=shop flush.size has no effect"))
                    .anySatisfy(line -> assertThat(line).contains("connector=shop queueSize has no effect"));
            assertThat(logs.text()).doesNotContain("s3cret");
        }
    }

    @Test
    void saysWhatIsMissingOnTheMissingProperty() {
        assertThat(new BigQuerySinkConnector().validate(Map.of("name", "shop")).configValues())
                .filteredOn(value -> !value.errorMessages().isEmpty())
                .extracting(value -> value.name())
                .containsExactlyInAnyOrder("project", "dataset");
    }
}
