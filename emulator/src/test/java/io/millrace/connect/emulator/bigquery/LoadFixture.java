// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.NoCredentials;
import com.google.cloud.RetryOption;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.MovingClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** A whole emulator with dataset {@code d} and bucket {@code b} in the EU, and Google's clients, which retry nothing. */
final class LoadFixture {
    static final TableId TABLE = TableId.of("p", "d", "t");

    final MovingClock clock = new MovingClock();
    final Emulator emulator;
    final BigQuery bigquery;
    final Storage storage;

    LoadFixture(Emulator.Builder builder) {
        emulator = builder.clock(clock).start();
        bigquery = BigQueryOptions.newBuilder()
                .setProjectId("p")
                .setHost(emulator.restEndpoint())
                .setCredentials(NoCredentials.getInstance())
                .setRetrySettings(ServiceOptions.getNoRetrySettings())
                .build()
                .getService();
        storage = StorageOptions.newBuilder()
                .setProjectId("p")
                .setHost(emulator.restEndpoint())
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        bigquery.create(DatasetInfo.newBuilder("d").setLocation("EU").build());
        emulator.objects().createBucket("b", "eu");
    }

    void put(String name, byte[] content) {
        storage.create(BlobInfo.newBuilder("b", name).build(), content);
    }

    void put(String name, String text) {
        put(name, text.getBytes(UTF_8));
    }

    static LoadJobConfiguration.Builder json(String... uris) {
        return LoadJobConfiguration.newBuilder(TABLE, List.of(uris)).setFormatOptions(FormatOptions.json());
    }

    static LoadJobConfiguration.Builder avro(String... uris) {
        return LoadJobConfiguration.newBuilder(TABLE, List.of(uris))
                .setFormatOptions(FormatOptions.avro())
                .setUseAvroLogicalTypes(true);
    }

    /** The job when it is done; what the client throws for a job that failed is not thrown. */
    Job done(LoadJobConfiguration load) throws InterruptedException {
        return await(bigquery.create(JobInfo.of(load)));
    }

    Job await(Job job) throws InterruptedException {
        try {
            job.waitFor(
                    RetryOption.initialRetryDelayDuration(Duration.ofMillis(5)),
                    RetryOption.maxRetryDelayDuration(Duration.ofMillis(20)));
        } catch (BigQueryException failed) {
            // It is in the job's status, too.
        }
        return bigquery.getJob(job.getJobId());
    }

    /** Why a load failed: its result. */
    BigQueryError failure(LoadJobConfiguration load) throws InterruptedException {
        BigQueryError error = done(load).getStatus().getError();
        if (error == null) {
            throw new AssertionError("the job did not fail");
        }
        return error;
    }

    void sql(String statement) {
        emulator.queries().run(io.millrace.connect.emulator.query.QueryContext.of("p"), statement);
    }

    List<List<Object>> rows(String sql) {
        return emulator.queries().select("p", sql).rows();
    }

    /** A file of one record, whose schema is JSON. */
    static byte[] avroFile(String codec, String schema, Map<String, Object> values) throws IOException {
        Schema parsed = new Schema.Parser().parse(schema);
        GenericRecord record = new GenericData.Record(parsed);
        values.forEach(record::put);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(parsed))) {
            writer.setCodec(CodecFactory.fromString(codec));
            writer.create(parsed, bytes);
            writer.append(record);
        }
        return bytes.toByteArray();
    }

    /** A record with one field {@code c}. */
    static String recordOf(String fieldType) {
        return "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"c\",\"type\":" + fieldType + "}]}";
    }

    void close() throws Exception {
        storage.close();
        emulator.close();
    }
}
