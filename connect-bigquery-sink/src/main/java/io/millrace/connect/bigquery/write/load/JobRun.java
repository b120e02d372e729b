// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.RetryReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * One load job, from being asked for to its end. It is asked for by the same id until BigQuery has it for certain, and by the
 * next only after the one before has ended with an error: so at most one of them loads anything. Writer's thread.
 */
final class JobRun {
    private static final long FIRST_LOOK_MS = 250;
    private static final long LONGEST_LOOK_MS = 10_000;
    /** For so long after it was asked for, a job may not be found yet. */
    private static final long UNSEEN_MS = 60_000;

    private final Destination table;
    private final List<StagedFile> files;
    private final long number;
    private final LoadDesk desk;
    private final Outcome outcome;
    /** Bears what calls are answered, until one is answered well. */
    private final Patience calls;
    /** Bears how the job ends. */
    private final Patience ends;

    private final long beganMs;
    private @Nullable String location;
    private int attempt = 1;
    private long askedMs;
    private long lookMs = FIRST_LOOK_MS;

    /** What becomes of it. */
    interface Outcome {
        /** All rows of its files are in the table. */
        void loaded(JobRun job, Duration latency);

        /** None is: the table is gone, or not what they need, or a file is bad, or they are too much for one job. */
        void refused(JobRun job, Refusal refusal);

        /** None is, and none will be until somebody changes something. */
        void failed(JobRun job, ConnectException error);
    }

    /** @param number like no other */
    JobRun(Destination table, List<StagedFile> files, long number, LoadDesk desk, Outcome outcome) {
        this.table = table;
        this.files = List.copyOf(files);
        this.number = number;
        this.desk = desk;
        this.outcome = outcome;
        this.calls = desk.patience();
        this.ends = desk.patience();
        this.location = files.get(0).location();
        this.beganMs = desk.now();
    }

    List<StagedFile> files() {
        return files;
    }

    void start() {
        desk.numbers.add(TaskMetric.LOAD_JOBS_STARTED_TOTAL, 1);
        ask();
    }

    private void ask() {
        askedMs = desk.now();
        lookMs = FIRST_LOOK_MS;
        LoadJobs.Id id = id();
        FileForm form = desk.of(table).form();
        desk.call(() -> desk.jobs.start(id, table, form, files, desk.names.labels()), this::asked, this::refused);
    }

    private LoadJobs.Id id() {
        return new LoadJobs.Id(table.project(), location, desk.names.job(table, number, attempt));
    }

    private void asked(Optional<String> place) {
        place.ifPresent(told -> location = told);
        lookLater();
    }

    private void refused(IOException failed) {
        // No object was read yet
        Refusal refusal = Refusal.of(failed).undone();
        if (isFinal(refusal)) {
            outcome.refused(this, refusal);
        } else {
            again(refusal, "BigQuery answers ", calls, desk.settings.jobSpacing(), this::ask);
        }
    }

    private void lookLater() {
        desk.timers.at(desk.now() + lookMs, this::look);
        lookMs = Math.min(lookMs * 2, LONGEST_LOOK_MS);
    }

    private void look() {
        desk.call(() -> desk.jobs.state(id()), this::seen, this::unseen);
    }

    private void unseen(IOException failed) {
        Refusal refusal = Refusal.of(failed);
        if (refusal.kind() != Refusal.Kind.MISSING) {
            again(refusal, "BigQuery answers ", calls, Duration.ZERO, this::look);
        } else if (desk.now() - askedMs < UNSEEN_MS) {
            lookLater();
        } else {
            // By the same id: if it is there after all, this changes nothing.
            again(
                    refusal.passed(),
                    "BigQuery does not find a load job that it has taken: ",
                    calls,
                    Duration.ZERO,
                    this::ask);
        }
    }

    private void seen(LoadJobs.State state) {
        calls.forget();
        if (!state.done()) {
            lookLater();
            return;
        }
        Refusal error = state.error();
        if (error == null) {
            outcome.loaded(this, Duration.ofMillis(desk.now() - beganMs));
        } else {
            desk.numbers.add(TaskMetric.LOAD_JOBS_FAILED_TOTAL, 1);
            attempt++;
            ended(error);
        }
    }

    private void ended(Refusal error) {
        if (isFinal(error)) {
            outcome.refused(this, error);
        } else {
            again(error, "a load job ends with ", ends, desk.settings.jobSpacing(), this::start);
        }
    }

    private static boolean isFinal(Refusal refusal) {
        return switch (refusal.kind()) {
            case MISSING, INVALID, UNDONE, TOO_MUCH -> true;
            case PASSING, QUOTA, CONFLICT, DENIED, CREDENTIALS -> false;
        };
    }

    /** @param quota how long to wait at least where it was one */
    private void again(Refusal refusal, String what, Patience patience, Duration quota, Runnable work) {
        long now = desk.now();
        patience.refused(refusal, now);
        RetryReason reason = patience.goesOn(refusal, now);
        if (reason == null) {
            outcome.failed(this, new ConnectException(failure(refusal, patience.isOver(now))));
            return;
        }
        desk.outside.told(new LoadNews.Repeated(files.get(0).object(), reason, what + refusal.cause()));
        Duration pause = desk.pauseAfter(patience.failures());
        boolean longer = reason == RetryReason.QUOTA && pause.compareTo(quota) < 0;
        desk.timers.at(now + (longer ? quota : pause).toMillis(), work);
    }

    private String failure(Refusal refusal, boolean over) {
        String rows = "table " + table + ": "
                + files.stream().mapToLong(file -> file.object().rows()).sum()
                + " rows in Cloud Storage cannot be loaded";
        if (over) {
            return rows + ", last because of " + refusal.cause() + "; outage.timeout.ms says how long to go on trying";
        }
        return switch (refusal.kind()) {
            case DENIED ->
                rows + ": BigQuery answers " + refusal.cause() + "; the connector's account needs bigquery.jobs.create"
                        + " on the project, bigquery.tables.updateData on the table and storage.objects.get on the"
                        + " bucket, and the project needs billing";
            case CREDENTIALS -> rows + ": Google refuses the credentials (" + refusal.cause() + ")";
            case PASSING, QUOTA, CONFLICT, MISSING, INVALID, UNDONE, TOO_MUCH ->
                rows + ": BigQuery answers " + refusal.cause();
        };
    }
}
