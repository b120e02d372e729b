// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.JobStatus;
import com.google.api.services.bigquery.model.TableReference;
import io.millrace.connect.bigquery.model.Destination;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Load jobs as BigQuery's REST API has them. Each call waits for its answer; any thread. */
final class LoadJobs {
    private static final int CONFLICT = 409;

    private final Bigquery bigquery;

    LoadJobs(Bigquery bigquery) {
        this.bigquery = bigquery;
    }

    /**
     * Which job.
     *
     * @param location of the table's dataset, null for BigQuery's to find out
     */
    record Id(String project, @Nullable String location, String job) {
        private JobReference reference() {
            return new JobReference()
                    .setProjectId(project)
                    .setLocation(location)
                    .setJobId(job);
        }
    }

    /**
     * How far a job is.
     *
     * @param done whether it has ended
     * @param error why it loaded nothing; null if it is not known to have failed
     */
    record State(boolean done, @Nullable Refusal error) {}

    /**
     * Asks for a job that loads files of one kind; one with this id that was asked for before is it.
     *
     * @param form what the files are
     * @return where it runs; empty if that is not told
     */
    Optional<String> start(Id id, Destination table, FileForm form, List<StagedFile> files, Map<String, String> labels)
            throws IOException {
        JobConfigurationLoad load = new JobConfigurationLoad()
                .setSourceUris(files.stream().map(file -> file.object().uri()).toList())
                .setDestinationTable(new TableReference()
                        .setProjectId(table.project())
                        .setDatasetId(table.dataset())
                        .setTableId(table.table()))
                .setCreateDisposition("CREATE_NEVER")
                .setWriteDisposition("WRITE_APPEND");
        FileKind kind = files.get(0).kind();
        form.describe(load, kind.shape(), kind.omitted());
        Job job = new Job()
                .setJobReference(id.reference())
                .setConfiguration(new JobConfiguration().setLoad(load).setLabels(labels));
        try {
            JobReference taken =
                    Answer.of(bigquery.jobs().insert(id.project(), job)).getJobReference();
            return Optional.ofNullable(taken).map(JobReference::getLocation);
        } catch (GoogleJsonResponseException refused) {
            if (refused.getStatusCode() != CONFLICT) {
                throw refused;
            }
            return Optional.empty();
        }
    }

    /** How far it is. */
    State state(Id id) throws IOException {
        Job job = Answer.of(bigquery.jobs()
                .get(id.project(), id.job())
                .setLocation(id.location())
                .setFields("status"));
        JobStatus status = job.getStatus();
        if (status == null || !"DONE".equals(status.getState())) {
            return new State(false, null);
        }
        ErrorProto error = status.getErrorResult();
        return new State(true, error == null ? null : Refusal.ofJob(error));
    }
}
