// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.management.ObjectName;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SinkMetricsTest {
    /** A context of which only the metrics are asked. */
    private static SinkTaskContext context(@Nullable PluginMetrics worker) {
        return (SinkTaskContext) Proxy.newProxyInstance(
                SinkMetricsTest.class.getClassLoader(),
                new Class<?>[] {SinkTaskContext.class},
                (proxy, method, arguments) -> method.getName().equals("pluginMetrics") ? worker : null);
    }

    @Test
    void showsTablesByJmxUntilTheTaskStops() throws Exception {
        ObjectName name = new ObjectName(
                "io.millrace.connect:type=bigquery-sink-table,connector=\"shown\",task=\"3\"," + "table=\"p.d.t\"");
        SinkMetrics metrics = SinkMetrics.of("shown", 3, context(null));

        metrics.table(new Destination("p", "d", "t")).add(TableMetric.ROWS_TOTAL, 41);
        metrics.table(new Destination("p", "d", "t")).add(TableMetric.ROWS_TOTAL, 1);

        assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "rows-total"))
                .isEqualTo(42L);
        metrics.close();
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                .isFalse();
    }

    @Test
    void aTaskThatWasGivenUpDoesNotTakeBackWhatItsSuccessorShows() throws Exception {
        ObjectName name = new ObjectName("io.millrace.connect:type=bigquery-sink-task,connector=\"zombie\",task=\"0\"");
        SinkMetrics givenUp = SinkMetrics.of("zombie", 0, context(null));
        SinkMetrics successor = SinkMetrics.of("zombie", 0, context(null));
        successor.task().add(TaskMetric.SKIPPED_RECORDS_TOTAL, 7);

        givenUp.close();

        assertThat(ManagementFactory.getPlatformMBeanServer().getAttribute(name, "skipped-records-total"))
                .isEqualTo(7L);
        successor.close();
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b=c", "a*b?", "say \"hi\"", "back\\slash", "two\nlines", "größe:1"})
    void namesOfAnyCharactersAreShownApart(String connector) throws Exception {
        Set<ObjectName> before = shown();
        SinkMetrics metrics = SinkMetrics.of(connector, 0, context(null));
        SinkMetrics sameTableOfAnotherTask = SinkMetrics.of(connector, 1, context(null));

        metrics.table(new Destination("p", "d", connector));
        metrics.table(new Destination("p", "d", "other"));
        sameTableOfAnotherTask.table(new Destination("p", "d", "other"));

        assertThat(shown()).hasSize(before.size() + 5);
        metrics.close();
        sameTableOfAnotherTask.close();
        assertThat(shown()).isEqualTo(before);
    }

    @Test
    void aTableThatIsForgottenIsShownNoMoreAndBeginsAnew() throws Exception {
        Destination orders = new Destination("p", "d", "orders");
        try (SinkMetrics metrics = SinkMetrics.of("forgets", 0, context(null))) {
            metrics.table(orders).add(TableMetric.ROWS_TOTAL, 41);
            metrics.table(new Destination("p", "d", "other"));
            Set<ObjectName> before = shown();

            metrics.forget(orders);
            metrics.forget(orders);

            assertThat(shown()).hasSize(before.size() - 1);
            assertThat(metrics.table(orders).get(TableMetric.ROWS_TOTAL)).isZero();
            assertThat(shown()).isEqualTo(before);
        }
    }

    private static Set<ObjectName> shown() throws Exception {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("io.millrace.connect:*"), null);
    }

    @Test
    void showsThemAmongTheWorkersOwnWhereItHasAnApiForThat() {
        Set<String> shown = new TreeSet<>();
        PluginMetrics worker = (PluginMetrics) Proxy.newProxyInstance(
                SinkMetricsTest.class.getClassLoader(),
                new Class<?>[] {PluginMetrics.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "metricName" ->
                        new MetricName((String) arguments[0], "plugins", (String) arguments[1], asTags(arguments[2]));
                    case "addMetric" -> shown.add(((MetricName) arguments[0]).name());
                    case "removeMetric" -> shown.remove(((MetricName) arguments[0]).name());
                    default -> null;
                });

        SinkMetrics metrics = SinkMetrics.of("worker", 0, context(worker));
        metrics.table(new Destination("p", "d", "t"));

        assertThat(shown).contains("buffer-bytes", "rows-total", "retries-quota-total");
        metrics.forget(new Destination("p", "d", "t"));
        assertThat(shown).contains("buffer-bytes").doesNotContain("rows-total");
        metrics.close();
        assertThat(shown).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> asTags(Object tags) {
        return (LinkedHashMap<String, String>) tags;
    }
}
