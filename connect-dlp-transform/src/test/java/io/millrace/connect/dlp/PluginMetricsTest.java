// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.MetricValueProvider;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class PluginMetricsTest {

    /** As Connect's own: the worker's tags may not be used again. */
    private static final class WorkersMetrics implements PluginMetrics {
        private static final List<String> WORKERS_TAGS = List.of("connector", "task", "transformation", "predicate");
        private final List<MetricName> names = new ArrayList<>();
        private final boolean broken;

        WorkersMetrics(boolean broken) {
            this.broken = broken;
        }

        @Override
        @SuppressWarnings("NonApiType") // the interface says so
        public MetricName metricName(String name, String description, LinkedHashMap<String, String> tags) {
            if (tags.keySet().stream().anyMatch(WORKERS_TAGS::contains)) {
                throw new IllegalArgumentException("Cannot use a worker's tag");
            }
            return new MetricName(name, "plugins", description, tags);
        }

        @Override
        public void addMetric(MetricName metricName, MetricValueProvider<?> metricValueProvider) {
            if (broken) {
                throw new IllegalStateException("no metrics today");
            }
            names.add(metricName);
        }

        @Override
        public void removeMetric(MetricName metricName) {
            names.remove(metricName);
        }

        @Override
        public Sensor addSensor(String name) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public void removeSensor(String name) {
            throw new UnsupportedOperationException(name);
        }
    }

    private static String masked(WorkersMetrics metrics) {
        DlpTransform.Value<SinkRecord> transform =
                Transforms.masking("rules", "m", "rules.m.fields", "**", "rules.m.transform", "character-mask");
        transform.withPluginMetrics(metrics);
        SinkRecord record = Transforms.record(Schema.STRING_SCHEMA, "secret");
        return (String) requireNonNull(transform.apply(record)).value();
    }

    @Test
    void showsEachTransformationUnderTagsThatTheWorkerLeavesFree() {
        WorkersMetrics metrics = new WorkersMetrics(false);

        assertThat(masked(metrics)).isEqualTo("******");
        assertThat(metrics.names)
                .anyMatch(name ->
                        name.name().equals("transformed") && name.tags().equals(Map.of("by", "character-mask")));
    }

    @Test
    void masksAllTheSameWhenTheWorkerRefusesAMetric() {
        assertThat(masked(new WorkersMetrics(true))).isEqualTo("******");
    }
}
