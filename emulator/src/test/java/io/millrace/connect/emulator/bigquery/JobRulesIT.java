// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics;
import com.google.cloud.bigquery.QueryJobConfiguration;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for any job: ids, locations, dry runs, rights, statistics; through Google's own client. */
class JobRulesIT {
    private BigQueryServer server;
    private BigQuery bigquery;

    @BeforeEach
    void start() throws IOException {
        server = new BigQueryServer();
        bigquery = server.client;
        bigquery.create(DatasetInfo.of("shop"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aJobsStatisticsTellWhatDmlDid() throws InterruptedException {
        server.query("CREATE TABLE shop.orders AS SELECT x AS id FROM UNNEST(GENERATE_ARRAY(1, 5)) AS x");

        Job job = bigquery.create(JobInfo.of(QueryJobConfiguration.of("DELETE FROM shop.orders WHERE id > 2")))
                .waitFor();

        JobStatistics.QueryStatistics statistics = job.getStatistics();
        assertThat(statistics.getNumDmlAffectedRows()).isEqualTo(3);
        assertThat(statistics.getDmlStats().getDeletedRowCount()).isEqualTo(3);
        assertThat(statistics.getStatementType()).isEqualTo(JobStatistics.QueryStatistics.StatementType.DELETE);
    }

    @Test
    void aJobIdIsTakenOnce() {
        JobId id = JobId.of("once");
        bigquery.create(JobInfo.of(id, QueryJobConfiguration.of("SELECT 1")));

        // The client makes of a 409 what a repeated call wants: the job that is there.
        Job again = bigquery.create(JobInfo.of(id, QueryJobConfiguration.of("SELECT 2")));

        assertThat(again.<QueryJobConfiguration>getConfiguration().getQuery()).isEqualTo("SELECT 1");
    }

    @Test
    void aJobElsewhereDoesNotFindTheDataset() throws InterruptedException {
        server.query("CREATE TABLE shop.orders (id INT64)");

        assertThatThrownBy(() -> bigquery.query(
                        QueryJobConfiguration.of("SELECT * FROM shop.orders"),
                        JobId.newBuilder().setLocation("EU").build()))
                .hasMessage("Not found: Dataset test:shop was not found in location EU");
    }

    @Test
    void aDryRunGivesColumnsAndLeavesNothing() {
        Job job = bigquery.create(JobInfo.of(QueryJobConfiguration.newBuilder("SELECT 1 AS a, 'x' AS b")
                .setDryRun(true)
                .build()));

        JobStatistics.QueryStatistics statistics = job.getStatistics();
        assertThat(statistics.getSchema().getFields())
                .extracting(Field::getName)
                .containsExactly("a", "b");
        assertThat(bigquery.listJobs().iterateAll()).isEmpty();
    }

    @Test
    void aDryRunOfADefinitionNeedsWhatItsRunNeeds() {
        JobInfo dry = JobInfo.of(QueryJobConfiguration.newBuilder("CREATE TABLE shop.made (id INT64)")
                .setDryRun(true)
                .build());
        bigquery.create(dry);
        assertThat(bigquery.getTable("shop", "made")).isNull();

        server.warehouse.permissions().deny("test:shop", "bigquery.tables.create");

        assertThat(catchThrowableOfType(BigQueryException.class, () -> bigquery.create(dry)))
                .hasMessageContaining("bigquery.tables.create denied");
    }

    @Test
    void whatTheEmulatorCannotDoIsA501() {
        BigQueryException refused = catchThrowableOfType(
                BigQueryException.class, () -> server.query("SELECT APPROX_QUANTILES(x, 2) FROM UNNEST([1]) AS x"));

        assertThat(refused.getCode()).isEqualTo(501);
        assertThat(refused).hasMessageContaining("the function APPROX_QUANTILES");
    }

    @Test
    void aDeniedPermissionIsNamed() {
        server.warehouse.permissions().deny("test:shop", "bigquery.tables.create");

        assertThatThrownBy(() -> server.query("CREATE TABLE shop.orders (id INT64)"))
                .hasMessageContaining("Permission bigquery.tables.create denied on dataset test:shop");
    }
}
