// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.flight.BatchOwner;
import io.millrace.connect.bigquery.flight.BatchReceipt;
import io.millrace.connect.bigquery.flight.InFlight;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Batches that came back because their table is not what they need. The Storage Write API sees new tables and columns
 * minutes after the REST API does, so such batches are sent again, less and less often, until they are written; only what can
 * be settled is settled otherwise. Task thread.
 */
final class HeldBatches {
    /** How long after a change a refusal may only mean that the table is not visible yet as it is. */
    private static final long GRACE_MS = 120_000;
    /** A table that is younger may be unknown to parts of BigQuery, which say then that the permission is missing. */
    private static final long YOUNG_MS = 600_000;
    /** How long a permission may be missing on a table that is not young: some denials pass by themselves. */
    private static final long DENIAL_MS = 30_000;

    private static final long NEVER = -1;
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final TableAccount account;
    private final RowConverter rows;
    private final InFlight inFlight;
    private final TableQuestions questions;
    private final RetryPolicy retry;
    private final List<Held> held = new ArrayList<>();
    private boolean settling;
    private int setbacks;
    private long deniedSince = NEVER;
    private long retypedAt = LONG_AGO;
    private long relaxedAt = LONG_AGO;
    private long madeAt = LONG_AGO;

    private record Held(BatchReceipt receipt, Lack lack) {
        TableShape shape() {
            return receipt.batch().shape();
        }
    }

    HeldBatches(
            TableAccount account, RowConverter rows, InFlight inFlight, TableQuestions questions, RetryPolicy retry) {
        this.account = account;
        this.rows = rows;
        this.inFlight = inFlight;
        this.questions = questions;
        this.retry = retry;
    }

    /** Takes a batch that was sent and came back, and asks for what it lacks. */
    void takeBack(BatchReceipt receipt, Lack lack, List<String> key) {
        account.behind(what(lack));
        if (lack == Lack.PERMISSION && deniedSince == NEVER) {
            deniedSince = retry.clock().millis();
        }
        hold(receipt, lack);
        askAgain(key);
    }

    /** Takes a batch that would come back. */
    void hold(BatchReceipt receipt, Lack lack) {
        held.add(new Held(receipt, lack));
    }

    /** Asks on behalf of what is held for something that is missing, if anything is and nobody else asked. */
    void askAgain(List<String> key) {
        for (int i = held.size() - 1; i >= 0 && questions.isFree(); i--) {
            if (held.get(i).lack() != Lack.TYPES) {
                questions.want(held.get(i).shape(), key);
            }
        }
    }

    /** Whether batches are held of which only a look at the table can tell whether they are outdated. */
    boolean unsettled() {
        return held.stream().anyMatch(waiting -> waiting.lack() == Lack.TYPES);
    }

    /**
     * Looks at the table for the sake of such batches: once for all of them, when none is under way any more, so that their
     * records stay in order and no answer is older than the refusal.
     *
     * @param underWay how many batches of this table are with the writer
     */
    void settle(long underWay) {
        if (questions.isFree() && underWay == 0 && unsettled()) {
            settling = true;
            questions.look(List.of());
        }
    }

    /** The question was answered by a refusal. */
    void refused() {
        settling = false;
    }

    /** The table is no more: what is held lacks nothing but that, whatever it lacked before. */
    void gone() {
        settling = false;
        held.replaceAll(waiting -> new Held(waiting.receipt(), Lack.TABLE));
    }

    /** @param created when the table was made, by whomever; null if that is not known */
    void made(@Nullable Instant created) {
        madeAt = created == null ? LONG_AGO : created.toEpochMilli();
    }

    /** Columns do not have to be there any more, which takes time until writes see it. */
    void relaxed() {
        relaxedAt = retry.clock().millis();
    }

    /** Whether rows may be refused for what the table required until a short while ago. */
    boolean recentlyRelaxed() {
        return retry.clock().millis() - relaxedAt <= GRACE_MS;
    }

    /** Sends what was held, if the table can take it now or will soon; what has to be encoded again. */
    List<BatchReceipt> resume(TableShape live, BatchOwner owner) {
        boolean settled = settling;
        settling = false;
        if (held.isEmpty()) {
            return List.of();
        }
        List<BatchReceipt> outdated = new ArrayList<>();
        setbacks++;
        Duration pause = retry.pauseAfter(setbacks);
        List<Held> now = List.copyOf(held);
        held.clear();
        for (Held waiting : now) {
            BatchReceipt receipt = waiting.receipt();
            if (waiting.lack() == Lack.TYPES && !settled) {
                held.add(waiting);
            } else if (waiting.lack() == Lack.TYPES && !waiting.shape().equals(live)) {
                retypedAt = retry.clock().millis();
                outdated(receipt, live, owner, outdated);
            } else if (waiting.lack() == Lack.TYPES && retry.clock().millis() - retypedAt > GRACE_MS) {
                inFlight.sift(receipt, owner); // it is some of its rows
            } else if (waiting.lack() == Lack.PERMISSION && deniedForGood()) {
                account.fail(denial());
            } else if (lacks(live, waiting.shape())) {
                held.add(waiting);
            } else if (waiting.lack() == Lack.COLUMNS && rows.exceeds(waiting.shape(), live)) {
                // It will never have them: they were dropped, and are not to be missed.
                outdated(receipt, live, owner, outdated);
            } else {
                inFlight.send(receipt, owner, pause);
            }
        }
        askAgain(List.of());
        return outdated;
    }

    private void outdated(BatchReceipt receipt, TableShape live, BatchOwner owner, List<BatchReceipt> outdated) {
        if (receipt.keepsRecords()) {
            outdated.add(receipt);
            return;
        }
        Batch trimmed = rows.trimmed(receipt.batch(), live);
        if (trimmed == null) {
            account.fail(changed(rows.misfits(live, receipt.batch().shape())
                    + "; start the task again: it goes on from what is committed, with the table as it is"));
            return;
        }
        inFlight.send(receipt.as(trimmed), owner, Duration.ZERO);
    }

    /** May be granted again; whoever tolerates errors wants the other tables to go on meanwhile. */
    private boolean deniedForGood() {
        long patience = retry.clock().millis() - madeAt < YOUNG_MS ? GRACE_MS : DENIAL_MS;
        return retry.clock().millis() - deniedSince > patience && !account.isTolerant();
    }

    private ConnectException denial() {
        return new ConnectException("table " + account.table() + ": BigQuery denies the permission to write"
                + " (bigquery.tables.updateData); grant it to the connector's account");
    }

    private boolean lacks(TableShape live, TableShape shape) {
        try {
            return rows.grown(live, shape) != null;
        } catch (DataException impossible) {
            account.fail(changed(String.valueOf(impossible.getMessage())));
            return false;
        }
    }

    private ConnectException changed(String how) {
        return new ConnectException("table " + account.table() + " was changed while rows were on their way: " + how);
    }

    /** Rows arrived: the table is seen. */
    void written() {
        deniedSince = NEVER;
        if (held.isEmpty()) {
            setbacks = 0;
        }
    }

    /** Forgets rows of partitions that were lost. */
    void drop() {
        List<Held> now = List.copyOf(held);
        held.clear();
        for (Held waiting : now) {
            BatchReceipt owned = waiting.receipt().owned();
            if (owned != null) {
                hold(owned, waiting.lack());
            }
        }
        if (held.isEmpty()) {
            deniedSince = NEVER;
        }
    }

    private static String what(Lack lack) {
        return switch (lack) {
            case TABLE -> "the table";
            case COLUMNS -> "the columns";
            case PERMISSION -> "the permission or the table";
            case TYPES -> "the types of the columns";
        };
    }
}
