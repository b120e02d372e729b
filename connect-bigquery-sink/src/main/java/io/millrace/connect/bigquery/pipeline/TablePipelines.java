// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.ahead.TablesAhead;
import io.millrace.connect.bigquery.deliver.Slot;
import io.millrace.connect.bigquery.flight.InFlight;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.table.TableNews;
import io.millrace.connect.bigquery.table.TableQuestion;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.kit.retry.RetryPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The pipelines of all tables of a task, and what they share. Task thread. */
public final class TablePipelines {
    private static final long SWEEP_MS = 60_000;

    private final Function<Destination, TableMode> modes;
    private final Consumer<TableQuestion> ask;
    private final TablesAhead ahead;
    private final InFlight inFlight;
    private final TableAccounts accounts;
    private final RetryPolicy retry;
    private final RawSize rawSizes = new RawSize();
    private final Map<Destination, TablePipeline> pipelines = new HashMap<>();
    private @Nullable Destination lastTable;
    private @Nullable TablePipeline lastPipeline;
    private Duration shortestLinger = Duration.ofHours(1);
    private long nextLook;
    private long nextSweep;

    /**
     * Without pipelines yet: each begins with its table's first record.
     *
     * @param modes how each table is written, which never changes
     * @param ask takes questions about tables, without waiting; each gets one answer
     */
    public TablePipelines(
            Function<Destination, TableMode> modes,
            Consumer<TableQuestion> ask,
            TablesAhead ahead,
            InFlight inFlight,
            TableAccounts accounts,
            RetryPolicy retry) {
        this.modes = modes;
        this.ask = ask;
        this.ahead = ahead;
        this.inFlight = inFlight;
        this.accounts = accounts;
        this.retry = retry;
    }

    /** Records of these partitions may come. */
    public void open(Collection<TopicPartition> partitions) {
        ahead.open(partitions);
    }

    /**
     * Takes a record on its way to a table.
     *
     * @throws DataException if it cannot be a row of it
     */
    public void take(SinkRecord record, Destination table, Slot slot) {
        of(table).take(record, slot);
    }

    /**
     * Refuses a record that is no row of any table.
     *
     * @throws ConnectException if that is not tolerated
     */
    public void reject(SinkRecord record, Slot slot, DataException error) {
        accounts.reject(record, slot, new RecordWeight(rawSizes).of(record), error);
    }

    /** Takes news of a table. */
    public void take(TableNews news) {
        TablePipeline pipeline = of(news.table());
        news.fold(
                ready -> {
                    ahead.seen(ready.table());
                    pipeline.ready(ready);
                },
                gone -> pipeline.gone(),
                pipeline::late,
                pipeline::refused);
    }

    /** Takes the writer's answer to a batch. */
    public void take(WriteResult result) {
        inFlight.take(result);
    }

    /** Takes news of an object that rows were staged in. */
    public void take(LoadNews news) {
        inFlight.take(news);
    }

    /** Memory is short because of these tables: what of them waits for company goes now. */
    public void relieve(Collection<Destination> tables) {
        inFlight.relieve(tables);
    }

    /** Takes that the writer repeats a batch. */
    public void take(Repetition repetition) {
        inFlight.take(repetition);
    }

    /** Sends rows that have waited for company long enough, and asks again what it is time to ask again. */
    public void tick() {
        inFlight.discardLost();
        long now = now();
        if (now >= nextLook && !pipelines.isEmpty()) {
            busy().forEach(pipeline -> pipeline.tick(now));
            // Late by a quarter of the linger at most, instead of a look at every table in every call.
            nextLook = now + Math.max(1, shortestLinger.toMillis() / 4);
            sweep(now);
        }
    }

    /** Forgets tables that had nothing for a while: a task may have been given thousands, and come back to none. */
    private void sweep(long now) {
        if (now >= nextSweep) {
            nextSweep = now + SWEEP_MS;
            List<Destination> over = pipelines.entrySet().stream()
                    .filter(entry -> entry.getValue().isOver(now))
                    .map(Map.Entry::getKey)
                    .toList();
            pipelines.keySet().removeAll(over);
            over.forEach(accounts::forget);
            lastTable = null;
            lastPipeline = null;
        }
    }

    /** Sends all rows. */
    public void cutAll() {
        busy().forEach(TablePipeline::cut);
    }

    /** Whether anything may be acknowledged soon. */
    public boolean anyPromising() {
        long now = now();
        return inFlight.anyPromising(now) || busy().stream().anyMatch(pipeline -> pipeline.promising(now));
    }

    /** Forgets what belongs to partitions that were lost. */
    public void drop(Collection<TopicPartition> partitions) {
        ahead.drop(partitions);
        pipelines.values().forEach(pipeline -> pipeline.drop(partitions));
        inFlight.withdrawLost();
    }

    /** Now, in milliseconds since 1970. */
    public long now() {
        return retry.clock().millis();
    }

    private List<TablePipeline> busy() {
        return accounts.busy().stream().map(this::of).toList();
    }

    @SuppressWarnings("ReferenceEquality") // a hit spares the look-up; a miss is only slower
    private TablePipeline of(Destination table) {
        TablePipeline pipeline = lastPipeline;
        if (pipeline == null || table != lastTable) {
            pipeline = pipelines.computeIfAbsent(table, this::make);
            lastTable = table;
            lastPipeline = pipeline;
        }
        return pipeline;
    }

    private TablePipeline make(Destination table) {
        TableAccount account = accounts.of(table);
        TableMode mode = modes.apply(table);
        if (mode.batch().linger().compareTo(shortestLinger) < 0) {
            shortestLinger = mode.batch().linger();
            nextLook = 0;
        }
        RecordWeight weights = new RecordWeight(rawSizes);
        TableQuestions questions = new TableQuestions(table, ask, retry);
        TableKey key = new TableKey(table, mode.rows());
        return new TablePipeline(
                account,
                mode.rows(),
                new LiveTable(mode, key),
                questions,
                new WaitingRecords(mode.rows(), weights, account, key),
                new BatchBuilder(mode.batch(), account, weights, inFlight, retry.clock()),
                new HeldBatches(account, mode, inFlight, questions, retry));
    }
}
