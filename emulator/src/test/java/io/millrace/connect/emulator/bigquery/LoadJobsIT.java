// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.CsvOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TimePartitioning;
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

/** Load jobs of every format through Google's own client. */
class LoadJobsIT {
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
    void ndjsonLoadsMayAddColumns() throws InterruptedException {
        server.query("CREATE TABLE shop.orders (id INT64)");
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
        server.query("CREATE TABLE shop.orders (id INT64)");
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
        FieldValueList row = server.query(
                        "SELECT id, `at`, price, note, CAST(local AS STRING) AS local, kv[OFFSET(0)].value"
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
        server.query(
                        "SELECT CONCAT(CAST(id AS STRING), IFNULL(name, '-'), CAST(day AS STRING)) FROM shop.orders ORDER BY id")
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

    /** Why a load job fails, as the client tells it. */
    private BigQueryException failure(LoadJobConfiguration load) {
        Job job = bigquery.create(JobInfo.of(load));
        return catchThrowableOfType(BigQueryException.class, job::waitFor);
    }

    private void put(String name, String text) {
        put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String name, byte[] content) {
        server.objects.put(name, content);
    }

    private List<Long> ids() throws InterruptedException {
        List<Long> ids = new ArrayList<>();
        server.query("SELECT id FROM shop.orders ORDER BY id")
                .iterateAll()
                .forEach(row -> ids.add(row.get(0).getLongValue()));
        return ids;
    }
}
