// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.StagedObject;
import io.millrace.connect.bigquery.write.WriteResult;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** One object on its way to Cloud Storage, until it is there or its batches have another answer. Owned by the writer's thread. */
final class Upload {
    /** What does not have its checksum is refused as any wrong request: bytes that were damaged on their way go once more. */
    private static final int INVALIDS = 3;

    private final Destination table;
    private final OpenObject open;
    private final long number;
    private final String name;
    private final LoadDesk desk;
    private final FileForm form;
    private final Lease lease;
    private final Outcome outcome;
    private final Patience patience;
    /** Made by the first call, and the same for each that follows: calls come one after the other. */
    private byte @Nullable [] content;

    private boolean withdrawn;
    private int invalids;

    /** What becomes of it. */
    interface Outcome {
        /** It is there. */
        void staged(Upload upload, StagedFile file);

        /** It is not, and its batches have their answer. */
        void ended(Upload upload);
    }

    Upload(Destination table, OpenObject open, long number, LoadDesk desk, Lease lease, Outcome outcome) {
        this.table = table;
        this.open = open;
        this.number = number;
        this.form = desk.of(table).form();
        this.name = desk.names.object(table, number, form.extension());
        this.desk = desk;
        this.lease = lease;
        this.outcome = outcome;
        this.patience = desk.patience();
    }

    long number() {
        return number;
    }

    OpenObject open() {
        return open;
    }

    void start() {
        desk.call(this::put, this::done, this::refused);
    }

    /** Nobody wants it any more: it is given up as soon as nothing of it is on the wire. */
    void withdraw() {
        withdrawn = true;
    }

    private Integer put() throws IOException {
        byte[] file = content;
        if (file == null) {
            file = form.of(open.batches());
            content = file;
        }
        lease.ensure(); // before the first object there is: one without a lease would be taken for an orphan
        desk.store.create(name, form.contentType(), file, desk.names.metadata());
        return file.length;
    }

    private void done(Integer bytes) {
        if (withdrawn) {
            desk.run(() -> desk.store.delete(name), this::answerWithdrawn, kept -> answerWithdrawn());
            return;
        }
        StagedObject object = new StagedObject(table, desk.store.uri(name), open.origins(), open.rows(), bytes);
        String location = open.batches().get(0).location();
        StagedFile file = new StagedFile(object, name, open.kind, location, number, open.sinceMs);
        open.batches().forEach(batch -> desk.outside.finished(new WriteResult.Staged(batch, object)));
        outcome.staged(this, file);
    }

    private void answerWithdrawn() {
        open.batches().forEach(batch -> desk.outside.finished(new WriteResult.Withdrawn(batch)));
        outcome.ended(this);
    }

    private void refused(IOException failed) {
        Refusal refusal = Refusal.of(failed);
        if (withdrawn) {
            // It may be there all the same, if only the answer was lost.
            desk.run(() -> desk.store.delete(name), this::answerWithdrawn, kept -> answerWithdrawn());
        } else if (refusal.kind() == Refusal.Kind.MISSING
                && desk.settings.place().create()) {
            String location = open.batches().get(0).location();
            desk.run(() -> desk.store.createBucket(table.project(), location), this::start, this::bucketRefused);
        } else {
            again(refusal);
        }
    }

    private void bucketRefused(IOException failed) {
        again(Refusal.of(failed));
    }

    private void again(Refusal refusal) {
        patience.refused(refusal, desk.now());
        RetryReason reason = reason(refusal);
        if (reason == null) {
            fail(new ConnectException(failure(refusal)));
            return;
        }
        Batch first = open.batches().get(0);
        desk.outside.repeated(new Repetition(first, reason, "Cloud Storage answers " + refusal.cause()));
        desk.timers.at(desk.now() + desk.pauseAfter(patience.failures()).toMillis(), this::startUnlessWithdrawn);
    }

    private @Nullable RetryReason reason(Refusal refusal) {
        if (refusal.kind() == Refusal.Kind.INVALID && ++invalids < INVALIDS && !patience.isOver(desk.now())) {
            return RetryReason.CONNECTION;
        }
        return patience.goesOn(refusal, desk.now());
    }

    private void startUnlessWithdrawn() {
        if (withdrawn) {
            desk.run(() -> desk.store.delete(name), this::answerWithdrawn, kept -> answerWithdrawn());
        } else {
            start();
        }
    }

    private String failure(Refusal refusal) {
        String bucket = "bucket " + desk.store.bucket();
        String rows = "table " + table + ": " + open.rows() + " rows cannot be put into " + bucket;
        if (patience.isOver(desk.now())) {
            return rows + ", last because of " + refusal.cause() + "; outage.timeout.ms says how long to go on trying";
        }
        return switch (refusal.kind()) {
            case MISSING -> rows + ", which does not exist; create it, or set gcs.bucket.create=true";
            case DENIED ->
                rows + ": the permission is missing (storage.objects.create and storage.objects.get"
                        + (desk.settings.place().create() ? ", and storage.buckets.create to make it" : "")
                        + "); grant roles/storage.objectUser on it to the connector's account";
            case CREDENTIALS -> rows + ": Google refuses the credentials (" + refusal.cause() + ")";
            case PASSING, QUOTA, CONFLICT, INVALID, UNDONE, TOO_MUCH ->
                rows + ": Cloud Storage answers " + refusal.cause();
        };
    }

    /** Gives it up. */
    void fail(ConnectException error) {
        List<Batch> batches = open.batches();
        batches.forEach(batch -> desk.outside.finished(new WriteResult.Failed(batch, error)));
        outcome.ended(this);
    }
}
