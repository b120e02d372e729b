// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.TableReference;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Trigger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Load jobs that come with their file in one request, by Google's own REST client. */
class UploadedLoadIT {
    private LoadFixture fixture;
    private Bigquery bigquery;

    @BeforeEach
    void start() throws IOException {
        fixture = new LoadFixture(Emulator.builder());
        bigquery = new Bigquery.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), request -> {})
                .setRootUrl(fixture.emulator.restEndpoint() + "/")
                .setApplicationName("test")
                .build();
        fixture.sql("CREATE TABLE d.t (id INT64, name STRING)");
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void loadsTheFileThatTheJobCameWith() throws Exception {
        Job begun = upload("one", load(), zipped("{\"id\": 1, \"name\": \"a\"}\n{\"id\": 2}\n"));

        assertThat(begun.getJobReference().getJobId()).isEqualTo("one");
        assertThat(done("one").getStatus().getErrorResult()).isNull();
        assertThat(fixture.rows("SELECT id, name FROM d.t ORDER BY id"))
                .extracting(row -> String.valueOf(row.get(0)))
                .containsExactly("1", "2");
    }

    @Test
    void loadsUncompressedFilesToo() throws Exception {
        upload("plain", load(), "{\"id\": 7}\n".getBytes(UTF_8));

        assertThat(done("plain").getStatus().getErrorResult()).isNull();
        assertThat(fixture.rows("SELECT id FROM d.t")).hasSize(1);
    }

    @Test
    void badFileFailsTheJobAndNamesNoObject() throws Exception {
        upload("bad", load(), "{\"id\": \"x\"}\n".getBytes(UTF_8));

        Job failed = done("bad");
        assertThat(failed.getStatus().getErrorResult().getReason()).isEqualTo("invalid");
        assertThat(failed.getStatus().getErrorResult().getLocation()).isNull();
        assertThat(fixture.rows("SELECT id FROM d.t")).isEmpty();
    }

    @Test
    void idIsTakenOnce() throws Exception {
        upload("twice", load(), "{\"id\": 1}\n".getBytes(UTF_8));

        GoogleJsonResponseException refused = catchThrowableOfType(
                GoogleJsonResponseException.class, () -> upload("twice", load(), "{\"id\": 2}\n".getBytes(UTF_8)));

        assertThat(refused.getStatusCode()).isEqualTo(409);
    }

    @Test
    void answerMayBeLostByTheJobsName() throws Exception {
        fixture.emulator.faults().arm(Trigger.on("jobs.insert").of("p.lost"), new Fault.LoseAck());

        assertThat(catchThrowableOfType(
                        IOException.class, () -> upload("lost", load(), "{\"id\": 1}\n".getBytes(UTF_8))))
                .isNotInstanceOf(GoogleJsonResponseException.class);
        assertThat(done("lost").getStatus().getErrorResult()).isNull();
    }

    @Test
    void refusesUrisBesideTheFileAndJobsWithoutEither() {
        byte[] file = "{\"id\": 1}\n".getBytes(UTF_8);

        assertThat(catchThrowableOfType(
                                GoogleJsonResponseException.class,
                                () -> upload("both", load().setSourceUris(List.of("gs://b/x")), file))
                        .getStatusCode())
                .isEqualTo(400);
        assertThat(catchThrowableOfType(
                                GoogleJsonResponseException.class,
                                () -> bigquery.jobs()
                                        .insert("p", job("neither", load()))
                                        .execute())
                        .getStatusCode())
                .isEqualTo(400);
    }

    @Test
    void resumableUploadsAreNotImplemented() {
        GoogleJsonResponseException refused = catchThrowableOfType(
                GoogleJsonResponseException.class,
                () -> bigquery.jobs()
                        .insert("p", job("r", load()), new ByteArrayContent("application/octet-stream", new byte[] {1}))
                        .execute());

        assertThat(refused.getStatusCode()).isEqualTo(501);
    }

    private Job upload(String id, JobConfigurationLoad load, byte[] file) throws IOException {
        Bigquery.Jobs.Insert insert =
                bigquery.jobs().insert("p", job(id, load), new ByteArrayContent("application/octet-stream", file));
        insert.getMediaHttpUploader().setDirectUploadEnabled(true);
        return insert.execute();
    }

    private static Job job(String id, JobConfigurationLoad load) {
        return new Job()
                .setJobReference(new JobReference().setProjectId("p").setJobId(id))
                .setConfiguration(new JobConfiguration().setLoad(load));
    }

    private static JobConfigurationLoad load() {
        return new JobConfigurationLoad()
                .setDestinationTable(
                        new TableReference().setProjectId("p").setDatasetId("d").setTableId("t"))
                .setSourceFormat("NEWLINE_DELIMITED_JSON")
                .setWriteDisposition("WRITE_APPEND")
                .setCreateDisposition("CREATE_NEVER");
    }

    private Job done(String id) throws Exception {
        for (int i = 0; i < 500; i++) {
            Job job = bigquery.jobs().get("p", id).setLocation("EU").execute();
            if (job.getStatus().getState().equals("DONE")) {
                return job;
            }
            fixture.await(fixture.bigquery.getJob(com.google.cloud.bigquery.JobId.newBuilder()
                    .setProject("p")
                    .setJob(id)
                    .setLocation("EU")
                    .build()));
        }
        throw new AssertionError("not done");
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GZIPOutputStream lines = new GZIPOutputStream(file)) {
            lines.write(text.getBytes(UTF_8));
        }
        return file.toByteArray();
    }
}
