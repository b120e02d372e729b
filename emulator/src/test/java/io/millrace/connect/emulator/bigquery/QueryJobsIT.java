// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TableResult;
import com.google.cloud.bigquery.ViewDefinition;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What queries answer, and where their rows go, through Google's own client. */
class QueryJobsIT {
    private static final TableId ORDERS = TableId.of("shop", "orders");

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
    void ddlDmlAndQueriesAnswerAsBigQueryDoes() throws InterruptedException {
        server.query("CREATE TABLE shop.orders (id INT64, `at` TIMESTAMP, price NUMERIC)");

        server.query("INSERT INTO shop.orders VALUES (1, TIMESTAMP '2024-01-02 03:04:05.123456Z', 9.99)");
        TableResult rows = server.query("SELECT * FROM shop.orders");

        FieldValueList row = rows.iterateAll().iterator().next();
        assertThat(row.get("id").getLongValue()).isEqualTo(1);
        assertThat(row.get("at").getTimestampValue()).isEqualTo(1_704_164_645_123_456L);
        assertThat(row.get("price").getNumericValue()).isEqualByComparingTo(new BigDecimal("9.99"));
    }

    @Test
    void resultsComeInPages() throws InterruptedException {
        Job job = bigquery.create(JobInfo.of(
                        QueryJobConfiguration.of("SELECT x FROM UNNEST(GENERATE_ARRAY(1, 1000)) AS x ORDER BY x")))
                .waitFor();

        List<Long> values = new ArrayList<>();
        TableResult result = job.getQueryResults(BigQuery.QueryResultsOption.pageSize(300));
        result.iterateAll().forEach(row -> values.add(row.get(0).getLongValue()));

        assertThat(result.getTotalRows()).isEqualTo(1000);
        assertThat(values).hasSize(1000).isSorted();
    }

    @Test
    void parametersOfEveryKindArrive() throws InterruptedException {
        TableResult result = bigquery.query(QueryJobConfiguration.newBuilder(
                        "SELECT @name || '!', @n + 1, @at, ARRAY_LENGTH(@list), @big")
                .addNamedParameter("name", QueryParameterValue.string("it's"))
                .addNamedParameter("n", QueryParameterValue.int64(41L))
                .addNamedParameter("at", QueryParameterValue.timestamp(1_000_001L))
                .addNamedParameter("list", QueryParameterValue.array(new Long[] {1L, 2L}, StandardSQLTypeName.INT64))
                .addNamedParameter("big", QueryParameterValue.bigNumeric(new BigDecimal("1e-38")))
                .build());

        FieldValueList row = result.iterateAll().iterator().next();
        assertThat(row.get(0).getStringValue()).isEqualTo("it's!");
        assertThat(row.get(1).getLongValue()).isEqualTo(42);
        assertThat(row.get(2).getTimestampValue()).isEqualTo(1_000_001L);
        assertThat(row.get(3).getLongValue()).isEqualTo(2);
        assertThat(row.get(4).getNumericValue()).isEqualByComparingTo("1e-38");
    }

    @Test
    void aViewMadeByTheApiIsLive() throws InterruptedException {
        server.query("CREATE TABLE shop.orders (id INT64)");
        bigquery.create(TableInfo.of(
                TableId.of("shop", "v"),
                ViewDefinition.newBuilder("SELECT MAX(id) AS newest FROM shop.orders")
                        .setUseLegacySql(false)
                        .build()));
        server.query("INSERT INTO shop.orders VALUES (7)");

        TableResult rows = server.query("SELECT newest FROM shop.v");

        assertThat(rows.iterateAll().iterator().next().get(0).getLongValue()).isEqualTo(7);
        assertThat(bigquery.getTable("shop", "v").getDefinition().getSchema().getFields())
                .extracting(Field::getName)
                .containsExactly("newest");
    }

    @Test
    void aDestinationTableIsMadeFilledAndReplaced() throws InterruptedException {
        QueryJobConfiguration.Builder query = QueryJobConfiguration.newBuilder("SELECT 1 AS id")
                .setDestinationTable(ORDERS)
                .setWriteDisposition(JobInfo.WriteDisposition.WRITE_APPEND);
        bigquery.create(JobInfo.of(query.build())).waitFor();
        bigquery.create(JobInfo.of(query.build())).waitFor();
        assertThat(ids()).containsExactly(1L, 1L);

        bigquery.create(JobInfo.of(query.setWriteDisposition(JobInfo.WriteDisposition.WRITE_TRUNCATE)
                        .setQuery("SELECT SUM(id) AS id FROM shop.orders")
                        .build()))
                .waitFor();

        assertThat(ids()).containsExactly(2L);
    }

    private List<Long> ids() throws InterruptedException {
        List<Long> ids = new ArrayList<>();
        server.query("SELECT id FROM shop.orders ORDER BY id")
                .iterateAll()
                .forEach(row -> ids.add(row.get(0).getLongValue()));
        return ids;
    }
}
