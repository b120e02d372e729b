// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog;

import static io.millrace.connect.catalog.Connector.catalog;
import static io.millrace.connect.catalog.Connector.properties;
import static io.millrace.connect.catalog.Connector.sourceCatalog;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connect.testkit.WorkersMetrics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.RegexRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTransformTest {
    @TempDir
    Path folder;

    private Path events() {
        return folder.resolve("lineage.ndjson");
    }

    @Test
    void aSinkTellsTopicAndTableInOneEvent() {
        Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())));

        connector.pass(Records.order("shop.orders", 7));
        List<JsonNode> told = connector.closeAndRead();

        assertThat(told).hasSize(1);
        JsonNode start = told.get(0);
        assertThat(start.path("eventType").asText()).isEqualTo("START");
        assertThat(start.at("/job/name").asText()).isEqualTo("orders-sink.shop.orders");
        assertThat(start.at("/inputs/0/namespace").asText()).isEqualTo("kafka://broker:9092");
        assertThat(start.at("/inputs/0/name").asText()).isEqualTo("shop.orders");
        assertThat(start.at("/outputs/0/namespace").asText()).isEqualTo("bigquery");
        assertThat(start.at("/outputs/0/name").asText()).isEqualTo("shop.raw.orders");
        assertThat(SpecCheck.columns(start.at("/outputs/0")))
                .containsExactlyInAnyOrder("id", "email", "amount", "address", "address.street", "address.city");
        assertThat(start.at("/run/facets/millrace_window/partitions/0/lastOffset")
                        .asLong())
                .isEqualTo(7);
    }

    @Test
    void recordsComeBackAsTheVeryObjects() {
        try (Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())))) {
            SinkRecord order = Records.order("orders", 1);
            SinkRecord tombstone = Records.sink("orders", 0, 2, null, null);

            assertThat(connector.pass(order)).isSameAs(order);
            assertThat(connector.pass(tombstone)).isSameAs(tombstone);
        }
    }

    @Test
    void theTopicOfASinkIsTheOneBeforeAnyRouter() {
        RegexRouter<SinkRecord> router = new RegexRouter<>();
        router.configure(Map.of("regex", "shop\\.(.*)", "replacement", "eu.$1"));
        Connector<SinkRecord> connector = new Connector<>(
                events(), router, catalog(properties(events(), "sink.name", "p.${topic:1}.${topic:2}")));

        connector.pass(Records.order("shop.orders", 1));
        JsonNode start = connector.closeAndRead().get(0);

        assertThat(start.at("/inputs/0/name").asText()).isEqualTo("shop.orders");
        assertThat(start.at("/outputs/0/name").asText()).isEqualTo("p.eu.orders");
        assertThat(start.at("/job/name").asText()).isEqualTo("orders-sink.shop.orders:eu.orders");
    }

    @Test
    void aDebeziumSourceTellsTheUpstreamTable() {
        Connector<SourceRecord> connector = new Connector<>(
                events(), sourceCatalog(properties(events(), "source.namespace", "postgres://db:5432")));

        connector.pass(Records.debeziumSource("plain-01-c"));
        JsonNode start = connector.closeAndRead().get(0);

        assertThat(start.at("/inputs/0/namespace").asText()).isEqualTo("postgres://db:5432");
        assertThat(start.at("/inputs/0/name").asText()).endsWith(".public.plain");
        assertThat(SpecCheck.columns(start.at("/inputs/0")))
                .containsExactlyInAnyOrder("id", "name", "price", "updated_at");
        assertThat(start.at("/outputs/0/name").asText()).isEqualTo("pg.public.plain");
        JsonNode fields = start.at("/outputs/0/facets/columnLineage/fields");
        assertThat(fields.path("after.name").at("/inputFields/0/field").asText())
                .isEqualTo("name");
        assertThat(fields.has("op")).isFalse();
        assertThat(start.at("/outputs/0/outputFacets/outputStatistics/rowCount").asLong())
                .isEqualTo(1);
    }

    @Test
    void aSinkDrawsTheUpstreamTableTooWhenToldItsNamespace() {
        Connector<SinkRecord> connector =
                new Connector<>(events(), catalog(properties(events(), "source.namespace", "postgres://db:5432")));

        connector.pass(Records.debezium("plain-01-c"));
        connector.pass(Records.debezium("plain-02-u"));
        List<JsonNode> told = connector.closeAndRead();

        assertThat(told)
                .extracting(event -> event.at("/outputs/0/name").asText())
                .containsExactlyInAnyOrder("shop.raw.plain", "pg.public.plain");
        assertThat(told).extracting(event -> event.at("/run/runId").asText()).doesNotHaveDuplicates();
    }

    @Test
    void aTableGetsTheRowOfAChangeEvent() {
        Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())));

        connector.pass(Records.debezium("plain-01-c"));
        JsonNode start = connector.closeAndRead().get(0);

        assertThat(SpecCheck.columns(start.at("/outputs/0")))
                .containsExactlyInAnyOrder("id", "name", "price", "updated_at");
        assertThat(start.at("/outputs/0/facets/columnLineage/fields/price/inputFields/0/field")
                        .asText())
                .isEqualTo("after.price");
        assertThat(start.at("/outputs/0/facets/dataQualityMetrics/columnMetrics")
                        .has("price"))
                .isTrue();
    }

    @Test
    void pluginMetricsTellTheConnectorsNameAndShowTheCounters() {
        CatalogTransform<SinkRecord> catalog = catalog(properties(events()));
        WorkersMetrics metrics =
                new WorkersMetrics(Map.of("connector", "from-worker", "task", "0", "transformation", "c"));
        catalog.withPluginMetrics(metrics);
        Connector<SinkRecord> connector = new Connector<>(events(), catalog);

        connector.pass(Records.order("t", 1));

        assertThat(connector.closeAndRead().get(0).at("/job/name").asText()).isEqualTo("from-worker.t");
        assertThat(metrics.value("events-sent-total")).isEqualTo(1L);
    }

    @Test
    void nullsAreCountedPerColumn() {
        Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())));

        for (long i = 0; i < 10; i++) {
            SinkRecord order = Records.order("orders", i);
            if (i < 3) {
                ((org.apache.kafka.connect.data.Struct) order.value())
                        .put("email", null)
                        .put("address", null);
            }
            connector.pass(order);
        }
        connector.pass(Records.sink("orders", 0, 10, null, null));
        List<JsonNode> told = connector.closeAndRead();
        JsonNode last = told.get(told.size() - 1);

        JsonNode metrics = last.at("/outputs/0/facets/dataQualityMetrics");
        assertThat(metrics.path("rowCount").asLong()).isEqualTo(11);
        assertThat(metrics.at("/columnMetrics/email/nullCount").asLong()).isEqualTo(3);
        assertThat(metrics.at("/columnMetrics/email/count").asLong()).isEqualTo(7);
        assertThat(metrics.at("/columnMetrics/address/nullCount").asLong()).isEqualTo(3);
        assertThat(metrics.at("/columnMetrics/address.city/nullCount").asLong()).isZero();
        assertThat(metrics.at("/columnMetrics/address.city/count").asLong())
                .as("a column of a struct that is null is not filled")
                .isEqualTo(7);
        assertThat(last.at("/run/facets/millrace_window/tombstones").asLong()).isEqualTo(1);
    }

    @Test
    void nullsOfManyRowsAreCountedInSomeAndSaidOfAll() {
        assertThat(emailNulls("columns", 10_000)).isBetween(4_000L, 6_000L);
    }

    @Test
    void exactStatisticsCountEveryRow() {
        assertThat(emailNulls("exact", 10_000)).isEqualTo(5_008);
    }

    /** Sixteen rows without an email, sixteen with one, and so on. */
    private long emailNulls(String statistics, int rows) {
        Connector<SinkRecord> connector =
                new Connector<>(events(), catalog(properties(events(), "statistics", statistics)));
        for (long i = 0; i < rows; i++) {
            SinkRecord order = Records.order("orders", i);
            if (i / 16 % 2 == 0) {
                ((org.apache.kafka.connect.data.Struct) order.value()).put("email", null);
            }
            connector.pass(order);
        }
        JsonNode metrics = connector.closeAndRead().get(0).at("/outputs/0/facets/dataQualityMetrics");
        assertThat(metrics.path("rowCount").asLong()).isEqualTo(rows);
        return metrics.at("/columnMetrics/email/nullCount").asLong();
    }

    @Test
    void valuesWithoutASchemaGetTheColumnsThatWereSeen() {
        Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())));

        connector.pass(Records.sink("orders", 0, 0, null, Map.of("id", 1L, "name", "x")));
        connector.pass(Records.sink("orders", 0, 1, null, Map.of("id", 1L, "name", "x", "amount", 2.5)));
        List<JsonNode> told = connector.closeAndRead();

        assertThat(SpecCheck.columns(told.get(told.size() - 1).at("/outputs/0")))
                .containsExactlyInAnyOrder("id", "name", "amount");
    }

    @Test
    void masksOfValuesWithoutASchemaComeInAHeader() {
        Connector<SinkRecord> connector = new Connector<>(events(), catalog(properties(events())));
        SinkRecord masked =
                Records.sink("orders", 0, 0, null, Map.of("id", 1L, "who", Map.of("email", "AbC=", "age", 7)));
        masked.headers().addString("millrace.masking", "who.email:crypto-deterministic");

        connector.pass(masked);
        connector.pass(Records.sink("orders", 0, 1, null, Map.of("id", 1L, "who", Map.of("email", "x"), "n", 1)));
        JsonNode facets = connector.closeAndRead().get(0).at("/outputs/0/facets");

        assertThat(facets.at("/millrace_encryption/fields")).hasSize(1);
        assertThat(facets.at("/millrace_encryption/fields/0/field").asText()).isEqualTo("who.email");
        assertThat(facets.at("/millrace_encryption/fields/0/transformation").asText())
                .isEqualTo("crypto-deterministic");
    }

    @Test
    void anInvalidConfigurationIsRefusedByName() {
        CatalogTransform<SinkRecord> transform = new CatalogTransform<>();

        assertThatThrownBy(() -> transform.configure(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kafka.namespace");
        assertThatThrownBy(() -> transform.configure(properties(events(), "consumer", "atlantis")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("consumer");
        assertThatThrownBy(() -> transform.configure(properties(events(), "sink.name", "a.${key}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("${key}");
        assertThatThrownBy(() -> transform.configure(properties(events(), "sink.name", "a.${topic")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sink.name: 'a.${topic' has a ${ that is not closed");
        assertThatThrownBy(() -> transform.configure(properties(
                        events(),
                        "openlineage.transport.type",
                        "pigeon",
                        "openlineage.transport.auth.apiKey",
                        "s3cret")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("pigeon")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> transform.configure(properties(events(), "openlineage.circuitBreaker.type", "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("openlineage.circuitBreaker.type");
    }

    /** Properties as {@code key=value}, and what refuses them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type=http | openlineage.transport.url",
                "type=http url=/no/host | openlineage.transport.url",
                "type=http url=ftp://marquez | openlineage.transport.url",
                "type=http url=http://marquez:99999 | openlineage.transport.url",
                "type=http url=http://marquez auth.type=api_key | openlineage.transport.auth.apiKey",
                "type=kafka topicName=a:b properties.bootstrap.servers=b:9092 | openlineage.transport.topicName",
                "type=kafka topicName=t properties.bootstrap.servers=b | openlineage.transport.properties.bootstrap.servers",
                "type=kafka topicName=t properties.bootstrap.servers=b:9092,c | properties.bootstrap.servers",
                "type=kafka topicName=t properties.bootstrap.servers=b:9092 properties.acks=7 | properties.acks",
                "type=kafka topicName=t properties.bootstrap.servers=b:9092 properties.retries=x | properties.retries",
                "type=file | openlineage.transport.location",
                "type=kafka properties.bootstrap.servers=b:9092 | openlineage.transport.topicName",
                "type=kafka topicName=t | openlineage.transport.properties.bootstrap.servers",
                "type=http url=http://m endpont=/x | openlineage.transport.endpont",
                "type=http url=http://m timeout.x=1 | openlineage.transport.timeout",
                "type=file location=/f topicNam=t | openlineage.transport.topicNam",
                "type=composite | openlineage.transport.transports",
                "type=composite transports.a=http | openlineage.transport.transports.a",
                "type=composite transports.a.url=http://m | openlineage.transport.transports.a",
                "type=composite transports.a.type=http | openlineage.transport.transports.a.url",
                "type=composite transports.a.type=file transports.a.path=/f | openlineage.transport.transports.a.location",
            })
    void aTransportThatCanNeverSendIsRefusedOnItsProperty(String given, String property) {
        CatalogTransform<SinkRecord> transform = new CatalogTransform<>();
        Map<String, String> properties = new HashMap<>(Map.of("kafka.namespace", "kafka://broker:9092"));
        for (String each : given.split(" ", -1)) {
            String[] pair = each.split("=", 2);
            properties.put("openlineage.transport." + pair[0], pair[1]);
        }

        assertThatThrownBy(() -> transform.configure(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(property);
    }

    @Test
    void aConsumerOfNoMemberIsRefused() {
        CatalogTransform<SinkRecord> transform = new CatalogTransform<>();

        assertThatThrownBy(() -> transform.configure(properties(events(), "consumer.nobody", "marquez")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("consumer.nobody");
        assertThatThrownBy(() -> transform.configure(Map.of(
                        "kafka.namespace", "kafka://broker:9092",
                        "openlineage.transport.type", "composite",
                        "openlineage.transport.transports.log.type", "console",
                        "consumer.lok", "marquez")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("consumer.lok")
                .hasMessageContaining("log");
    }

    @Test
    void anInstanceThatOnlyLooksNeedsNoConfiguration() {
        CatalogTransform<SinkRecord> transform = new CatalogTransform<>();

        transform.configure(Map.of("role", "before"));
        SinkRecord order = Records.order("t", 1);

        assertThat(transform.apply(order)).isSameAs(order);
        transform.close();
    }

    @Test
    void anErrorOfItsOwnNeverReachesTheStream() {
        CatalogTransform<SinkRecord> unconfigured = new CatalogTransform<>();
        SinkRecord order = Records.order("t", 1);

        for (int i = 0; i < 20; i++) {
            assertThat(unconfigured.apply(order)).isSameAs(order);
        }
        unconfigured.close();
    }
}
