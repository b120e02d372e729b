// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.CsvOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.QueryParameterValue;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TableResult;
import com.google.cloud.bigquery.TimePartitioning;
import com.google.cloud.bigquery.ViewDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Query and load jobs through Google's own client. */
class JobsIT {
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
        query("CREATE TABLE shop.orders (id INT64, `at` TIMESTAMP, price NUMERIC)");

        query("INSERT INTO shop.orders VALUES (1, TIMESTAMP '2024-01-02 03:04:05.123456Z', 9.99)");
        TableResult rows = query("SELECT * FROM shop.orders");

        FieldValueList row = rows.iterateAll().iterator().next();
        assertThat(row.get("id").getLongValue()).isEqualTo(1);
        assertThat(row.get("at").getTimestampValue()).isEqualTo(1_704_164_645_123_456L);
        assertThat(row.get("price").getNumericValue()).isEqualByComparingTo(new BigDecimal("9.99"));
    }

    @Test
    void aJobsStatisticsTellWhatDmlDid() throws InterruptedException {
        query("CREATE TABLE shop.orders AS SELECT x AS id FROM UNNEST(GENERATE_ARRAY(1, 5)) AS x");

        Job job = bigquery.create(JobInfo.of(QueryJobConfiguration.of("DELETE FROM shop.orders WHERE id > 2")))
                .waitFor();

        JobStatistics.QueryStatistics statistics = job.getStatistics();
        assertThat(statistics.getNumDmlAffectedRows()).isEqualTo(3);
        assertThat(statistics.getDmlStats().getDeletedRowCount()).isEqualTo(3);
        assertThat(statistics.getStatementType()).isEqualTo(JobStatistics.QueryStatistics.StatementType.DELETE);
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
        query("CREATE TABLE shop.orders (id INT64)");
        bigquery.create(TableInfo.of(
                TableId.of("shop", "v"),
                ViewDefinition.newBuilder("SELECT MAX(id) AS newest FROM shop.orders")
                        .setUseLegacySql(false)
                        .build()));
        query("INSERT INTO shop.orders VALUES (7)");

        TableResult rows = query("SELECT newest FROM shop.v");

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
        query("CREATE TABLE shop.orders (id INT64)");

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
                BigQueryException.class, () -> query("SELECT APPROX_QUANTILES(x, 2) FROM UNNEST([1]) AS x"));

        assertThat(refused.getCode()).isEqualTo(501);
        assertThat(refused).hasMessageContaining("the function APPROX_QUANTILES");
    }

    @Test
    void ndjsonLoadsMayAddColumns() throws InterruptedException {
        query("CREATE TABLE shop.orders (id INT64)");
        put("a/1.json", "{\"id\": 1, \"tags\": [\"x\"]}\n{\"id\": \"2\"}\n");
        put("a/2.json", "{\"id\": 3}\n");

        LoadJobConfiguration.Builder load = LoadJobConfiguration.newBuilder(ORDERS, "gs://b/a/*.json")
                .setFormatOptions(FormatOptions.json())
                .setSchema(Schema.of(
                        Field.of("id", StandardSQLTypeName.INT64),
                        Field.newBuilder("tags", StandardSQLTypeName.STRING)
                                .setMode(Field.Mode.REPEATED)
                                .build()));
        BigQueryException refused = failure(load.build());
        Job done = bigquery.create(
                        JobInfo.of(load.setSchemaUpdateOptions(List.of(JobInfo.SchemaUpdateOption.ALLOW_FIELD_ADDITION))
                                .build()))
                .waitFor();

        assertThat(refused).hasMessageContaining("Cannot add fields (field: tags)");
        JobStatistics.LoadStatistics statistics = done.getStatistics();
        assertThat(statistics.getOutputRows()).isEqualTo(3);
        assertThat(statistics.getInputFiles()).isEqualTo(2);
        assertThat(ids()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void badRecordsBeyondTheLimitFailTheJobAndNothingIsLoaded() throws InterruptedException {
        query("CREATE TABLE shop.orders (id INT64)");
        put("bad.json", "{\"id\": 1}\n{\"id\": \"x\"}\n");
        LoadJobConfiguration.Builder load =
                LoadJobConfiguration.newBuilder(ORDERS, "gs://b/bad.json").setFormatOptions(FormatOptions.json());

        assertThat(failure(load.build()).getReason()).isEqualTo("invalid");
        assertThat(ids()).isEmpty();

        bigquery.create(JobInfo.of(load.setMaxBadRecords(1).build())).waitFor();
        assertThat(ids()).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "snappy", "deflate", "zstandard"})
    void avroLoadsKeepLogicalTypes(String codec) throws IOException, InterruptedException {
        put("orders.avro", avro(codec));

        Job job = bigquery.create(JobInfo.of(LoadJobConfiguration.newBuilder(ORDERS, "gs://b/orders.avro")
                        .setFormatOptions(FormatOptions.avro())
                        .setUseAvroLogicalTypes(true)
                        .setDecimalTargetTypes(List.of("NUMERIC", "BIGNUMERIC"))
                        .setTimePartitioning(TimePartitioning.newBuilder(TimePartitioning.Type.DAY)
                                .setField("at")
                                .build())
                        .build()))
                .waitFor();

        assertThat(job.getStatus().getError()).isNull();
        FieldValueList row = query("SELECT id, `at`, price, note, CAST(local AS STRING) AS local, kv[OFFSET(0)].value"
                        + " FROM shop.orders")
                .iterateAll()
                .iterator()
                .next();
        assertThat(row.get("id").getLongValue()).isEqualTo(1);
        assertThat(row.get("at").getTimestampValue()).isEqualTo(1_704_164_645_123_456L);
        assertThat(row.get("price").getNumericValue()).isEqualByComparingTo("1.5");
        assertThat(row.get("note").isNull()).isTrue();
        assertThat(row.get("local").getStringValue()).isEqualTo("1970-01-01 00:00:00.000001");
        assertThat(row.get("value").getLongValue()).isEqualTo(9);
    }

    private static byte[] avro(String codec) throws IOException {
        org.apache.avro.Schema at = LogicalTypes.timestampMicros()
                .addToSchema(org.apache.avro.Schema.create(org.apache.avro.Schema.Type.LONG));
        org.apache.avro.Schema local = LogicalTypes.localTimestampMicros()
                .addToSchema(org.apache.avro.Schema.create(org.apache.avro.Schema.Type.LONG));
        org.apache.avro.Schema price = LogicalTypes.decimal(38, 9)
                .addToSchema(org.apache.avro.Schema.create(org.apache.avro.Schema.Type.BYTES));
        org.apache.avro.Schema schema = SchemaBuilder.record("order")
                .fields()
                .requiredLong("id")
                .name("at")
                .type(at)
                .noDefault()
                .name("price")
                .type(price)
                .noDefault()
                .optionalString("note")
                .name("local")
                .type(local)
                .noDefault()
                .name("kv")
                .type()
                .map()
                .values()
                .longType()
                .noDefault()
                .endRecord();
        GenericRecord record = new GenericRecordBuilder(schema)
                .set("id", 1L)
                .set("at", 1_704_164_645_123_456L)
                .set(
                        "price",
                        ByteBuffer.wrap(
                                new BigDecimal("1.500000000").unscaledValue().toByteArray()))
                .set("note", null)
                .set("local", 1L)
                .set("kv", Map.of("a", 9L))
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(CodecFactory.fromString(codec));
            writer.create(schema, bytes);
            writer.append(record);
        }
        return bytes.toByteArray();
    }

    @Test
    void csvLoadsReadTypesAsBigQueryDoes() throws InterruptedException {
        put("o.csv", "id,name,day\n1,\"a,b\",2024-01-02\n2,,2024-1-3\n");

        bigquery.create(JobInfo.of(LoadJobConfiguration.newBuilder(ORDERS, "gs://b/o.csv")
                        .setFormatOptions(
                                CsvOptions.newBuilder().setSkipLeadingRows(1).build())
                        .setSchema(Schema.of(
                                Field.of("id", StandardSQLTypeName.INT64),
                                Field.of("name", StandardSQLTypeName.STRING),
                                Field.of("day", StandardSQLTypeName.DATE)))
                        .build()))
                .waitFor();

        List<String> rows = new ArrayList<>();
        query("SELECT CONCAT(CAST(id AS STRING), IFNULL(name, '-'), CAST(day AS STRING)) FROM shop.orders ORDER BY id")
                .iterateAll()
                .forEach(row -> rows.add(row.get(0).getStringValue()));
        assertThat(rows).containsExactly("1a,b2024-01-02", "2-2024-01-03");
    }

    @Test
    void aMissingObjectFailsTheJob() {
        BigQueryException failed = failure(LoadJobConfiguration.newBuilder(ORDERS, "gs://b/none.avro")
                .setFormatOptions(FormatOptions.avro())
                .build());

        assertThat(failed.getReason()).isEqualTo("notFound");
        assertThat(failed).hasMessage("Not found: URI gs://b/none.avro");
    }

    @Test
    void aDeniedPermissionIsNamed() {
        server.warehouse.permissions().deny("test:shop", "bigquery.tables.create");

        assertThatThrownBy(() -> query("CREATE TABLE shop.orders (id INT64)"))
                .hasMessageContaining("Permission bigquery.tables.create denied on dataset test:shop");
    }

    /** Why a load job fails, as the client tells it. */
    private BigQueryException failure(LoadJobConfiguration load) {
        Job job = bigquery.create(JobInfo.of(load));
        return catchThrowableOfType(BigQueryException.class, job::waitFor);
    }

    private TableResult query(String sql) throws InterruptedException {
        return bigquery.query(QueryJobConfiguration.of(sql));
    }

    private List<Long> ids() throws InterruptedException {
        List<Long> ids = new ArrayList<>();
        query("SELECT id FROM shop.orders ORDER BY id")
                .iterateAll()
                .forEach(row -> ids.add(row.get(0).getLongValue()));
        return ids;
    }

    private void put(String name, String text) {
        put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String name, byte[] content) {
        server.objects.put(name, content);
    }
}
