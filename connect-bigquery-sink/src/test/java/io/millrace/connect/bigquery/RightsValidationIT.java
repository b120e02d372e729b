// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableSchema;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What validation finds out about rights: of what is there, and of what will have to be created. */
class RightsValidationIT {
    private static final String ORDERS = "my-project:raw.orders";

    private final BigQuerySinkConnector connector = new BigQuerySinkConnector();
    private final Emulator google = Emulator.builder().start();

    @BeforeEach
    void ordersExist() {
        google.warehouse()
                .createDataset(new Dataset()
                        .setDatasetReference(new DatasetReference()
                                .setProjectId("my-project")
                                .setDatasetId("raw")));
        google.warehouse()
                .createTable(new Table()
                        .setTableReference(new TableReference()
                                .setProjectId("my-project")
                                .setDatasetId("raw")
                                .setTableId("orders"))
                        .setSchema(new TableSchema()
                                .setFields(List.of(new TableFieldSchema()
                                        .setName("id")
                                        .setType("INTEGER")
                                        .setMode("NULLABLE")))));
    }

    @AfterEach
    void stop() {
        google.close();
    }

    /** Property to its errors, joined. */
    private Map<String, String> errors(String topics, String... pairs) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "name",
                "shop",
                "connector.class",
                BigQuerySinkConnector.class.getName(),
                "topics",
                topics,
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
        Map<String, String> errors = new TreeMap<>();
        connector.validate(properties).configValues().forEach(value -> {
            if (!value.errorMessages().isEmpty()) {
                errors.put(value.name(), String.join("; ", value.errorMessages()));
            }
        });
        return errors;
    }

    private static Map.Entry<String, String> lacks(String sentence) {
        return entry("credentials.source", "credentials.source: the credentials lack " + sentence);
    }

    @Test
    void ofATableThatIsMissingNothingIsAsked() {
        assertThat(errors("orders,lines,shop.returns")).isEmpty();
        assertThat(errors("lines", "dataset", "landing", "dataset.create", "true"))
                .isEmpty();
    }

    @Test
    void namesTheRightToCreateTables() {
        google.permissions().deny("my-project:raw", "bigquery.tables.create");

        assertThat(errors("orders")).isEmpty();
        assertThat(errors("orders,lines,returns"))
                .containsExactly(lacks("bigquery.tables.create on dataset my-project.raw; grant"
                        + " roles/bigquery.dataEditor on it, or create its tables and views yourself"));
    }

    @Test
    void namesTheRightToCreateTheDataset() {
        google.permissions().deny("my-project", "bigquery.datasets.create");

        assertThat(errors("orders", "dataset.create", "true")).isEmpty();
        assertThat(errors("orders", "dataset", "landing", "dataset.create", "true"))
                .containsExactly(
                        lacks("bigquery.datasets.create on project my-project; grant roles/bigquery.user on it,"
                                + " or create dataset my-project.landing yourself"));
    }

    @Test
    void findsNothingWhereItMayNotAskWhatMayBeCreated() {
        google.permissions().deny("my-project", "bigquery.jobs.create");
        google.permissions().deny("my-project", "bigquery.tables.create");

        assertThat(errors("lines")).isEmpty();
    }

    @Test
    void namesTheRightToReadATableThatAViewNeeds() {
        google.permissions().deny(ORDERS, "bigquery.tables.getData");

        assertThat(errors("orders")).isEmpty();
        assertThat(errors("orders", "view.create", "true"))
                .containsOnlyKeys("view.create")
                .hasEntrySatisfying(
                        "view.create",
                        found -> assertThat(found).contains("bigquery.tables.getData on table my-project.raw.orders"));
    }

    @Test
    void namesTheRightToCreateTheViewOverATableThatIsThere() {
        google.permissions().deny("my-project:raw", "bigquery.tables.create");

        assertThat(errors("orders", "view.create", "true"))
                .hasEntrySatisfying(
                        "credentials.source", found -> assertThat(found).contains("bigquery.tables.create"));
    }

    @Test
    void aLayoutOfManyTablesIsNotHeldAgainstOneThatHasNotItsColumns() {
        assertThat(errors("orders,lines", "table.partition.field", "created", "table.clustering.fields", "country"))
                .isEmpty();
        assertThat(errors("orders", "table.partition.field", "created")).containsOnlyKeys("table.partition.field");
        assertThat(errors("orders,lines", "table.orders.partition.field", "created"))
                .containsOnlyKeys("table.orders.partition.field");
        assertThat(errors("orders,lines", "table.orders.clustering.fields", "country"))
                .containsOnlyKeys("table.orders.clustering.fields");
    }

    @Test
    void namesTheRightToLookAtATable() {
        google.permissions().deny(ORDERS, "bigquery.tables.get");

        assertThat(errors("orders"))
                .containsExactly(lacks("bigquery.tables.get on table my-project.raw.orders; grant"
                        + " roles/bigquery.dataEditor on it"));
    }

    private Map<String, String> loading(String bucket, String... more) {
        List<String> pairs = new ArrayList<>(
                List.of("write.method", "gcs-load", "gcs.bucket", bucket, "gcs.endpoint", google.restEndpoint()));
        pairs.addAll(List.of(more));
        return errors("orders", pairs.toArray(String[]::new));
    }

    @Test
    void looksForTheBucketOfLoadJobsAndItsLocation() {
        google.objects().createBucket("near", "US");
        google.objects().createBucket("far", "europe-west6");
        google.warehouse()
                .createDataset(new Dataset()
                        .setLocation("EU")
                        .setDatasetReference(new DatasetReference()
                                .setProjectId("my-project")
                                .setDatasetId("union")));

        assertThat(loading("near")).isEmpty();
        assertThat(loading("far"))
                .as("a dataset in the US is loaded from anywhere")
                .isEmpty();
        assertThat(loading("far", "dataset", "union")).isEmpty();
        assertThat(loading("near", "dataset", "union"))
                .containsExactly(entry(
                        "gcs.bucket",
                        "gcs.bucket: bucket near is in US, and dataset my-project.union in EU: BigQuery does not load from"
                                + " there; use a bucket in the dataset's location"));
        assertThat(loading("nowhere"))
                .containsExactly(entry(
                        "gcs.bucket",
                        "gcs.bucket: bucket nowhere does not exist; create it, or set gcs.bucket.create=true"));
        assertThat(loading("nowhere", "gcs.bucket.create", "true")).isEmpty();
    }

    @Test
    void namesTheRightsThatLoadJobsTake() {
        google.objects().createBucket("shared", "US");
        google.permissions().deny("shared", "storage.objects.delete");
        assertThat(loading("shared"))
                .containsExactly(
                        lacks("storage.objects.delete on bucket shared; grant roles/storage.objectUser on it"));
        google.permissions().grant("shared", "storage.objects.delete");

        google.permissions().deny("my-project", "bigquery.jobs.create");
        assertThat(loading("shared"))
                .containsExactly(
                        lacks("bigquery.jobs.create on project my-project; grant roles/bigquery.jobUser on it"));
        assertThat(errors("orders")).as("nobody else needs it").isEmpty();
    }

    private Map<String, String> merging(String topics, String... more) {
        List<String> pairs = new ArrayList<>(List.of("change.mode", "upsert-delete", "upsert.strategy", "merge"));
        pairs.addAll(List.of(more));
        return errors(topics, pairs.toArray(String[]::new));
    }

    @Test
    void namesTheRightsThatMergesTake() {
        assertThat(merging("orders")).isEmpty();
        google.permissions().deny("my-project", "bigquery.jobs.create");
        assertThat(merging("orders"))
                .containsExactly(
                        lacks("bigquery.jobs.create on project my-project; grant roles/bigquery.jobUser on it"));
        assertThat(errors("orders", "change.mode", "upsert-delete"))
                .as("nobody else needs it")
                .isEmpty();
        google.permissions().grant("my-project", "bigquery.jobs.create");

        for (String right : List.of("updateData", "getData", "delete")) {
            google.permissions().deny(ORDERS, "bigquery.tables." + right);
            assertThat(merging("orders"))
                    .containsExactly(lacks("bigquery.tables." + right + " on table my-project.raw.orders; grant"
                            + " roles/bigquery.dataEditor on it"));
            google.permissions().grant(ORDERS, "bigquery.tables." + right);
        }
        google.permissions().deny("my-project:raw", "bigquery.tables.create");
        assertThat(merging("orders"))
                .containsExactly(lacks("bigquery.tables.create on dataset my-project.raw; grant"
                        + " roles/bigquery.dataEditor on it, or create its tables and views yourself"));
    }

    @Test
    void looksForTheDatasetOfStagingTables() {
        assertThat(merging("orders", "merge.dataset", "stage"))
                .containsExactly(entry(
                        "merge.dataset",
                        "merge.dataset: dataset my-project.stage for staging tables does not exist; create it, or write"
                                + " another"));
        google.warehouse()
                .createDataset(new Dataset()
                        .setDatasetReference(new DatasetReference()
                                .setProjectId("my-project")
                                .setDatasetId("stage")));
        assertThat(merging("orders", "merge.dataset", "stage")).isEmpty();
        google.permissions().deny("my-project:raw", "bigquery.tables.create");
        assertThat(merging("orders", "merge.dataset", "stage")).isEmpty();
        google.permissions().deny("my-project:stage", "bigquery.tables.create");
        assertThat(merging("orders", "merge.dataset", "stage"))
                .hasEntrySatisfying(
                        "credentials.source",
                        found -> assertThat(found).contains("bigquery.tables.create on dataset my-project.stage"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rateLimitExceeded", "quotaExceeded", "userRateLimitExceeded"})
    void aQuotaIsNoLackOfRights(String reason) {
        Fault busy = new Fault.RefuseHttp(403, reason, "later");
        google.faults().arm(Trigger.on("tables.get").always(), busy);
        google.faults().arm(Trigger.on("jobs.insert").always(), busy);

        assertThat(errors("orders,lines")).isEmpty();
    }
}
