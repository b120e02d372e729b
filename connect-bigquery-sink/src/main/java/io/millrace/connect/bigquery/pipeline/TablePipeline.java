// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.deliver.Slot;
import io.millrace.connect.bigquery.flight.BatchOwner;
import io.millrace.connect.bigquery.flight.BatchReceipt;
import io.millrace.connect.bigquery.health.TaskHealth.Work;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.pipeline.WaitingRecords.Waiting;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.WriteResult.RowsRefused;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The way of one table's records: encoded and batched while the table is ready, kept in order while it is made or changed.
 * Other tables' pipelines are not concerned. Task thread.
 */
final class TablePipeline implements BatchOwner {
    /** Long enough that whatever changed about the table is seen everywhere, and that to ask for it again costs nothing. */
    private static final long FORGOTTEN_AFTER_MS = 900_000;

    private final TableAccount account;
    private final RowConverter rows;
    private final LiveTable live;
    private final TableQuestions questions;
    private final WaitingRecords waiting;
    private final MissingTable missing;
    private final BatchBuilder open;
    private final HeldBatches held;
    private boolean blocked = true;
    private boolean taken = true;
    private long idleSince;
    private long underWay;

    TablePipeline(
            TableAccount account,
            RowConverter rows,
            LiveTable live,
            TableQuestions questions,
            WaitingRecords waiting,
            BatchBuilder open,
            HeldBatches held) {
        this.account = account;
        this.rows = rows;
        this.live = live;
        this.questions = questions;
        this.waiting = waiting;
        this.missing = new MissingTable(waiting, account);
        this.open = open;
        this.held = held;
    }

    // ---- records

    /**
     * Takes a record on its way.
     *
     * @throws DataException if it cannot be a row of this table
     */
    void take(SinkRecord record, Slot slot) {
        List<RowChange> changes = rows.changesOf(record);
        if (changes.isEmpty()) {
            account.skip(slot);
            return;
        }
        taken = true;
        account.share().feed(slot);
        for (int more = 1; more < changes.size(); more++) {
            slot.another();
        }
        for (int i = 0; i < changes.size(); i++) {
            try {
                take(record, changes.get(i), slot);
            } catch (DataException unfit) {
                for (int untaken = i + 1; untaken < changes.size(); untaken++) {
                    slot.finish(); // the record is bad as a whole
                }
                throw unfit;
            }
        }
    }

    private void take(SinkRecord record, RowChange change, Slot slot) {
        if (blocked || !advanceOrDoubt(record, change, slot)) {
            waiting.add(record, change, slot);
            missing.joined();
            if (!missing.isKnown() || waiting.isTelling(record, change)) {
                ask();
            }
        }
    }

    /** As below; a record that does not go with the table as it was seen some time ago waits until it is looked at again. */
    private boolean advanceOrDoubt(SinkRecord record, RowChange change, Slot slot) {
        try {
            return advance(record, change, slot);
        } catch (DataException unfit) {
            if (!questions.mayHaveChanged()) {
                throw unfit;
            }
            doubt();
            return false;
        }
    }

    /** Encodes a record; false if the table has to grow first, which is then asked for. */
    private boolean advance(SinkRecord record, RowChange change, Slot slot) {
        Row row = live.encoded(record, change, slot);
        if (row == null) {
            blocked = true;
            return false;
        }
        if (!open.takes(row)) {
            cut();
        }
        open.add(row, record, change, slot);
        if (open.isFull()) {
            cut();
        }
        return true;
    }

    private void doubt() {
        blocked = true;
        questions.doubt(waiting.keyColumns());
    }

    /** Asks for a table that holds all that waits, unless an answer is on its way, which may settle it. */
    private void ask() {
        if (!questions.isFree()
                || held.unsettled()
                || (waiting.isEmpty() && !held.staged().isOpen())) {
            return;
        }
        TableShape wanted = waiting.needed(live.shape());
        boolean later = held.mustBeLoadedBefore(wanted, live.shape(), this::cut);
        if (later && !held.staged().isOpen()) {
            return; // asked again when they are loaded
        }
        TableShape needed = held.staged().askedWith(later ? null : wanted);
        List<String> key = waiting.keyColumns();
        if (needed == null) {
            questions.look(key);
        } else if (live.shape() == null) {
            questions.wantFirst(needed, key);
        } else {
            questions.want(live.shape(), needed, key);
        }
    }

    /** Sends what is open. */
    void cut() {
        open.send(this, live.location());
    }

    // ---- news of the table

    /** The table as it is now: goes on with what waited. */
    void ready(TableNews.Ready news) {
        questions.answered();
        held.seen(news);
        account.seen(news.changes().size());
        boolean changed = live.see(news, questions.askedKey(), questions.now());
        if (changed) {
            questions.changed();
            held.changed();
        }
        missing.forget();
        List<BatchReceipt> outdated = new ArrayList<>(held.resume(news.shape(), this));
        if (changed && account.keepsRecords() && !open.isEmpty() && live.outdates(open.shape())) {
            outdated.add(open.build(live.location())); // it would be refused, and come after the next
        }
        encodeAgain(outdated);
        blocked = held.unsettled();
        drain();
        held.settle(underWay, waiting.keyColumns());
        if (held.staged().isOpen()) {
            ask();
        }
    }

    /** Rows that were encoded for a table that is no more: their records take the ordinary way, before all others. */
    private void encodeAgain(List<BatchReceipt> outdated) {
        List<Waiting> records = new ArrayList<>();
        for (BatchReceipt batch : outdated) {
            batch.release();
            batch.records((record, change, slot) -> records.add(waiting.waiting(record, change, slot)));
        }
        waiting.addFirst(records);
    }

    private void drain() {
        for (Waiting first = waiting.first(); first != null && !blocked; first = waiting.first()) {
            try {
                if (advance(first.record(), first.change(), first.slot())) {
                    waiting.removeFirst();
                }
            } catch (DataException bad) {
                waiting.rejectFirst(bad);
            }
        }
        if (blocked) {
            ask();
        }
    }

    /** BigQuery could not be asked just now; it is asked again. */
    void late(TableNews.Late news) {
        account.unasked(news.cause());
    }

    /** The table was dropped: what waits or comes next makes it anew, where that is allowed. */
    void gone() {
        questions.answered();
        live.forget(questions.now());
        encodeAgain(held.gone());
        blocked = true;
        missing.missed(questions.now());
        if (!missing.isUntold()) {
            ask();
        }
        held.askAgain(waiting.keyColumns());
    }

    /** There is no such table, and there will be none until somebody changes something. */
    void refused(TableNews.Refused news) {
        questions.refused();
        waiting.keyRefused();
        held.refused();
        if (account.isIdle()) {
            return; // the next record asks again, and is told
        }
        if (!account.isTolerant()) {
            account.fail(news.error());
            return;
        }
        blocked = true;
        account.refused(news.error());
    }

    // ---- batches that were sent

    @Override
    public void sent() {
        underWay++;
        account.inFlight(underWay);
    }

    @Override
    public void answered() {
        underWay--;
        account.inFlight(underWay);
        held.settle(underWay, waiting.keyColumns());
    }

    @Override
    public void repeated(Repetition repetition) {
        account.repeated(Work.ROWS, repetition.reason(), repetition.cause());
    }

    @Override
    public void written(Batch rows, Duration latency) {
        held.written(rows, live);
        account.written(rows, latency);
    }

    @Override
    public void staged() {
        account.judged();
    }

    @Override
    public void loaded(LoadNews.Loaded loaded) {
        account.loaded(loaded);
    }

    @Override
    public boolean goesOnWithout(LoadNews.SetAside setAside) {
        return account.goesOnWithout(setAside, live.exclusions(setAside.shape()));
    }

    @Override
    public void outdated(LoadNews.Outdated outdated) {
        account.outdated(outdated, live.exclusions(outdated.shape()));
    }

    @Override
    public void failed(LoadNews.Failed failed) {
        account.fail(failed.error());
    }

    @Override
    public void lacking(LoadNews.Lacking lacking) {
        account.lacking(lacking);
        held.staged().lack(lacking.needed());
        ask();
    }

    @Override
    public void repeated(LoadNews.Repeated repeated) {
        account.repeated(Work.LOAD, repeated.reason(), repeated.cause());
    }

    @Override
    public void tableChanged() {
        questions.refresh(waiting.keyColumns());
    }

    @Override
    public void behind(BatchReceipt batch, Lack lack) {
        held.takeBack(batch, lack, waiting.keyColumns());
        if (lack == Lack.TYPES) {
            blocked = true; // what comes now would overtake it, and would not fit either
            holdAsWell(batch.batch());
        }
    }

    /** What is not sent yet would be refused for the same reason. */
    @SuppressWarnings("ReferenceEquality") // a shape is one object until its table changes
    private void holdAsWell(Batch refused) {
        if (!open.isEmpty() && open.shape() == refused.shape()) {
            held.hold(open.build(live.location()), Lack.TYPES);
        }
    }

    @Override
    public void refused(BatchReceipt batch, RowsRefused refused) {
        held.takeBack(batch, refused, live, this, waiting.keyColumns());
        blocked |= held.unsettled(); // if somebody has changed the table, what comes now would not fit either
    }

    @Override
    public void reject(BatchReceipt batch, int position, String reason) {
        Slot slot = batch.slot(position);
        if (slot.isOwned()) { // else its next owner reports it
            account.rejectRow(batch.record(position), slot, batch.weightOfRecord(position), reason);
        }
    }

    // ---- time and partitions

    /** Whether records wait for an answer about the table that may come soon. */
    boolean promising(long now) {
        return !waiting.isEmpty() && questions.promising(now) && !account.isOut(Work.TABLE);
    }

    /** Sends what has waited for company long enough, and asks again what was refused long enough ago. */
    void tick(long now) {
        if (open.isDue(now)) {
            cut();
        }
        if (held.isLoadedNow()) {
            ask();
        }
        if (questions.rested(now)) {
            ask();
            held.askAgain(waiting.keyColumns());
            held.settle(underWay, waiting.keyColumns());
        }
        if (questions.isFree() && missing.isUntold()) {
            missing.giveUp(now);
            if (!waiting.isEmpty() && missing.isLookDue(now)) {
                questions.look(waiting.keyColumns());
            }
        }
    }

    /** Whether nothing came for a while, and nothing of what came is left: its table may be met as if never before. */
    boolean isOver(long now) {
        if (taken || !account.isIdle() || !waiting.isEmpty() || underWay > 0 || !questions.isFree()) {
            taken = false;
            idleSince = now;
        }
        return now - idleSince >= FORGOTTEN_AFTER_MS;
    }

    /** Forgets what belongs to partitions that were lost, but for what is with the writer. */
    void drop(Collection<TopicPartition> partitions) {
        waiting.drop();
        open.sendOwned(this, live.location());
        held.drop();
        if (blocked) {
            ask(); // what it was blocked by may be gone
        }
        account.leaveIfIdle();
        account.share().forget(partitions);
    }
}
