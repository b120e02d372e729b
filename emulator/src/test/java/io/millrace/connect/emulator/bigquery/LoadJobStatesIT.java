// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Job;
import com.google.cloud.bigquery.JobId;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.JobStatistics;
import com.google.cloud.bigquery.JobStatus;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.storage.BlobId;
import io.millrace.connect.emulator.Emulator;
import io.millrace.connect.emulator.faults.Fault;
import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.faults.Trigger;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A load job's way, its ids, places and quotas, and what a fault plan makes of them. */
class LoadJobStatesIT {
    private LoadFixture world;

    @BeforeEach
    void start() {
        world = new LoadFixture(Emulator.builder().loadQuota(3, 5));
        world.sql("CREATE TABLE d.t (id INT64)");
        world.put("o.json", "{\"id\": 1}\n");
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    private Job create() {
        return world.bigquery.create(
                JobInfo.of(LoadFixture.json("gs://b/o.json").build()));
    }

    private JobStatus.State state(Job job) {
        return world.bigquery.getJob(job.getJobId()).getStatus().getState();
    }

    @Test
    void aJobIsPendingThenRunningThenDoneAndItsRowsAreThereAtOnce() throws Exception {
        world.emulator
                .faults()
                .arm(Trigger.on("jobs.run").of("d.t"), new Fault.Delay(Duration.ofMillis(300), Moment.BEFORE));
        world.emulator.faults().arm(Trigger.on("jobs.run").of("d.t"), new Fault.NeverAnswer(Moment.AFTER));
        Job job = create();
        assertThat(job.getStatus().getState()).isEqualTo(JobStatus.State.PENDING);
        assertThat(state(job)).isEqualTo(JobStatus.State.PENDING);
        while (state(job).equals(JobStatus.State.PENDING)) {
            Thread.onSpinWait();
        }
        assertThat(state(job)).isEqualTo(JobStatus.State.RUNNING);
        assertThat(world.rows("SELECT id FROM d.t")).isEmpty();

        world.emulator.faults().clear();
        Job done = world.await(job);

        assertThat(done.getStatus().getError()).isNull();
        JobStatistics.LoadStatistics statistics = done.getStatistics();
        assertThat(statistics.getInputFiles()).isEqualTo(1);
        assertThat(statistics.getInputBytes()).isEqualTo(10);
        assertThat(statistics.getOutputRows()).isEqualTo(1);
        assertThat(world.rows("SELECT id FROM d.t")).hasSize(1);
        assertThat(world.emulator.journal().tally("jobs.run", "d.t").rows()).isEqualTo(1);
    }

    @Test
    void aJobThatIsCancelledInTimeLoadsNothing() throws Exception {
        world.emulator.faults().arm(Trigger.on("jobs.run"), new Fault.NeverAnswer(Moment.AFTER));
        Job job = create();

        assertThat(world.bigquery.cancel(job.getJobId())).isTrue();
        Job done = world.await(job);
        world.emulator.faults().clear();

        assertThat(done.getStatus().getError().getReason()).isEqualTo("stopped");
        assertThat(world.rows("SELECT id FROM d.t")).isEmpty();
    }

    @Test
    void anInsertWhoseAnswerIsLostLeavesAJobThatASecondInsertFinds() throws Exception {
        JobId id = JobId.newBuilder().setJob("cut-1").setLocation("EU").build();
        JobInfo load = JobInfo.of(
                id,
                LoadFixture.json("gs://b/o.json")
                        .setLabels(Map.of("by", "test"))
                        .build());
        world.emulator.faults().arm(Trigger.on("jobs.insert"), new Fault.LoseAck());
        assertThatThrownBy(() -> world.bigquery.create(load)).isInstanceOf(BigQueryException.class);

        BigQueryException taken = catchThrowableOfType(BigQueryException.class, () -> world.bigquery.create(load));
        Job done = world.await(world.bigquery.getJob(id));

        assertThat(taken.getCode()).isEqualTo(409);
        assertThat(taken.getReason()).isEqualTo("duplicate");

        assertThat(done.getStatus().getError()).isNull();
        assertThat(done.<LoadJobConfiguration>getConfiguration().getLabels()).containsEntry("by", "test");
        assertThat(world.rows("SELECT id FROM d.t")).hasSize(1);
    }

    @Test
    void aJobFailsAsOftenAsThePlanSays() throws Exception {
        world.emulator
                .faults()
                .arm(Trigger.on("jobs.run").of("d.t").times(2), new Fault.FailJob("backendError", "try again"));

        LoadJobConfiguration load = LoadFixture.json("gs://b/o.json").build();

        assertThat(world.failure(load).getReason()).isEqualTo("backendError");
        assertThat(world.failure(load).getReason()).isEqualTo("backendError");
        assertThat(world.rows("SELECT id FROM d.t")).isEmpty();
        assertThat(world.done(load).getStatus().getError()).isNull();
    }

    @Test
    void loadsOfATableAndOfAProjectInADayAreCountedFailedOnesToo() throws Exception {
        world.sql("CREATE TABLE d.u (id INT64)");
        LoadJobConfiguration good = LoadFixture.json("gs://b/o.json").build();
        LoadJobConfiguration other = good.toBuilder()
                .setDestinationTable(com.google.cloud.bigquery.TableId.of("d", "u"))
                .build();
        world.failure(LoadFixture.json("gs://b/none.json").build());
        world.done(good);
        world.done(good);

        assertThat(world.failure(good).getReason()).isEqualTo("quotaExceeded");
        assertThat(world.failure(good).getLocation()).isEqualTo("load_job_per_table.long");
        assertThat(world.failure(other).getMessage()).startsWith("Quota exceeded: Your project");
        world.clock.advance(Duration.ofHours(24));
        assertThat(world.done(good).getStatus().getError()).isNull();
    }

    @Test
    void outsideUsAndEuAJobIsFoundByItsLocationOnly() throws Exception {
        world.bigquery.create(
                DatasetInfo.newBuilder("w").setLocation("europe-west1").build());
        world.emulator.objects().createBucket("west", "europe-west1");
        world.sql("CREATE TABLE w.t (id INT64)");
        LoadJobConfiguration load = LoadJobConfiguration.builder(
                        com.google.cloud.bigquery.TableId.of("w", "t"), "gs://west/*")
                .setFormatOptions(com.google.cloud.bigquery.FormatOptions.json())
                .build();

        Job job = world.await(world.bigquery.create(JobInfo.of(JobId.of("p", "west-1"), load)));

        assertThat(job.getJobId().getLocation()).isEqualTo("europe-west1");
        assertThat(job.getStatus().getError().getReason()).isEqualTo("notFound");
        assertThat(world.bigquery.getJob(JobId.of("p", "west-1"))).isNull();
    }

    @Test
    void aBucketElsewhereIsNotRead() throws Exception {
        world.emulator.objects().createBucket("us", "US");

        assertThat(world.failure(LoadFixture.json("gs://us/o.json").build()).getMessage())
                .isEqualTo("Cannot read and write in different locations: source: US, destination: EU");
    }

    @Test
    void anObjectThatGoesAwayUnderTheJobFailsIt() throws Exception {
        world.emulator.faults().arm(Trigger.on("jobs.run"), new Fault.NeverAnswer(Moment.AFTER));
        Job job = create();
        world.storage.delete(BlobId.of("b", "o.json"));

        world.emulator.faults().clear();

        assertThat(world.await(job).getStatus().getError().getMessage()).isEqualTo("Not found: URI gs://b/o.json");
    }

    @Test
    void whoMayNotReadTheObjectsOrWriteTheTableLoadsNothing() throws Exception {
        world.emulator.permissions().deny("b", "storage.objects.get");
        assertThat(world.failure(LoadFixture.json("gs://b/o.json").build()).getReason())
                .isEqualTo("accessDenied");

        world.emulator.permissions().deny("p:d.t", "bigquery.tables.updateData");
        BigQueryException refused = catchThrowableOfType(BigQueryException.class, this::create);
        assertThat(refused.getCode()).isEqualTo(403);
    }

    @Test
    void tooManyUrisTwoAsterisksAndLabelsInCapitalsAreRefusedAtOnce() {
        assertThatThrownBy(() -> world.bigquery.create(JobInfo.of(LoadFixture.json(
                                Collections.nCopies(10_001, "gs://b/o.json").toArray(String[]::new))
                        .build())))
                .hasMessageContaining("at most 10000");
        assertThatThrownBy(() -> world.bigquery.create(
                        JobInfo.of(LoadFixture.json("gs://b/*/*.json").build())))
                .hasMessageContaining("Only one wildcard");
        assertThatThrownBy(() -> world.bigquery.create(JobInfo.of(LoadFixture.json("gs://b/o.json")
                        .setLabels(Map.of("Team", "a"))
                        .build())))
                .hasMessageContaining("Label key \"Team\"");
    }
}
