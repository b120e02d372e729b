// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.CapturedLogs;
import io.millrace.connect.testkit.WorkersMetrics;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class PluginMetricsTest {
    private static String masked(WorkersMetrics metrics) {
        DlpTransform.Value<SinkRecord> transform =
                Transforms.masking("rules", "m", "rules.m.fields", "**", "rules.m.transform", "character-mask");
        transform.withPluginMetrics(metrics);
        SinkRecord record = Transforms.record(Schema.STRING_SCHEMA, "secret");
        return (String) requireNonNull(transform.apply(record)).value();
    }

    @Test
    void showsEachTransformationUnderTagsThatTheWorkerLeavesFree() {
        WorkersMetrics metrics = new WorkersMetrics(Map.of());

        assertThat(masked(metrics)).isEqualTo("******");
        assertThat(metrics.names())
                .anyMatch(name ->
                        name.name().equals("transformed-total") && name.tags().equals(Map.of("by", "character-mask")));
    }

    @Test
    void masksAllTheSameWhenTheWorkerRefusesAMetric() {
        try (CapturedLogs logs = new CapturedLogs()) {
            assertThat(masked(WorkersMetrics.refusing())).isEqualTo("******");
            assertThat(logs.text())
                    .contains(
                            "plugin metric refused type=dlp-transform-task metric=transformed-total",
                            "no metrics today");
        }
    }
}
