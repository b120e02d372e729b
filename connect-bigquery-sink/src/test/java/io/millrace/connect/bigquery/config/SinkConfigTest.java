// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.change.PrimaryKey;
import io.millrace.connect.bigquery.schema.KafkaColumn;
import io.millrace.connect.bigquery.schema.SchemaSettings;
import io.millrace.connect.bigquery.table.DatasetSettings;
import io.millrace.connect.bigquery.table.design.Partitioning;
import io.millrace.connect.bigquery.table.design.TableLayout;
import io.millrace.connect.kit.config.Option;
import io.millrace.connect.kit.google.Endpoint;
import io.millrace.connect.kit.google.GoogleAccess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinkConfigTest {
    static Map<String, String> properties(String... pairs) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "name",
                "shop",
                "connector.class",
                "io.millrace.connect.bigquery.BigQuerySinkConnector",
                "topics",
                "orders",
                "project",
                "my-project",
                "dataset",
                "raw"));
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(pairs[i], pairs[i + 1]);
        }
        return properties;
    }

    @Test
    void isTheRoomsOwnDefaultsWhereNothingIsWritten() {
        SinkConfig config = Validation.parsed(properties());

        assertThat(config.records().schema()).isEqualTo(SchemaSettings.DEFAULT);
        assertThat(config.records().change()).isEqualTo(ChangeSettings.DEFAULT);
        assertThat(config.tables().layout()).isEqualTo(TableLayout.PLAIN);
        assertThat(config.tables().layout().create()).isTrue();
        assertThat(config.tables().dataset().create()).isFalse();
        assertThat(config.connection().access().source()).isEqualTo(new GoogleAccess.ApplicationDefault());
        assertThat(config.connection().bigquery()).isNull();
        assertThat(config.writing().plan()).isInstanceOf(WritePlan.StorageAppend.class);
        assertThat(config.routing().table()).isEqualTo("${topic}");
    }

    @Test
    void readsEveryGroupIntoItsRoom() {
        SinkConfig config = Validation.parsed(properties(
                "credentials.source", "file",
                "credentials.file", "key.json",
                "bigquery.endpoint", "https://restricted.googleapis.com",
                "topic.to.table.map", "a:b,c:other.d",
                "primary.key", "id,region",
                "request.max.rows", "7",
                "retry.backoff.max.ms", "1234",
                "kafka.columns", "offset,topic",
                "dataset.create", "true",
                "dataset.access", "READER:group:a@example.org,roles/bigquery.dataViewer:user:b@example.org",
                "table.labels", "team:sea",
                "table.max.staleness", "PT15M"));

        assertThat(config.connection().access().source()).isEqualTo(new GoogleAccess.KeyFile("key.json"));
        assertThat(config.connection().bigquery()).isEqualTo(new Endpoint("restricted.googleapis.com", 443, false));
        assertThat(config.routing().topicToTable()).containsEntry("a", "b").containsEntry("c", "other.d");
        assertThat(config.records().change().primaryKey()).isEqualTo(new PrimaryKey(java.util.List.of("id", "region")));
        assertThat(config.writing().plan().batch().maxRows()).isEqualTo(7);
        assertThat(config.writing().retry().maxBackoff()).isEqualTo(Duration.ofMillis(1234));
        assertThat(config.records().schema().kafkaColumns().columns())
                .containsExactly(KafkaColumn.TOPIC, KafkaColumn.OFFSET);
        assertThat(config.tables().dataset().access())
                .containsExactly(
                        new DatasetSettings.Access("READER", "group:a@example.org"),
                        new DatasetSettings.Access("roles/bigquery.dataViewer", "user:b@example.org"));
        assertThat(config.tables().layout().options().labels()).containsExactly(Map.entry("team", "sea"));
        assertThat(config.tables().layout().options().maxStaleness()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void partitionsByDayWhereOnlyTheFieldIsSaid() {
        SinkConfig config = Validation.parsed(properties("table.partition.field", "ts"));

        assertThat(config.tables().layout().partitioning())
                .isEqualTo(new Partitioning(Partitioning.Unit.DAY, "ts", null, false));
    }

    @Test
    void overlaysTheCommonLayoutWithATablesOwn() {
        SinkConfig config = Validation.parsed(properties(
                "table.partition.field", "ts",
                "table.labels", "team:sea",
                "table.orders.partition.field", "ordered_at",
                "table.orders.partition.type", "month",
                "table.orders.clustering.fields", "customer,region",
                "table.orders.view.create", "true",
                "table.lines.partition.expiration.ms", "60000"));

        TableLayout orders = requireNonNull(config.tables().layouts().get("orders"));
        TableLayout lines = requireNonNull(config.tables().layouts().get("lines"));
        assertThat(config.tables().layouts()).containsOnlyKeys("orders", "lines");
        assertThat(orders.partitioning())
                .isEqualTo(new Partitioning(Partitioning.Unit.MONTH, "ordered_at", null, false));
        assertThat(orders.clustering()).containsExactly("customer", "region");
        assertThat(orders.options().labels()).containsExactly(Map.entry("team", "sea"));
        assertThat(orders.view().create()).isTrue();
        assertThat(lines.partitioning())
                .isEqualTo(new Partitioning(Partitioning.Unit.DAY, "ts", Duration.ofMinutes(1), false));
        assertThat(config.tables().layout().view().create()).isFalse();
    }

    @Test
    void everythingThatIsSaidOfTablesCanBeSaidOfOne() {
        SinkConfig config = Validation.parsed(properties(
                "table.orders.create", "false",
                "table.orders.partition.type", "month",
                "table.orders.partition.field", "ts",
                "table.orders.partition.expiration.ms", "60000",
                "table.orders.partition.filter.required", "true",
                "table.orders.clustering.fields", "a,b",
                "table.orders.labels", "team:sea",
                "table.orders.expiration.ms", "86400000",
                "table.orders.kms.key", "projects/p/locations/l/keyRings/r/cryptoKeys/k",
                "table.orders.max.staleness", "PT15M",
                "table.orders.policy.tags", "EMAIL_ADDRESS:projects/p/locations/l/taxonomies/1/policyTags/2",
                "table.orders.view.name", "orders_now",
                "table.lines.view.create", "true"));

        assertThat(config.tables().layouts().get("orders"))
                .isEqualTo(new TableLayout(
                        false,
                        new Partitioning(Partitioning.Unit.MONTH, "ts", Duration.ofMinutes(1), true),
                        List.of("a", "b"),
                        new TableLayout.Options(
                                Map.of("team", "sea"),
                                Duration.ofDays(1),
                                "projects/p/locations/l/keyRings/r/cryptoKeys/k",
                                Duration.ofMinutes(15),
                                Map.of("EMAIL_ADDRESS", "projects/p/locations/l/taxonomies/1/policyTags/2")),
                        new TableLayout.View(false, "orders_now", null)));
        assertThat(requireNonNull(config.tables().layouts().get("lines")).view().create())
                .isTrue();
        assertThat(config.tables().layout()).isEqualTo(TableLayout.PLAIN);
        assertThat(TableOptions.GROUP.options())
                .filteredOn(option -> !LayoutOptions.ALL.contains(option))
                .extracting(Option::name)
                .as("of datasets, which many tables share")
                .allMatch(name -> name.startsWith("dataset."));
    }

    @ParameterizedTest
    @CsvSource({
        "table.Orders.labels, Orders",
        "table.day-total.labels, day-total",
        "table.Bestellungen größer.labels, Bestellungen größer",
        "table.shop.public.orders.partition.field, shop_public_orders",
        "table.shop.public.orders.labels, shop_public_orders",
        "table.partition.partition.field, partition",
        "table.view.view.create, view",
        "table.labels.labels, labels",
        "table.create.create, create",
        "table.kms.key.kms.key, kms_key"
    })
    void namesOneTableAsBigQueryOrItsTopicDoes(String property, String table) {
        String value = property.endsWith("kms.key")
                ? "projects/p/locations/l/keyRings/r/cryptoKeys/k"
                : property.endsWith("create") ? "true" : property.endsWith("labels") ? "a:b" : "ts";

        SinkConfig config = Validation.parsed(properties(property, value));

        assertThat(config.tables().layouts()).containsOnlyKeys(table);
        assertThat(config.tables().layouts().get(table)).isNotSameAs(TableLayout.PLAIN);
    }

    @Test
    void letsOneTableGoWithoutWhatTheOthersHave() {
        SinkConfig config = Validation.parsed(properties(
                "table.partition.field", "ts",
                "table.partition.expiration.ms", "60000",
                "table.partition.filter.required", "true",
                "table.clustering.fields", "id",
                "table.expiration.ms", "5000",
                "table.countries.partition.type", "none",
                "table.countries.clustering.fields", "",
                "table.countries.expiration.ms", " ",
                "table.countries.view.create", "true"));

        TableLayout countries = requireNonNull(config.tables().layouts().get("countries"));
        assertThat(countries.partitioning()).isEqualTo(Partitioning.NONE);
        assertThat(countries.clustering()).isEmpty();
        assertThat(countries.options().expiration()).isNull();
        assertThat(config.tables().layout().clustering()).containsExactly("id");
    }

    @Test
    void startsWithAnOverrideThatNoTopicLeadsTo() {
        assertThat(Validation.parsed(properties("table.ordres.labels", "a:b"))
                        .tables()
                        .layouts())
                .containsOnlyKeys("ordres");
    }

    @Test
    void namesTheTaskAsItWasHandedOut() {
        SinkConfig config = Validation.parsed(TaskName.handTo(3, properties()));

        assertThat(config.task()).isEqualTo(new TaskName("shop", 3)).hasToString("shop-3");
    }

    @Test
    void refusesToStartWithWhatValidationRefuses() {
        assertThatThrownBy(() -> Validation.parsed(properties("table.partition.filter.required", "true")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("table.partition.filter.required: needs partitions: set table.partition.type");
    }

    @Test
    void hidesSecretsInItsOwnText() {
        SinkConfig config = Validation.parsed(properties(
                "credentials.source",
                "json",
                "credentials.json",
                "{\"private_key\": \"s3cret\"}",
                "proxy.url",
                "http://proxy:3128",
                "proxy.username",
                "me",
                "proxy.password",
                "s3cret"));

        assertThat(config.toString()).contains("my-project").doesNotContain("s3cret");
    }
}
