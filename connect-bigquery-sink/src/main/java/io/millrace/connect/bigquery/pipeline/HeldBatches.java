// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.flight.BatchOwner;
import io.millrace.connect.bigquery.flight.BatchReceipt;
import io.millrace.connect.bigquery.flight.InFlight;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteApi;
import io.millrace.connect.bigquery.write.WriteResult.RowsRefused;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Batches that came back because their table is not, or may not be, what they need. Writes see new tables and columns
 * minutes after the admin API does, so such batches are sent again, less and less often, until they are written; only
 * what can be settled is settled otherwise. Task thread.
 */
final class HeldBatches {
    /** How long after a change a refusal may only mean that the table is not visible yet as it is. */
    private static final long GRACE_MS = 120_000;
    /** The same of a primary key, without which no change is taken: the documentation tells of minutes, not of how many. */
    private static final long KEY_GRACE_MS = 900_000;
    /** They tell code and columns, so there are few. */
    private static final int MOST_REASONS = 1_000;

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    private final TableAccount account;
    private final RowConverter rows;
    private final WriteApi api;
    private final InFlight inFlight;
    private final TableQuestions questions;
    private final RetryPolicy retry;
    private final RowsAlone alone;
    private final Denial denial;
    private final StagedNeeds staged;
    private final List<HeldBatch> held = new ArrayList<>();
    /** Why rows were refused that were bad by the table as it is. */
    private final Set<String> confirmed = new HashSet<>();

    private boolean settling;
    private boolean loadingFirst;
    private int setbacks;
    private int unseenChanges;
    private long retypedAt = LONG_AGO;
    /** When the table got its primary key, if nothing was written since. */
    private long keyedAt = LONG_AGO;

    private boolean anyWritten;

    HeldBatches(TableAccount account, TableMode mode, InFlight inFlight, TableQuestions questions, RetryPolicy retry) {
        this.account = account;
        this.rows = mode.rows();
        this.api = mode.api();
        this.inFlight = inFlight;
        this.questions = questions;
        this.retry = retry;
        this.alone = new RowsAlone(account, rows, inFlight);
        this.denial = new Denial(account);
        this.staged = new StagedNeeds(rows);
    }

    /** What rows need that left for Cloud Storage already. */
    StagedNeeds staged() {
        return staged;
    }

    /**
     * Whether rows have to be loaded before the table becomes what is wanted, as files that say REQUIRED before their column
     * is NULLABLE: BigQuery would take them no more. Hurries them.
     *
     * @param cut sends what is open
     */
    boolean mustBeLoadedBefore(@Nullable TableShape wanted, @Nullable TableShape live, Runnable cut) {
        Destination table = account.table();
        if (wanted == null || live == null || !inFlight.isStaging(table) || !rows.relaxes(live, wanted)) {
            return false;
        }
        cut.run();
        loadingFirst = inFlight.any(table);
        if (loadingFirst) {
            inFlight.relieve(List.of(table));
        }
        return loadingFirst;
    }

    /** Whether what had to be loaded first is loaded, or was lost, since this was asked. */
    boolean isLoadedNow() {
        boolean over = loadingFirst && !inFlight.any(account.table());
        loadingFirst &= !over;
        return over;
    }

    // ---- what comes back

    /** Takes a batch that was sent and came back, and asks for what it lacks. */
    void takeBack(BatchReceipt receipt, Lack lack, List<String> key) {
        account.behind(api, lack == Lack.TYPES && isKeyLate() ? "the primary key" : what(lack));
        if (lack == Lack.PERMISSION) {
            denial.met(now());
        }
        if (lack == Lack.TYPES && rows.isKeyed() && !anyWritten && retypedAt == LONG_AGO) {
            retypedAt = now(); // the task before this one may have added the key a moment ago
        }
        hold(receipt, lack);
        askAgain(key);
    }

    /** Takes a batch that would come back. */
    void hold(BatchReceipt receipt, Lack lack) {
        held.add(HeldBatch.lacking(receipt, lack));
    }

    /** Takes a batch of which rows were refused. They are bad at once only if others just were for the same reason. */
    void takeBack(BatchReceipt receipt, RowsRefused refused, LiveTable live, BatchOwner owner, List<String> key) {
        if (live.latelyAdded().explains(refused, now())) {
            BatchReceipt owned = receipt.owned();
            if (owned != null) {
                takeBack(owned, Lack.COLUMNS, key);
            }
            return;
        }
        if (live.latelyRequired().explains(refused, now())) {
            account.behind(api, "that a column is not required any more");
            BatchReceipt owned = receipt.owned();
            if (owned != null) {
                inFlight.send(owned, owner, retry.pauseAfter(++unseenChanges));
            }
            return;
        }
        unseenChanges = 0;
        boolean known = confirmed.containsAll(refused.reasons().values());
        if (!known || questions.mayHaveChanged() || !receipt.batch().shape().equals(live.shape())) {
            held.add(HeldBatch.doubted(receipt, refused));
        } else {
            refuse(receipt, refused, owner);
        }
    }

    private void refuse(BatchReceipt receipt, RowsRefused refused, BatchOwner owner) {
        if (confirmed.size() < MOST_REASONS) {
            confirmed.addAll(refused.reasons().values());
        }
        account.judged();
        inFlight.refuse(receipt, refused, owner);
    }

    // ---- questions

    /** Asks what the table is on behalf of what is held for something that is missing, if anything is and nobody else asked. */
    void askAgain(List<String> key) {
        for (int i = held.size() - 1; i >= 0 && questions.isFree(); i--) {
            HeldBatch waiting = held.get(i);
            if (waiting.isUnsettled()) {
                continue;
            }
            if (waiting.receipt().keepsRecords()) {
                questions.look(key); // if there is none, the records say what it should be
            } else {
                questions.wantFirst(waiting.contents(rows).relaxed(), key);
            }
        }
    }

    /** Whether batches are held of which only a look at the table can tell whether they are outdated. */
    boolean unsettled() {
        return held.stream().anyMatch(HeldBatch::isUnsettled);
    }

    /**
     * Looks at the table for the sake of such batches: once for all of them, when none is under way any more, so that their
     * records stay in order and no answer is older than the refusal.
     *
     * @param underWay how many batches of this table are with the writer
     * @param key what identifies its rows: somebody may have taken its primary key away
     */
    void settle(long underWay, List<String> key) {
        if (!questions.isFree() || underWay > 0 || !unsettled()) {
            return;
        }
        settling = true;
        if (held.stream().allMatch(waiting -> waiting.refused() != null)) {
            questions.doubt(key);
        } else {
            questions.look(key);
        }
    }

    // ---- answers

    /** The question was answered by a refusal. */
    void refused() {
        settling = false;
    }

    /**
     * The table is no more: what is held lacks nothing but that, whatever it lacked before.
     *
     * @return what is to be encoded again: its records say what the table should be
     */
    List<BatchReceipt> gone() {
        settling = false;
        List<BatchReceipt> outdated = new ArrayList<>();
        for (HeldBatch waiting : takeAll()) {
            BatchReceipt owned = waiting.receipt().owned();
            if (owned != null && owned.keepsRecords()) {
                outdated.add(owned);
            } else if (owned != null) {
                hold(owned, Lack.TABLE);
            }
        }
        return outdated;
    }

    /** The table is there. Writes see a primary key that it has got later than we do, and take no changes until then. */
    void seen(TableNews.Ready news) {
        denial.made(news.created());
        if (news.keyed()) {
            retypedAt = now();
            keyedAt = retypedAt;
        }
    }

    /** Whether writes may not see the table's primary key yet. */
    private boolean isKeyLate() {
        return now() - keyedAt <= KEY_GRACE_MS;
    }

    /** The table is another than it was. */
    void changed() {
        confirmed.clear();
    }

    /** Sends what was held, if the table can take it now or will soon; what has to be encoded again. */
    List<BatchReceipt> resume(TableShape live, BatchOwner owner) {
        boolean settled = settling;
        settling = false;
        if (staged.settledBy(live)) {
            inFlight.tableSeen(account.table(), live);
        }
        if (held.isEmpty()) {
            return List.of();
        }
        List<BatchReceipt> outdated = new ArrayList<>();
        setbacks++;
        Duration pause = retry.pauseAfter(setbacks);
        for (HeldBatch waiting : takeAll()) {
            BatchReceipt receipt = waiting.receipt();
            if (waiting.isUnsettled() && !settled) {
                held.add(waiting);
            } else if (waiting.isUnsettled() && !waiting.shape().equals(live)) {
                retypedAt = waiting.refused() == null ? now() : retypedAt;
                outdated(waiting, live, owner, outdated);
            } else if (waiting.refused() != null) {
                refuse(receipt, waiting.refused(), owner);
            } else if (waiting.isUnsettled() && isSeenAsItIs()) {
                inFlight.sift(receipt, owner); // it is some of its rows
            } else if (waiting.lack() == Lack.PERMISSION && denial.isFinal(now())) {
                account.fail(denial.error());
            } else if (goesWith(live, waiting)) {
                inFlight.send(receipt, owner, pause);
            } else {
                outdated(waiting, live, owner, outdated);
            }
        }
        askForMore(live);
        return outdated;
    }

    /** Whether it is long since the table changed. */
    private boolean isSeenAsItIs() {
        return now() - retypedAt > GRACE_MS && !isKeyLate();
    }

    private List<HeldBatch> takeAll() {
        List<HeldBatch> all = List.copyOf(held);
        held.clear();
        return all;
    }

    /** Whether the table has all that rows were encoded for, and requires nothing that they lack. */
    private boolean goesWith(TableShape live, HeldBatch waiting) {
        try {
            return !rows.exceeds(waiting.shape(), live) && rows.grown(live, waiting.contents(rows)) == null;
        } catch (DataException impossible) {
            return false;
        }
    }

    private void outdated(HeldBatch waiting, TableShape live, BatchOwner owner, List<BatchReceipt> outdated) {
        BatchReceipt receipt = waiting.receipt().owned();
        if (receipt == null) {
            return;
        }
        if (receipt.keepsRecords()) {
            outdated.add(receipt);
        } else if (!alone.settle(waiting, receipt, live, owner)) {
            hold(receipt, Lack.COLUMNS);
        }
    }

    /** Asks that the table grows for all rows that need that. */
    @SuppressWarnings("ReferenceEquality") // the same object until it grows
    private void askForMore(TableShape live) {
        TableShape wanted = live;
        for (HeldBatch waiting : held) {
            wanted = waiting.isUnsettled() ? wanted : grown(wanted, waiting);
        }
        if (wanted != live && questions.isFree()) {
            questions.want(live, wanted, List.of());
        }
    }

    private TableShape grown(TableShape wanted, HeldBatch waiting) {
        try {
            TableShape grown = rows.grown(wanted, waiting.contents(rows));
            return grown == null ? wanted : grown;
        } catch (DataException contrary) {
            return wanted; // it does not go with what others need: judged when they have it
        }
    }

    // ---- time and partitions

    /** These rows arrived: the table is seen. */
    void written(Batch batch, LiveTable live) {
        live.latelyAdded().written(batch, now());
        keyedAt = LONG_AGO;
        anyWritten = true;
        denial.forget();
        if (held.isEmpty()) {
            setbacks = 0;
        }
    }

    /** Forgets rows of partitions that were lost. */
    void drop() {
        for (HeldBatch waiting : takeAll()) {
            HeldBatch owned = waiting.owned();
            if (owned != null) {
                held.add(owned);
            }
        }
        if (held.isEmpty()) {
            denial.forget();
        }
    }

    private long now() {
        return retry.clock().millis();
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
