// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.dispatch;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteEvents;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Every batch that has no answer yet, wherever it is: nothing is forgotten, whatever goes wrong. Owned by the writer's
 * thread.
 *
 * @param <D> what the writer keeps of one
 */
public final class Unanswered<D extends Dispatch> {
    /** How often one is repeated with new tokens: with growing pauses, that takes half a minute. */
    public static final int CREDENTIAL_REFUSALS = 8;

    private final @Nullable Duration outage;
    private final RetryPolicy retry;
    private final InstantSource clock;
    private final WriteEvents outside;
    private final Set<D> all = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Outbox<D> outbox = new Outbox<>();

    /** @param outage how long one is repeated until that is an error, null for ever */
    public Unanswered(@Nullable Duration outage, RetryPolicy retry, WriteEvents outside) {
        this.outage = outage;
        this.retry = retry;
        this.clock = retry.clock();
        this.outside = outside;
    }

    /** Takes one that is to be sent. */
    public void send(D dispatch) {
        all.add(dispatch);
        outbox.add(dispatch, clock.millis());
    }

    /**
     * Takes a batch whose rows are to be told apart.
     *
     * @param whole it, which is not sent itself
     * @param toSend makes of a part what is sent
     */
    public void sift(D whole, Sifting.Words words, Function<Part, D> toSend) {
        all.add(whole);
        sifting(whole, words, toSend).start();
    }

    /**
     * Goes on with some rows of one that was sent.
     *
     * @param known the rows that are refused for good; whatever is neither one of them nor among the rest is written
     * @param rest their positions
     * @param toSend makes of them what is sent
     */
    public void goOn(
            D sent, WriteResult.RowsRefused known, List<Integer> rest, Sifting.Words words, Function<Part, D> toSend) {
        sifting(sent, words, toSend).goOn(known, rest);
    }

    private Sifting sifting(D whole, Sifting.Words words, Function<Part, D> toSend) {
        return new Sifting(whole, words, part -> send(toSend.apply(part)), result -> finish(whole, result));
    }

    /** Tells that one, or some of it, goes out again. */
    public void tellRepetition(D dispatch, RetryReason reason, String cause) {
        outside.repeated(new Repetition(dispatch.whole(), reason, cause));
    }

    /** See {@link Outbox#due}. */
    public Iterator<D> due(long now) {
        return outbox.due(now);
    }

    /** See {@link Outbox#nextDue}. */
    public long nextDue() {
        return outbox.nextDue();
    }

    /** Gives one its answer. */
    public void finish(D dispatch, WriteResult result) {
        if (!all.contains(dispatch)) {
            return; // its whole had its answer before
        }
        Part part = dispatch.part();
        if (part == null) {
            outside.finished(result);
        } else {
            result.tell(part);
        }
        all.remove(dispatch);
    }

    /** Takes back what waits; what is on the wire is not this one's to take. */
    public void withdraw(Set<Batch> unwanted) {
        outbox.remove(dispatch -> unwanted.contains(dispatch.whole())).forEach(this::withdrawn);
    }

    private void withdrawn(D dispatch) {
        finish(dispatch, new WriteResult.Withdrawn(dispatch.batch()));
    }

    /** Tells of a defect, and fails all. What could not be told is still here. */
    public void failAll(ConnectException error) {
        outbox.remove(any -> true);
        outside.broken(error);
        for (D dispatch : List.copyOf(all)) {
            finish(dispatch, new WriteResult.Failed(dispatch.batch(), error));
        }
    }

    /** Ends it with an error, which says what to change. */
    public void fail(D dispatch, String message) {
        finish(dispatch, new WriteResult.Failed(dispatch.batch(), new ConnectException(message)));
    }

    /** Sends one again whose credentials were not accepted, for a token may have expired; ends it if none ever is. */
    public void withNextToken(D dispatch, String cause) {
        if (dispatch.credentialsRefused() < CREDENTIAL_REFUSALS) {
            retry(dispatch, RetryReason.UNAVAILABLE, cause);
            return;
        }
        fail(
                dispatch,
                "table " + dispatch.batch().table() + ": BigQuery did not accept the connector's credentials "
                        + CREDENTIAL_REFUSALS + " times in a row (" + cause
                        + "); look whether the account and its key of credentials.source still exist");
    }

    /** Sends one again after a pause that grows each time. */
    public void retry(D dispatch, RetryReason reason, String cause) {
        repeat(dispatch, reason, cause, pauseAfter(dispatch.refusals() + 1));
    }

    /** Sends one again after this pause. */
    public void repeat(D dispatch, RetryReason reason, String cause, Duration pause) {
        if (dispatch.withdrawn()) {
            withdrawn(dispatch);
            return;
        }
        long now = clock.millis();
        if (outage != null && dispatch.refusedFor(now) >= outage.toMillis()) {
            fail(
                    dispatch,
                    "table " + dispatch.batch().table() + ": "
                            + dispatch.batch().rows().size()
                            + " rows could not be written for " + outage.toMillis() + " ms, last because of " + cause
                            + "; outage.timeout.ms says how long to go on trying");
            return;
        }
        tellRepetition(dispatch, reason, cause);
        dispatch.repeat(now, pause);
        outbox.add(dispatch, now);
    }

    /** How long to wait after this many failures. */
    public Duration pauseAfter(int failures) {
        return retry.pauseAfter(failures);
    }
}
