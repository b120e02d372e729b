// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.dlp.audit.DlpMetric;
import io.millrace.connect.kit.metrics.JmxPublisher;
import io.millrace.connect.kit.metrics.Metric;
import io.millrace.connect.kit.worker.TaskIdentity;
import io.prometheus.jmx.JmxCollector;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.Test;

/** The files that operators give to Prometheus' JMX exporter and to Grafana, against the metrics of a task. */
class DashboardTest {
    private static final Path MONITORING =
            Path.of("..").toAbsolutePath().normalize().resolve("config/monitoring");
    private static final Pattern METRIC = Pattern.compile("millrace_[a-z_]+");

    @Test
    void theExporterNamesEveryMetricAndItsLabels() throws Exception {
        String exported = exported();

        assertThat(exported)
                .contains("# TYPE millrace_bigquery_sink_table_rows_total counter")
                .contains("# TYPE millrace_bigquery_sink_task_buffer_bytes gauge")
                .contains("millrace_bigquery_sink_table_rows_total"
                        + "{connector=\"orders, all\",table=\"p.d.orders\",task=\"2\"} 41.0");
        assertThat(names(exported)).containsAll(metrics());
    }

    @Test
    void theExporterNamesTheTransformsMetricsToo() throws Exception {
        PrometheusRegistry registry = new PrometheusRegistry();
        new JmxCollector(MONITORING.resolve("jmx-exporter.yaml").toFile()).register(registry);
        Map<String, String> task = new TaskIdentity("orders, all", "2").tags();
        Map<String, String> transform = new LinkedHashMap<>(task);
        transform.put("transform", "DlpTransform$Value");
        try (JmxPublisher catalog = JmxPublisher.ofOneOfSeveral(Map.of("connector", "orders, all"));
                JmxPublisher again = JmxPublisher.ofOneOfSeveral(Map.of("connector", "orders, all"));
                JmxPublisher dlp = JmxPublisher.ofOneOfSeveral(transform)) {
            List.of(catalog, again)
                    .forEach(each ->
                            each.show("catalog-smt-connector", Map.of(), List.of(Sample.values()), Sample::ordinal));
            Stream.of(DlpMetric.values())
                    .collect(Collectors.groupingBy(DlpMetric::tags))
                    .forEach((tags, metrics) -> dlp.show(
                            "dlp-transform-task",
                            tags.stream()
                                    .collect(Collectors.toMap(
                                            tag -> tag, tag -> tag + "!", (one, other) -> one, LinkedHashMap::new)),
                            metrics,
                            Metric::ordinal));

            assertThat(text(registry))
                    .contains("millrace_catalog_smt_connector_events_sent_total{connector=\"orders, all\"} 1.0")
                    .contains(
                            "millrace_catalog_smt_connector_events_sent_total{connector=\"orders, all\",number=\"1\"} 1.0")
                    .contains("millrace_catalog_smt_connector_edges{connector=\"orders, all\"} 0.0")
                    .contains(
                            "millrace_dlp_transform_task_findings_total{connector=\"orders, all\",info_type=\"info-type!\","
                                    + "likelihood=\"likelihood!\",task=\"2\",transform=\"DlpTransform$Value\"}");
            Stream.of(DlpMetric.values())
                    .forEach(metric ->
                            assertThat(names(text(registry))).contains("millrace_dlp_transform_task_" + named(metric)));
        }
    }

    private enum Sample implements Metric {
        EDGES,
        EVENTS_SENT_TOTAL;

        @Override
        public String description() {
            return name();
        }
    }

    private static String text(PrometheusRegistry registry) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, registry.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theDashboardShowsEveryMetricAndNoOther() throws Exception {
        assertThat(names(String.join("\n", queries()))).isEqualTo(metrics());
    }

    private static Set<String> metrics() {
        Set<String> names = new TreeSet<>();
        Stream.of(TaskMetric.values()).forEach(metric -> names.add("millrace_bigquery_sink_task_" + named(metric)));
        Stream.of(TableMetric.values()).forEach(metric -> names.add("millrace_bigquery_sink_table_" + named(metric)));
        return names;
    }

    private static String named(Metric metric) {
        return metric.name().toLowerCase(Locale.ROOT);
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher metric = METRIC.matcher(text);
        while (metric.find()) {
            names.add(metric.group());
        }
        return names;
    }

    private static List<String> queries() throws Exception {
        JsonNode dashboard = new ObjectMapper()
                .readTree(MONITORING.resolve("bigquery-sink-dashboard.json").toFile());
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : dashboard.get("panels")) {
            panel.path("targets")
                    .forEach(target -> queries.add(target.get("expr").asText()));
        }
        return queries;
    }

    /** What Prometheus would fetch from a worker with one task and one table. */
    private static String exported() throws Exception {
        PrometheusRegistry registry = new PrometheusRegistry();
        new JmxCollector(MONITORING.resolve("jmx-exporter.yaml").toFile()).register(registry);
        SinkTaskContext olderThan41 = (SinkTaskContext) Proxy.newProxyInstance(
                DashboardTest.class.getClassLoader(),
                new Class<?>[] {SinkTaskContext.class},
                (proxy, method, arguments) -> null);
        try (SinkMetrics metrics = SinkMetrics.of("orders, all", 2, olderThan41)) {
            metrics.table(new Destination("p", "d", "orders")).add(TableMetric.ROWS_TOTAL, 41);
            return text(registry);
        }
    }
}
