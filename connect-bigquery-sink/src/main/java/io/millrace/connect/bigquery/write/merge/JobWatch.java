// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobReference;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.dispatch.Calls;
import io.millrace.connect.bigquery.write.load.Patience;
import io.millrace.connect.bigquery.write.load.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * One job, from being asked for to its end. It is asked for by the same id until BigQuery has it for certain, and by the next
 * only after the one before has ended with an error. Writer's thread.
 */
final class JobWatch {
    private static final long FIRST_LOOK_MS = 100;
    private static final long LONGEST_LOOK_MS = 5_000;
    /** For so long after it was asked for, a job may not be found yet. */
    private static final long UNSEEN_MS = 60_000;

    private static final List<String> MET = List.of(
            "Could not serialize access",
            "due to concurrent update",
            "Too many DML statements outstanding",
            "has been queued for too long");

    /**
     * Half an hour for rows of insertAll (the same page); of changes the pages tell no time
     * (…/bigquery/docs/change-data-capture, 2026-11).
     */
    private static final List<String> STREAMED =
            List.of("rows in the streaming buffer", "tables that had UPSERT streams");

    private final Work work;
    private final MergeDesk desk;
    private final Outcome outcome;
    /** Bears what calls are answered, until one is answered well. */
    private final Patience calls;
    /** Bears how the job ends. */
    private final Patience ends;

    private int attempt = 1;
    private long askedMs;
    private long lookMs = FIRST_LOOK_MS;

    /**
     * What it does.
     *
     * @param table whose rows it is about
     * @param name like no other of this table
     * @param location where the table is, null for BigQuery's to find out
     * @param what is done, for people
     * @param file what it loads; null for jobs that load none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Work(
            Destination table,
            String name,
            @Nullable String location,
            String what,
            JobConfiguration configuration,
            byte @Nullable [] file) {}

    /** What becomes of it: exactly one of all but {@link #repeated}. */
    interface Outcome {
        /** It has done what it was to do. */
        void done(Job job);

        /** It has done nothing, because something is missing or wrong. */
        void refused(Refusal refusal, String job);

        /** It has done nothing, and nothing will be done until somebody changes something. */
        void failed(ConnectException error);

        /** It is tried again by itself. */
        void repeated(RetryReason reason, String cause);
    }

    JobWatch(Work work, MergeDesk desk, Outcome outcome) {
        this.work = work;
        this.desk = desk;
        this.outcome = outcome;
        this.calls = desk.patience();
        this.ends = desk.patience();
    }

    void start() {
        askedMs = desk.now();
        lookMs = FIRST_LOOK_MS;
        Job job = job();
        Calls.Call<Boolean> ask = () -> {
            desk.api.start(job, work.file());
            return Boolean.TRUE;
        };
        if (work.file() == null) {
            desk.call(ask, asked -> lookLater(), this::unasked);
        } else {
            desk.upload(ask, asked -> lookLater(), this::unasked);
        }
    }

    private void unasked(IOException failed) {
        Refusal refusal = Refusal.of(failed);
        if (isFinal(refusal)) {
            outcome.refused(refusal, id());
        } else {
            again(refusal, "is answered by ", calls, this::start);
        }
    }

    private Job job() {
        return new Job()
                .setJobReference(new JobReference()
                        .setProjectId(work.table().project())
                        .setLocation(work.location())
                        .setJobId(id()))
                .setConfiguration(work.configuration());
    }

    private String id() {
        return desk.names.job(work.table(), work.name(), attempt);
    }

    private void lookLater() {
        desk.later(lookMs, this::look);
        lookMs = Math.min(lookMs * 2, LONGEST_LOOK_MS);
    }

    private void look() {
        Job job = job();
        desk.call(() -> desk.api.job(job), this::seen, this::unseen);
    }

    private void unseen(IOException failed) {
        Refusal refusal = Refusal.of(failed);
        if (refusal.kind() != Refusal.Kind.MISSING) {
            again(refusal, "is answered by ", calls, this::look); // whatever it is, the job may be running
        } else if (desk.now() - askedMs < UNSEEN_MS) {
            lookLater();
        } else {
            // By the same id: if it is there after all, this changes nothing.
            again(refusal.passed(), "was taken by BigQuery, and is not found: ", calls, this::start);
        }
    }

    private void seen(Job job) {
        calls.forget();
        if (job.getStatus() == null || !"DONE".equals(job.getStatus().getState())) {
            lookLater();
            return;
        }
        ErrorProto error = job.getStatus().getErrorResult();
        if (error == null) {
            outcome.done(job);
            return;
        }
        Refusal refusal = refusal(error);
        if (isFinal(refusal)) {
            outcome.refused(refusal, id());
            return;
        }
        attempt++;
        again(refusal, "ends with ", ends, this::start);
    }

    /**
     * By reason; of statements that met others on the same table, or rows that were streamed into it, by their text, since
     * BigQuery gives them the reasons of statements that are wrong or too big
     * (cloud.google.com/bigquery/docs/data-manipulation-language, 2026-08: a table has 2 that change rows at a time, and 20
     * that wait, seven hours at most; those that change one partition conflict).
     */
    private static Refusal refusal(ErrorProto error) {
        String text = String.valueOf(error.getMessage());
        if (MET.stream().anyMatch(text::contains)) {
            return new Refusal(Refusal.Kind.PASSING, "another statement that changes the table");
        }
        if (STREAMED.stream().anyMatch(text::contains)) {
            return new Refusal(Refusal.Kind.PASSING, "rows that were streamed into the table lately");
        }
        return Refusal.ofJob(error);
    }

    private static boolean isFinal(Refusal refusal) {
        return switch (refusal.kind()) {
            case MISSING, INVALID, UNDONE, TOO_MUCH, CONFLICT -> true;
            case PASSING, QUOTA, DENIED, CREDENTIALS -> false;
        };
    }

    private void again(Refusal refusal, String what, Patience patience, Runnable next) {
        long now = desk.now();
        patience.refused(refusal, now);
        RetryReason reason = patience.goesOn(refusal, now);
        if (reason == null) {
            outcome.failed(new ConnectException(failure(refusal, patience.isOver(now))));
            return;
        }
        outcome.repeated(reason, "the job to " + work.what() + " " + what + refusal.cause());
        Duration pause = desk.pauseAfter(patience.failures());
        long least = reason == RetryReason.QUOTA ? desk.settings.quotaPause().toMillis() : 0;
        desk.later(Math.max(least, pause.toMillis()), next);
    }

    private String failure(Refusal refusal, boolean over) {
        String start = "table " + work.table() + ": BigQuery does not " + work.what() + " (job " + id() + ")";
        if (over) {
            return start + ", last because of " + refusal.cause() + "; outage.timeout.ms says how long to go on trying";
        }
        return switch (refusal.kind()) {
            case DENIED ->
                start + ": it denies a permission (bigquery.jobs.create on the project; bigquery.tables.create on the"
                        + " dataset of staging tables; bigquery.tables.getData and .updateData on the table and its"
                        + " staging tables); grant it to the connector's account";
            case CREDENTIALS -> start + ": Google refuses the credentials (" + refusal.cause() + ")";
            case PASSING, QUOTA, CONFLICT, MISSING, INVALID, UNDONE, TOO_MUCH ->
                start + ": it answers " + refusal.cause();
        };
    }
}
