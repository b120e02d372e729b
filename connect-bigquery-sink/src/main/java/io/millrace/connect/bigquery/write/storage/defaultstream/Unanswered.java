// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.storage.defaultstream;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.bigquery.write.storage.connection.Append;
import io.millrace.connect.bigquery.write.storage.connection.AppendError;
import io.millrace.connect.bigquery.write.storage.connection.RefusedRows;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Every append that has no answer yet, wherever it is: nothing is forgotten, whatever goes wrong. Decides what a refusal
 * makes of one. Owned by the writer's thread.
 */
final class Unanswered {
    private final @Nullable Duration outage;
    private final RetryPolicy retry;
    private final InstantSource clock;
    private final WriteEvents outside;
    private final Set<Append> all = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Outbox outbox = new Outbox();

    /** @param outage how long an append is repeated until that is an error, null for ever */
    Unanswered(@Nullable Duration outage, RetryPolicy retry, WriteEvents outside) {
        this.outage = outage;
        this.retry = retry;
        this.clock = retry.clock();
        this.outside = outside;
    }

    /** Takes an append that is to be sent. */
    void send(Append append) {
        all.add(append);
        outbox.add(append, clock.millis());
    }

    /** Takes a batch whose rows are to be told apart. */
    void sift(Batch batch) {
        Append whole = new Append(batch, clock.millis());
        all.add(whole);
        new Sifting(batch, part -> send(new Append(part, clock.millis())), result -> finish(whole, result)).start();
    }

    /** See {@link Outbox#due}. */
    Iterator<Append> due(long now) {
        return outbox.due(now);
    }

    /** See {@link Outbox#nextDue}. */
    long nextDue() {
        return outbox.nextDue();
    }

    /** Gives an append its answer. */
    void finish(Append append, WriteResult result) {
        if (!all.contains(append)) {
            return; // its whole had its answer before
        }
        Append.Part part = append.part();
        if (part == null) {
            outside.finished(result);
        } else {
            result.tell(part);
        }
        all.remove(append);
    }

    /** Takes back what waits; what is on the wire is not this one's to take. */
    void withdraw(Set<Batch> unwanted) {
        outbox.remove(append -> unwanted.contains(append.whole())).forEach(this::withdrawn);
    }

    private void withdrawn(Append append) {
        finish(append, new WriteResult.Withdrawn(append.batch()));
    }

    /** Tells of a defect, and fails all. What could not be told is still here. */
    void failAll(ConnectException error) {
        outbox.remove(any -> true);
        outside.broken(error);
        for (Append append : List.copyOf(all)) {
            finish(append, new WriteResult.Failed(append.batch(), error));
        }
    }

    /** An append was refused. */
    void refused(Append append, AppendError error) {
        Batch batch = append.batch();
        if (error.isAboutSize(append)) {
            finish(append, new WriteResult.TooLarge(batch));
            return;
        }
        AppendError.Kind kind = error.kind();
        if ((kind == AppendError.Kind.TYPES_DIFFER || kind == AppendError.Kind.FATAL) && !append.isExplained()) {
            append.suspect(); // the schema that the connection knows may be what is wrong
            retry(append, RetryReason.CONNECTION, error.toString());
            return;
        }
        switch (kind) {
            case ROWS -> finish(append, new RefusedRows(batch.shape()).of(batch, error));
            case TABLE_MISSING -> finish(append, new WriteResult.TableBehind(batch, Lack.TABLE));
            case COLUMNS_MISSING -> finish(append, new WriteResult.TableBehind(batch, Lack.COLUMNS));
            case PERMISSION -> finish(append, new WriteResult.TableBehind(batch, Lack.PERMISSION));
            case TRANSIENT -> retry(append, RetryReason.UNAVAILABLE, error.toString());
            case QUOTA -> retry(append, RetryReason.QUOTA, error.toString());
            case TYPES_DIFFER -> finish(append, new WriteResult.TableBehind(batch, Lack.TYPES));
            case CREDENTIALS -> {
                if (append.credentialsRefused() < AppendError.CREDENTIAL_REFUSALS) {
                    retry(append, RetryReason.UNAVAILABLE, error.toString()); // a new connection brings a new token
                } else {
                    fail(append, error.credentialsRefused(batch.table()));
                }
            }
            case FATAL -> fail(append, error.refusal(batch));
        }
    }

    private void fail(Append append, String message) {
        finish(append, new WriteResult.Failed(append.batch(), new ConnectException(message)));
    }

    /** Sends an append again after a pause that grows each time. */
    void retry(Append append, RetryReason reason, String cause) {
        repeat(append, reason, cause, pauseAfter(append.refusals() + 1));
    }

    /** Sends an append again after this pause. */
    void repeat(Append append, RetryReason reason, String cause, Duration pause) {
        if (append.withdrawn()) {
            withdrawn(append);
            return;
        }
        long now = clock.millis();
        if (outage != null && append.refusedFor(now) >= outage.toMillis()) {
            fail(
                    append,
                    "table " + append.batch().table() + ": "
                            + append.batch().rows().size()
                            + " rows could not be written for " + outage.toMillis() + " ms, last because of " + cause
                            + "; outage.timeout.ms says how long to go on trying");
            return;
        }
        outside.repeated(new Repetition(append.whole(), reason, cause));
        append.repeat(now, pause);
        outbox.add(append, now);
    }

    /** How long to wait after this many failures. */
    Duration pauseAfter(int failures) {
        return retry.pauseAfter(failures);
    }
}
