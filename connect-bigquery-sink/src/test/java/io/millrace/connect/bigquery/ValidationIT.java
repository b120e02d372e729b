// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.api.services.bigquery.model.Clustering;
import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.api.services.bigquery.model.TimePartitioning;
import com.google.auth.oauth2.GoogleCredentials;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code PUT /connector-plugins/BigQuerySinkConnector/config/validate} answers about the world outside. */
class ValidationIT {
    private final BigQuerySinkConnector connector = new BigQuerySinkConnector();
    private final Emulator google = Emulator.builder().start();

    @BeforeEach
    void ordersExist() {
        google.warehouse()
                .createDataset(new Dataset()
                        .setDatasetReference(new DatasetReference()
                                .setProjectId("my-project")
                                .setDatasetId("raw"))
                        .setLocation("EU"));
        google.warehouse()
                .createTable(new Table()
                        .setTableReference(new TableReference()
                                .setProjectId("my-project")
                                .setDatasetId("raw")
                                .setTableId("orders"))
                        .setSchema(new TableSchema()
                                .setFields(List.of(
                                        column("id", "INTEGER"),
                                        column("country", "STRING"),
                                        column("ordered_at", "TIMESTAMP"))))
                        .setTimePartitioning(
                                new TimePartitioning().setType("DAY").setField("ordered_at"))
                        .setClustering(new Clustering().setFields(List.of("country"))));
    }

    @AfterEach
    void stop() {
        google.close();
    }

    private static TableFieldSchema column(String name, String type) {
        return new TableFieldSchema().setName(name).setType(type).setMode("NULLABLE");
    }

    private Map<String, String> properties(String... pairs) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "name",
                "shop",
                "connector.class",
                BigQuerySinkConnector.class.getName(),
                "topics",
                "orders",
                "project",
                "my-project",
                "dataset",
                "raw",
                "credentials.source",
                "none",
                "bigquery.endpoint",
                google.restEndpoint(),
                "bigquery.storage.endpoint",
                "http://" + google.grpcEndpoint()));
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(pairs[i], pairs[i + 1]);
        }
        return properties;
    }

    /** Property to its errors, joined. */
    private Map<String, String> errors(Map<String, String> properties) {
        Map<String, String> errors = new TreeMap<>();
        connector.validate(properties).configValues().forEach(value -> {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), String.join("; ", value.errorMessages()));
            }
        });
        return errors;
    }

    @Test
    void findsNothingWhereEverythingFits() {
        assertThat(errors(properties(
                        "table.partition.field",
                        "ordered_at",
                        "table.clustering.fields",
                        "COUNTRY",
                        "dataset.location",
                        "eu")))
                .isEmpty();
    }

    @Test
    void blamesTheProjectThatDoesNotExist() {
        Fault gone = new Fault.RefuseHttp(404, "notFound", "Not found");
        google.faults().arm(Trigger.on("datasets.get").of("no-such-project.*").always(), gone);
        google.faults().arm(Trigger.on("datasets.list").of("no-such-project").always(), gone);

        assertThat(errors(properties("project", "no-such-project")))
                .containsExactly(
                        entry("project", "project: project no-such-project does not exist, or has no BigQuery"));
    }

    @Test
    void asksForTheProjectWhereNoTopicIsKnownByName() {
        Fault gone = new Fault.RefuseHttp(404, "notFound", "Not found");
        google.faults().arm(Trigger.on("datasets.list").of("no-such-project").always(), gone);
        Map<String, String> byPattern = properties("project", "no-such-project", "topics.regex", "shop[.].*");
        byPattern.remove("topics");

        assertThat(errors(byPattern)).containsOnlyKeys("project");
    }

    @Test
    void blamesTheDatasetThatNobodyMayCreate() {
        assertThat(errors(properties("dataset", "landing")))
                .containsExactly(entry(
                        "dataset",
                        "dataset: dataset my-project.landing does not exist; create it, or set dataset.create=true"));
        assertThat(errors(properties("dataset", "landing", "dataset.create", "true")))
                .isEmpty();
    }

    @Test
    void looksIntoTheDatasetOfTopicsThatAPatternChooses() {
        Map<String, String> byPattern = properties("dataset", "landing", "topics.regex", "shop[.].*");
        byPattern.remove("topics");

        assertThat(errors(byPattern)).containsOnlyKeys("dataset");
        byPattern.put("dataset", "raw");
        byPattern.put("dataset.location", "US");
        assertThat(errors(byPattern)).containsOnlyKeys("dataset.location");
        byPattern.put("dataset", "${topic:1}");
        assertThat(errors(byPattern)).isEmpty();
    }

    @Test
    void looksIntoEveryDatasetThatTopicsLeadTo() {
        assertThat(errors(properties(
                        "topics", "raw.orders,eu.orders,us.orders", "dataset", "${topic:1}", "table", "${topic:-1}")))
                .hasEntrySatisfying(
                        "dataset",
                        found -> assertThat(found)
                                .contains("my-project.eu")
                                .contains("my-project.us")
                                .doesNotContain("my-project.raw"));
    }

    @Test
    void blamesAPartitionFieldThatIsAString() {
        String found =
                "column country of table my-project.raw.orders is STRING; BigQuery partitions by DATE, DATETIME or"
                        + " TIMESTAMP";

        assertThat(errors(properties("table.partition.field", "country")))
                .containsExactly(entry("table.partition.field", "table.partition.field: " + found));
        assertThat(errors(properties("table.orders.partition.field", "country")))
                .containsExactly(entry("table.orders.partition.field", "table.orders.partition.field: " + found));
        assertThat(errors(properties("timestampPartitionFieldName", "country")))
                .containsExactly(entry("timestampPartitionFieldName", "timestampPartitionFieldName: " + found));
    }

    @Test
    void blamesTheLocationThatADatasetIsNotIn() {
        assertThat(errors(properties("dataset.location", "US")))
                .containsExactly(entry(
                        "dataset.location",
                        "dataset.location: dataset my-project.raw is in EU, not in US; a dataset cannot be moved"));
    }

    @Test
    void blamesCredentialsThatLackAPermission() {
        google.permissions().deny("my-project:raw.orders", "bigquery.tables.updateData");
        assertThat(errors(properties()))
                .containsExactly(entry(
                        "credentials.source",
                        "credentials.source: the credentials lack bigquery.tables.updateData on table"
                                + " my-project.raw.orders; grant roles/bigquery.dataEditor on it"));
        google.permissions().grant("my-project:raw.orders", "bigquery.tables.updateData");

        google.permissions().deny("*", "bigquery.datasets.get");
        assertThat(errors(properties()))
                .hasEntrySatisfying(
                        "credentials.source",
                        found -> assertThat(found).contains("bigquery.datasets.get on dataset my-project.raw"));
    }

    @Test
    void blamesEvolutionThatThePermissionsDoNotAllow() {
        google.permissions().deny("my-project", "bigquery.tables.update");

        assertThat(errors(properties()))
                .hasEntrySatisfying(
                        "schema.evolution",
                        found -> assertThat(found).contains("bigquery.tables.update on table my-project.raw.orders"));
        assertThat(errors(properties("schema.evolution", "none"))).isEmpty();
    }

    @Test
    void blamesALayoutThatTheTableContradicts() {
        assertThat(errors(properties("table.partition.type", "month", "table.partition.field", "ordered_at")))
                .containsExactly(entry(
                        "table.partition.type",
                        "table.partition.type: table my-project.raw.orders is partitioned by DAY of ordered_at, not by MONTH"
                                + " of ordered_at; write what it is, or recreate the table"));
        assertThat(errors(properties("table.clustering.fields", "id,country")))
                .containsExactly(entry(
                        "table.clustering.fields",
                        "table.clustering.fields: table my-project.raw.orders is clustered by country; write what it is, or"
                                + " change the table"));
    }

    @Test
    void blamesTableCreateForATableThatIsMissing() {
        assertThat(errors(properties("topics", "orders,lines", "table.create", "false")))
                .containsExactly(
                        entry(
                                "table.create",
                                "table.create: table my-project.raw.lines does not exist; create it, or set table.create=true"));
    }

    @Test
    void blamesTheOverrideForATableThatAloneMayNotBeCreated() {
        assertThat(errors(properties("topics", "orders,lines,returns", "table.lines.create", "false")))
                .containsExactly(entry(
                        "table.lines.create",
                        "table.lines.create: table my-project.raw.lines does not exist; create it, or set"
                                + " table.create=true"));
        assertThat(errors(properties("topics", "orders,lines", "table.create", "false", "table.lines.create", "true")))
                .isEmpty();
    }

    @Test
    void blamesAViewOverATableThatRequiresAFilter() {
        google.warehouse()
                .createTable(new Table()
                        .setTableReference(new TableReference()
                                .setProjectId("my-project")
                                .setDatasetId("raw")
                                .setTableId("guarded"))
                        .setSchema(new TableSchema().setFields(List.of(column("at", "TIMESTAMP"))))
                        .setTimePartitioning(
                                new TimePartitioning().setType("DAY").setField("at"))
                        .setRequirePartitionFilter(true));
        Map<String, String> viewed = properties("topics", "orders,guarded", "view.create", "true");

        assertThat(errors(viewed))
                .hasEntrySatisfying(
                        "view.create",
                        found -> assertThat(found)
                                .contains("my-project.raw.guarded requires a partition filter")
                                .contains("table.guarded.view.create=false"));
        viewed.put("table.guarded.view.create", "false");
        assertThat(errors(viewed)).isEmpty();
    }

    @Test
    void tellsOfAnOverrideForATableThatNoTopicLeadsTo() {
        assertThat(errors(properties("table.ordres.labels", "team:sea", "validate.remote", "false")))
                .containsExactly(entry(
                        "table.ordres.labels",
                        "table.ordres.labels: no topic leads to table ordres; did you mean table orders?"));
    }

    @Test
    void acceptsAConfigurationOfKcbq() {
        Map<String, String> kcbq = properties(
                "defaultDataset",
                "raw",
                "autoCreateTables",
                "true",
                "sanitizeTopics",
                "true",
                "topic2TableMap",
                "orders:orders",
                "allowNewBigQueryFields",
                "true",
                "useStorageWriteApi",
                "true",
                "bigQueryPartitionDecorator",
                "false",
                "timestampPartitionFieldName",
                "ordered_at");
        kcbq.remove("dataset");

        assertThat(errors(kcbq)).isEmpty();
    }

    @Test
    void saysWhatToWriteInsteadOfANameOfKcbq() {
        assertThat(errors(properties("trackPutAttempts", "true")))
                .containsExactly(entry(
                        "trackPutAttempts",
                        "trackPutAttempts: remove it: attempts are counted in metrics, not in rows"));
    }

    @Test
    void blamesCredentialsThatAreNowhere() {
        // Elsewhere validation finds nothing, and the task fails.
        assumeTrue(catchThrowable(GoogleCredentials::getApplicationDefault) != null, "this machine has credentials");

        assertThat(errors(atGoogle("adc")))
                .containsExactly(
                        entry(
                                "credentials.source",
                                "credentials.source: the worker has no Application Default Credentials; set credentials.source"));
    }

    /** With credentials, which go to Google alone. */
    private Map<String, String> atGoogle(String source) {
        Map<String, String> properties = properties("credentials.source", source);
        properties.keySet().removeAll(List.of("bigquery.endpoint", "bigquery.storage.endpoint"));
        return properties;
    }

    /** A port that nobody listens on. */
    private static int nobody() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        }
    }

    @Test
    void findsNothingWrongWhereTheNetworkIsAway() throws IOException {
        String deaf = "http://127.0.0.1:" + nobody();

        assertThat(errors(properties("bigquery.endpoint", deaf))).isEmpty();
        assertThat(errors(properties("bigquery.endpoint", "https://bigquery.invalid")))
                .isEmpty();
        assertThat(errors(properties("proxy.url", deaf, "bigquery.endpoint", "https://bigquery.invalid")))
                .isEmpty();
    }

    @Test
    void doesNotWaitForAnAnswerThatNeverComes() {
        google.faults().arm(Trigger.on("datasets.get").always(), new Fault.NeverAnswer(Fault.Moment.BEFORE));

        long before = System.nanoTime();
        assertThat(errors(properties())).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void takesABusyServerAsNoAnswer() {
        google.faults().arm(Trigger.on("datasets.get").always(), new Fault.RefuseHttp(503, "backendError", "later"));

        assertThat(errors(properties("dataset", "landing"))).isEmpty();
    }

    @Test
    void asksNobodyWhereValidationIsLocalOrSomethingIsWrongAlready() {
        google.permissions().deny("*", "bigquery.datasets.get");

        assertThat(errors(properties("validate.remote", "false"))).isEmpty();
        assertThat(errors(properties("linger.ms", "-1"))).containsOnlyKeys("linger.ms");
    }

    @Test
    void leavesNoThreadBehind() {
        assertThat(errors(properties("name", "tidy"))).isEmpty();

        await().untilAsserted(() -> assertThat(
                        Stream.of(Thread.getAllStackTraces().keySet().toArray(Thread[]::new))
                                .map(Thread::getName)
                                .filter(name -> name.startsWith("tidy-plan")))
                .isEmpty());
    }
}
