// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.deliver.Buffer.Share;
import io.millrace.connect.bigquery.deliver.Slot;
import io.millrace.connect.bigquery.health.TaskHealth;
import io.millrace.connect.bigquery.health.TaskHealth.Work;
import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.reject.Rejects;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.WriteApi;
import io.millrace.connect.kit.metrics.Numbers;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted of one table, held for it, told of it, and set aside of its records. Task thread. */
final class TableAccount {
    private static final Logger LOG = LoggerFactory.getLogger(TableAccount.class);

    private final Share share;
    private final Numbers<TableMetric> numbers;
    private final Numbers<TaskMetric> taskNumbers;
    private final TaskHealth health;
    private final Rejects rejects;
    private @Nullable TableShape toldOutdated;

    TableAccount(
            Share share,
            Numbers<TableMetric> numbers,
            Numbers<TaskMetric> taskNumbers,
            TaskHealth health,
            Rejects rejects) {
        this.share = share;
        this.numbers = numbers;
        this.taskNumbers = taskNumbers;
        this.health = health;
        this.rejects = rejects;
    }

    Destination table() {
        return share.table();
    }

    /** Its share of the buffer. */
    Share share() {
        return share;
    }

    /** Whether nothing of it is under way. */
    boolean isIdle() {
        return share.bytes() == 0;
    }

    /** Whether records have to be kept until their rows are acknowledged. */
    boolean keepsRecords() {
        return rejects.keepsRecords();
    }

    /** Whether the task is to go on without what cannot be written. */
    boolean isTolerant() {
        return rejects.tolerant();
    }

    /** Whether this cannot be done for now. */
    boolean isOut(Work work) {
        return health.has(table(), work);
    }

    /** Shows how many records wait. */
    void waiting(int records) {
        numbers.set(TableMetric.WAITING_RECORDS, records);
    }

    /** Shows how many batches are with the writer. */
    void inFlight(long batches) {
        numbers.set(TableMetric.IN_FLIGHT_REQUESTS, batches);
    }

    /** The writer tries something again. */
    void repeated(Work work, RetryReason reason, String cause) {
        numbers.add(metricOf(reason), 1);
        health.repeated(table(), work, cause, reason != RetryReason.CONNECTION);
    }

    /** Staged rows have to wait until the table is what they need. */
    void lacking(LoadNews.Lacking lacking) {
        numbers.add(TableMetric.RETRIES_TABLE_TOTAL, 1);
        health.repeated(
                table(), Work.LOAD, "a job does not see the table, or its columns, as staged rows need them", true);
    }

    /** The rows of an object are in the table. */
    void loaded(LoadNews.Loaded loaded) {
        health.settled(table(), Work.LOAD);
        written(loaded.object().rows(), loaded.object().bytes(), loaded.latency());
    }

    /**
     * The rows of an object are of no use any more, and their records are read again.
     *
     * @param exclusions how the table has changed so that it takes none of them
     */
    @SuppressWarnings("ReferenceEquality") // one object until the table changes
    void outdated(LoadNews.Outdated outdated, List<String> exclusions) {
        numbers.add(TableMetric.RETRIES_TABLE_TOTAL, 1);
        if (toldOutdated != outdated.shape()) { // once for all objects
            toldOutdated = outdated.shape();
            LOG.warn(
                    "staged rows are of no use any more, their records are read again from Kafka table={}"
                            + " changes={} object={} cause={}",
                    table(),
                    exclusions,
                    outdated.object(),
                    outdated.reason());
        }
    }

    /**
     * Rows that BigQuery refuses for good: whether the task goes on without them, which is told; else it ends.
     *
     * @param exclusions how the table has changed so that it takes none of them, whatever they hold
     */
    boolean goesOnWithout(LoadNews.SetAside setAside, List<String> exclusions) {
        health.settled(table(), Work.LOAD);
        String told = "table " + table() + ": BigQuery does not load " + setAside.object() + " because of "
                + setAside.reason() + "; it is kept as " + setAside.keptAs();
        if (!exclusions.isEmpty()) {
            told += "; the table has changed since its rows were put there (" + String.join("; ", exclusions)
                    + "), and their topic was made anew, so that they cannot be read again";
        }
        numbers.add(TableMetric.ERRANT_ROWS_TOTAL, setAside.object().rows());
        if (isTolerant()) {
            LOG.warn("{}; the task goes on without its rows, as errors.tolerance=all says", told);
            return true;
        }
        health.fail(new ConnectException(
                told + "; errors.tolerance=all goes on without such objects and keeps them there"));
        return false;
    }

    /** A batch has to wait until writes see something of the table. */
    void behind(WriteApi api, String unseen) {
        numbers.add(TableMetric.RETRIES_TABLE_TOTAL, 1);
        health.repeated(table(), Work.ROWS, api.name() + " does not see " + unseen, true);
    }

    /** Rows are in the table. */
    void written(Batch rows, Duration latency) {
        written(rows.rows().size(), rows.bytes(), latency);
    }

    private void written(long rows, long bytes, Duration latency) {
        health.settled(table(), Work.ROWS);
        numbers.add(TableMetric.ROWS_TOTAL, rows);
        numbers.add(TableMetric.BYTES_TOTAL, bytes);
        numbers.add(TableMetric.REQUESTS_TOTAL, 1);
        numbers.add(TableMetric.REQUEST_LATENCY_MS_TOTAL, latency.toMillis());
        long average = numbers.get(TableMetric.REQUEST_LATENCY_AVG_MS);
        numbers.set(TableMetric.REQUEST_LATENCY_AVG_MS, average + (latency.toMillis() - average) / 20);
    }

    /** Rows were judged: whatever the answer, the table takes rows. */
    void judged() {
        health.settled(table(), Work.ROWS);
    }

    /** The table was seen, after so many changes. */
    void seen(int changes) {
        health.settled(table(), Work.TABLE);
        numbers.add(TableMetric.SCHEMA_CHANGES_TOTAL, changes);
    }

    /** BigQuery could not be asked about the table. */
    void unasked(String cause) {
        numbers.add(TableMetric.RETRIES_UNAVAILABLE_TOTAL, 1);
        if (!isIdle()) { // a look that nobody waits for is nobody's trouble
            health.repeated(table(), Work.TABLE, cause, true);
        }
    }

    /** There is no such table for now, although records wait for it. */
    void refused(ConnectException error) {
        health.repeated(table(), Work.TABLE, String.valueOf(error.getMessage()), true);
    }

    /** Whatever is wrong with it is nobody's trouble if nobody waits any more. */
    void leaveIfIdle() {
        if (isIdle()) {
            health.leave(table(), Work.TABLE);
            health.leave(table(), Work.ROWS);
            health.leave(table(), Work.LOAD);
        }
    }

    /** Ends the task at its next call. */
    void fail(ConnectException error) {
        health.fail(error);
    }

    /** Leaves a record out by rule. */
    void skip(Slot slot) {
        slot.finish();
        taskNumbers.add(TaskMetric.SKIPPED_RECORDS_TOTAL, 1);
    }

    /** Refuses a row that BigQuery refused; its record is null if it was not kept. */
    void rejectRow(@Nullable SinkRecord record, Slot slot, long weight, String reason) {
        numbers.add(TableMetric.ERRANT_ROWS_TOTAL, 1);
        reject(record, slot, weight, new DataException(reason));
    }

    /** Refuses a record outside of {@code put}: where that is not tolerated, the task's next call fails. */
    void reject(@Nullable SinkRecord record, Slot slot, long weight, DataException error) {
        try {
            rejects.take(record, slot, weight, error);
        } catch (ConnectException notTolerated) {
            health.fail(notTolerated);
        }
    }

    private static TableMetric metricOf(RetryReason reason) {
        return switch (reason) {
            case CONNECTION -> TableMetric.RETRIES_CONNECTION_TOTAL;
            case TIMEOUT -> TableMetric.RETRIES_TIMEOUT_TOTAL;
            case QUOTA -> TableMetric.RETRIES_QUOTA_TOTAL;
            case UNAVAILABLE -> TableMetric.RETRIES_UNAVAILABLE_TOTAL;
            case TABLE -> TableMetric.RETRIES_TABLE_TOTAL;
        };
    }
}
