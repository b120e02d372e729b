// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.deliver.Share;
import io.millrace.connect.bigquery.health.TaskHealth.Work;
import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.pipeline.HeldBatches.Batched;
import io.millrace.connect.bigquery.pipeline.WaitingRecords.Waiting;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import io.millrace.connect.kit.metrics.Numbers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The way of one table's records: encoded and batched while the table is ready, kept in order while it is created or
 * changed. Other tables' pipelines are not concerned. Task thread.
 */
public final class TablePipeline {
    /** Every connection announces a change; a look less costs nothing, for what is needed is asked for anyway. */
    private static final long REFRESH_MS = 10_000;

    private final Destination table;
    private final PipelineParts parts;
    private final Numbers<TableMetric> numbers;
    private final Share share;
    private final RecordWeight weights;
    private final WaitingRecords waiting;
    private final LiveTable live;
    private final HeldBatches lagging;
    private final MissingTable missing;
    private final Sources sources = new Sources();
    private @Nullable BatchBuilder open;
    private boolean blocked = true;
    private long inFlight;
    private long refreshed = Long.MIN_VALUE / 2;

    TablePipeline(Destination table, PipelineParts parts) {
        this.table = table;
        this.parts = parts;
        this.numbers = parts.metrics().table(table);
        this.waiting = new WaitingRecords(parts.rows(), numbers);
        this.share = new Share(parts.gauge());
        this.weights = new RecordWeight(parts.rawSizes());
        this.live = new LiveTable(parts.rows());
        this.lagging = new HeldBatches(table, parts);
        this.missing = new MissingTable(table, parts, waiting);
    }

    Numbers<TableMetric> numbers() {
        return numbers;
    }

    /** Whether this table has so much under way that its partitions should pause. */
    public boolean congested() {
        return share.exceeded();
    }

    /** The bytes that it has under way. */
    public long bytes() {
        return share.bytes();
    }

    /** The partitions that its records came from. */
    public Set<TopicPartition> sources() {
        return sources.partitions();
    }

    /** Whether records wait for an answer about the table that may come soon. */
    boolean promising(long now) {
        return !waiting.isEmpty() && lagging.promising(now);
    }

    /**
     * Takes a record on its way.
     *
     * @throws DataException if it cannot be a row of this table
     */
    public void take(SinkRecord record, Origin origin) {
        sources.note(origin);
        int epoch = parts.tracker().epoch();
        if (blocked || !advanceOrDoubt(record, origin, epoch)) {
            hold(record, origin, epoch);
        }
    }

    /** As below; a record that does not go with the table as it was seen some time ago waits until it is looked at again. */
    private boolean advanceOrDoubt(SinkRecord record, Origin origin, int epoch) {
        try {
            return advance(record, origin, epoch);
        } catch (DataException unfit) {
            if (!lagging.mayHaveChanged()) {
                throw unfit;
            }
            doubt();
            return false;
        }
    }

    private void doubt() {
        blocked = true;
        lagging.doubted();
        if (!lagging.asking()) {
            lagging.ask(null, waiting.keyColumns());
        }
    }

    /** Whether rows that were refused may have been encoded for a table that somebody has changed since. */
    boolean seenLongAgo() {
        return lagging.seenLongAgo();
    }

    /** Rows were refused as bad; if that is because somebody has changed the table, the next ones are not. */
    void lookAgain() {
        if (!lagging.asking() && lagging.mayHaveChanged()) {
            lagging.doubted();
            lagging.ask(null, waiting.keyColumns());
        }
    }

    /** Gives the records of refused rows their turn again, when it is known what the table is now. */
    void judgeAgain(Batch refused, BatchReceipt receipt) {
        encodeAgain(List.of(new Batched(refused, receipt)));
        doubt();
    }

    /** Encodes a record; false if the table has to grow first, which is then asked for. */
    private boolean advance(SinkRecord record, Origin origin, int epoch) {
        Row row = live.encoded(record, origin);
        if (row == null) {
            blocked = true;
            return false;
        }
        add(row, record, epoch);
        return true;
    }

    private void hold(SinkRecord record, Origin origin, int epoch) {
        waiting.add(weighed(record, origin, epoch));
        if (!missing.isKnown() || waiting.isTelling(record)) {
            ask();
        }
    }

    private Waiting weighed(SinkRecord record, Origin origin, int epoch) {
        // Its row comes in its place, and the request's copy of that, or both beside it; counted only then, that
        // would pass the limit.
        long weight = weights.of(record) * (parts.rejects().keepsRecords() ? 3 : 2);
        weigh(weight);
        return new Waiting(record, origin, epoch, weight);
    }

    /** Asks for a table that holds all that waits, unless an answer is on its way, which may settle it. */
    private void ask() {
        if (lagging.asking() || lagging.resting() || lagging.unsettled() || waiting.isEmpty()) {
            return;
        }
        TableShape needed = waiting.needed(live.shape());
        List<String> key = waiting.keyColumns();
        lagging.ask(
                needed != null && live.shape() == null
                        ? TableQuestion.first(table, needed, key)
                        : new TableQuestion(table, needed, key));
    }

    /** The table as it is now: goes on with what waited. */
    @SuppressWarnings("ReferenceEquality")
    void ready(TableNews.Ready news) {
        lagging.answered();
        lagging.made(news.created());
        parts.health().settled(table, Work.TABLE);
        numbers.add(TableMetric.SCHEMA_CHANGES_TOTAL, news.changes().size());
        TableShape before = live.shape();
        if (live.see(news)) {
            lagging.relaxed();
        }
        if (live.shape() != before) { // the same object until it changes
            lagging.changed();
        }
        missing.forget();
        encodeAgain(lagging.resume(news.shape()));
        blocked = lagging.unsettled();
        drain();
        lagging.settle(inFlight);
    }

    /** Rows that were encoded for a table that is no more: their records take the ordinary way, before all others. */
    private void encodeAgain(List<Batched> outdated) {
        List<Waiting> records = new ArrayList<>();
        for (Batched batched : outdated) {
            BatchReceipt receipt = batched.receipt();
            weigh(-receipt.weight(batched.batch()));
            for (int i = 0; i < batched.batch().rows().size(); i++) {
                Origin origin = batched.batch().rows().get(i).origin();
                records.add(weighed(receipt.kept().get(i).record(), origin, receipt.epoch()));
            }
        }
        waiting.addFirst(records);
    }

    private void drain() {
        for (Waiting first = waiting.first(); first != null && !blocked; first = waiting.first()) {
            boolean gone = true;
            try {
                gone = advance(first.record(), first.origin(), first.epoch());
            } catch (DataException bad) {
                parts.reject(first.record(), first.origin(), first.epoch(), bad);
            }
            if (gone) {
                waiting.removeFirst();
                weigh(-first.weight());
            }
        }
        if (blocked) {
            ask();
        }
    }

    /** BigQuery could not be asked just now; it is asked again. */
    void late(TableNews.Late news) {
        numbers.add(TableMetric.RETRIES_UNAVAILABLE_TOTAL, 1);
        if (share.bytes() > 0) { // a look that nobody waits for is nobody's trouble
            parts.health().repeated(table, Work.TABLE, news.cause(), true);
        }
    }

    /** The table was dropped: what waits or comes next makes it anew, where that is allowed. */
    void gone() {
        lagging.gone();
        live.forget();
        blocked = true;
        weigh(-missing.missed());
        if (!missing.isUntold()) {
            ask();
        }
        lagging.askAgain(waiting.keyColumns());
    }

    /** There is no such table, and there will be none until somebody changes something. */
    void refused(TableNews.Refused news) {
        lagging.refused();
        if (share.bytes() == 0) {
            return; // the next record asks again, and is told
        }
        if (!parts.rejects().tolerant()) {
            parts.health().fail(news.error());
            return;
        }
        blocked = true;
        parts.health().repeated(table, Work.TABLE, String.valueOf(news.error().getMessage()), true);
    }

    /** The table has changed, which does not concern what is under way: looks, unless it has only just looked. */
    void refresh() {
        if (!lagging.asking() && parts.now() - refreshed > REFRESH_MS) {
            refreshed = parts.now();
            lagging.ask(null, waiting.keyColumns());
        }
    }

    /** A batch came back because the table is not what it needs. */
    void behind(Batch batch, BatchReceipt receipt, Lack lack) {
        lagging.behind(new Batched(batch, receipt), lack, waiting.keyColumns());
        if (lack == Lack.TYPES) {
            blocked = true; // what comes now would overtake it, and would not fit either
            holdAsWell(batch);
        }
    }

    /** What is not sent yet would be refused for the same reason. */
    @SuppressWarnings("ReferenceEquality") // a shape is one object until its table changes
    private void holdAsWell(Batch refused) {
        BatchBuilder batch = open;
        if (batch != null && batch.shape() == refused.shape()) {
            open = null;
            lagging.hold(new Batched(batch.close(table, live.location()), batch.receipt(this)), Lack.TYPES);
        }
    }

    /** Whether rows may be refused for what the table required until a short while ago. */
    boolean recentlyRelaxed() {
        return lagging.recentlyRelaxed();
    }

    /** A batch was answered, whatever the answer. */
    void answered() {
        lagging.settle(inFlight);
    }

    private void add(Row row, SinkRecord record, int epoch) {
        BatchBuilder batch = open;
        if (batch != null && !batch.takes(row, epoch)) {
            cut();
            batch = null;
        }
        if (batch == null) {
            RecordWeight kept = parts.rejects().keepsRecords() ? weights : null;
            batch = new BatchBuilder(parts.batch(), kept, epoch, parts.now());
            open = batch;
        }
        weigh(batch.add(row, record));
        if (batch.isFull()) {
            cut();
        }
    }

    /** Sends what has waited for company long enough, and asks again what was refused long enough ago. */
    void tick(long now) {
        if (open != null && open.isDue(now)) {
            cut();
        }
        if (lagging.rested(now)) {
            ask();
            lagging.askAgain(waiting.keyColumns());
            lagging.settle(inFlight);
        }
        if (!lagging.asking() && !lagging.resting() && missing.isUntold()) {
            weigh(-missing.giveUp(now));
            if (!waiting.isEmpty() && missing.isLookDue(now)) {
                lagging.ask(null, waiting.keyColumns());
            }
        }
    }

    /** Sends what is open. */
    void cut() {
        BatchBuilder batch = open;
        open = null;
        if (batch != null) {
            parts.inFlight().send(batch.close(table, live.location()), batch.receipt(this), Duration.ZERO);
        }
    }

    /** Counts requests handed to the writer; how many there are. */
    long sent(int more) {
        inFlight += more;
        return inFlight;
    }

    /** Notes rows that are in the table. */
    void acknowledged(Batch batch, Duration latency) {
        lagging.acknowledged();
        parts.health().settled(table, Work.ROWS);
        numbers.add(TableMetric.ROWS_TOTAL, batch.rows().size());
        numbers.add(TableMetric.BYTES_TOTAL, batch.bytes());
        numbers.add(TableMetric.REQUESTS_TOTAL, 1);
        numbers.add(TableMetric.REQUEST_LATENCY_MS_TOTAL, latency.toMillis());
        long average = numbers.get(TableMetric.REQUEST_LATENCY_AVG_MS);
        numbers.set(TableMetric.REQUEST_LATENCY_AVG_MS, average + (latency.toMillis() - average) / 20);
    }

    /** Counts bytes that were taken, or with a negative number, that are gone. */
    void weigh(long more) {
        boolean idle = share.bytes() == 0;
        share.add(more);
        if (idle) {
            parts.busy().add(this);
        } else if (share.bytes() == 0) {
            parts.busy().remove(this);
        }
    }

    /** Forgets what belongs to partitions that were lost, but for what is with the writer. */
    void drop(Collection<TopicPartition> partitions) {
        weigh(-waiting.drop(partitions));
        if (open != null) {
            weigh(-open.drop(partitions));
            if (open.isEmpty()) {
                open = null;
            }
        }
        cut(); // what remains began before the loss and finishes under the older epoch
        lagging.drop(partitions);
        if (blocked) {
            ask(); // what it was blocked by may be gone
        }
        if (share.bytes() == 0) { // nobody waits any more
            parts.health().leave(table, Work.TABLE);
            parts.health().leave(table, Work.ROWS);
        }
        sources.drop(partitions);
    }
}
