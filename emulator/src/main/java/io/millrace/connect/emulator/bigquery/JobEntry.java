// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.bigquery;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobStatus;
import io.millrace.connect.emulator.store.Model;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** One job from PENDING by RUNNING to DONE; what is handed out are copies. Thread-safe. */
final class JobEntry {
    private final long order;
    private final Clock clock;
    private final Job job;
    private boolean atWork;

    JobEntry(long order, Clock clock, Job job) {
        this.order = order;
        this.clock = clock;
        this.job = job;
        job.setStatus(new JobStatus().setState("PENDING"));
    }

    /** Of two jobs the younger has the higher number. */
    long order() {
        return order;
    }

    synchronized Job copy() {
        return Model.copy(job);
    }

    private boolean isDone() {
        return job.getStatus().getState().equals("DONE");
    }

    synchronized void run() {
        if (!isDone()) {
            job.getStatus().setState("RUNNING");
            job.getStatistics().setStartTime(clock.millis());
        }
    }

    /** Whether the work may begin: not where the job was cancelled. From now on nobody cancels it. */
    synchronized boolean beginWork() {
        atWork = !isDone();
        return atWork;
    }

    /** The job is done; {@code outcome} fills in what became of it. */
    synchronized void finish(Consumer<Job> outcome) {
        if (isDone()) {
            return;
        }
        if (job.getStatistics().getStartTime() == null) {
            job.getStatistics().setStartTime(clock.millis());
        }
        outcome.accept(job);
        job.getStatus().setState("DONE");
        job.getStatistics().setEndTime(clock.millis());
    }

    /** Ends the job unless it is at its work already, as BigQuery does: a cancellation is a request. */
    synchronized void cancel() {
        if (!atWork) {
            finish(cancelled -> fail(
                    cancelled,
                    List.of(new ErrorProto()
                            .setReason("stopped")
                            .setMessage("Job execution was cancelled: User requested cancellation"))));
        }
    }

    /** The first of the errors is the job's result. */
    static void fail(Job job, List<ErrorProto> errors) {
        job.getStatus().setErrorResult(errors.get(0)).setErrors(errors);
    }
}
