// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.deliver.OffsetTracker;
import io.millrace.connect.bigquery.health.TaskHealth;
import io.millrace.connect.bigquery.health.TaskHealth.Work;
import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.pipeline.PipelineParts.Waits;
import io.millrace.connect.bigquery.reject.Rejects;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.Repetition;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.RowWriter;
import io.millrace.connect.bigquery.write.WriteResult;
import io.millrace.connect.bigquery.write.WriteResult.TableBehind.Lack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;

/** The batches on their way, and what becomes of them. Task thread. */
public final class InFlight implements WriteResult.Receiver {
    /** What BigQuery answers at all it answers within this time, usually. */
    private static final long SOON_MS = 1_000;

    private final RowWriter writer;
    private final OffsetTracker tracker;
    private final Rejects rejects;
    private final TaskHealth health;
    private final Waits waits;
    private final IdentityHashMap<Batch, Parcel> underway = new IdentityHashMap<>();

    /** A batch that is with the writer. */
    private record Parcel(BatchReceipt receipt, long sentMs) {}

    public InFlight(RowWriter writer, OffsetTracker tracker, Rejects rejects, TaskHealth health, Waits waits) {
        this.writer = writer;
        this.tracker = tracker;
        this.rejects = rejects;
        this.health = health;
        this.waits = waits;
    }

    /** Hands a batch to the writer. */
    public void send(Batch batch, BatchReceipt receipt, Duration delay) {
        undertake(batch, receipt, delay);
        writer.write(batch, delay);
    }

    private void undertake(Batch batch, BatchReceipt receipt, Duration delay) {
        underway.put(batch, new Parcel(receipt, waits.clock().millis() + delay.toMillis()));
        receipt.pipeline()
                .numbers()
                .set(TableMetric.IN_FLIGHT_REQUESTS, receipt.pipeline().sent(1));
    }

    /** Hands a batch over that was refused as a whole though its table is what it needs, to find the rows that are refused. */
    public void sift(Batch batch, BatchReceipt receipt) {
        undertake(batch, receipt, Duration.ZERO);
        writer.sift(batch);
    }

    /** Whether any batch is with the writer that may be answered soon: a young one of a table that is served. */
    public boolean anyPromising(long now) {
        for (Map.Entry<Batch, Parcel> entry : underway.entrySet()) {
            long age = now - entry.getValue().sentMs();
            if (age >= 0 && age < SOON_MS && !health.has(entry.getKey().table(), Work.ROWS)) {
                return true;
            }
        }
        return false;
    }

    /** Takes back from the writer what is no longer this task's and not on the wire: its next owner writes it. */
    public void drop() {
        List<Batch> stale = new ArrayList<>();
        underway.forEach((batch, parcel) -> {
            if (!lost(batch, parcel.receipt()).isEmpty()) {
                stale.add(batch);
            }
        });
        if (!stale.isEmpty()) {
            writer.withdraw(stale);
        }
    }

    /** Takes that the writer repeats a batch. */
    public void take(Repetition repetition) {
        Parcel parcel = underway.get(repetition.batch());
        if (parcel != null) {
            RetryReason reason = repetition.reason();
            parcel.receipt().pipeline().numbers().add(metricOf(reason), 1);
            health.repeated(
                    repetition.batch().table(), Work.ROWS, repetition.cause(), reason != RetryReason.CONNECTION);
        }
    }

    /** Takes what the writer answered. */
    public void take(WriteResult result) {
        Parcel parcel = underway.get(result.batch());
        if (parcel != null) {
            TablePipeline pipeline = parcel.receipt().pipeline();
            pipeline.numbers().set(TableMetric.IN_FLIGHT_REQUESTS, pipeline.sent(-1));
            result.tell(this);
            pipeline.answered();
        }
    }

    @Override
    public void written(WriteResult.Written written) {
        Batch batch = written.batch();
        BatchReceipt receipt = closed(batch);
        for (Row row : batch.rows()) {
            tracker.finish(row.origin(), receipt.epoch());
        }
        receipt.pipeline().weigh(-receipt.weight(batch));
        receipt.pipeline().acknowledged(batch, written.latency());
        if (written.schemaChanged()) {
            receipt.pipeline().refresh();
        }
    }

    @Override
    public void refused(WriteResult.RowsRefused refused) {
        Batch batch = refused.batch();
        BatchReceipt receipt = closed(batch);
        if (!refused.othersWritten()
                && receipt.pipeline().recentlyRelaxed()
                && lost(batch, receipt).isEmpty()) {
            // Writes may still see the columns as required; whatever is wrong with the rows shows again.
            receipt.pipeline().behind(batch, receipt, Lack.COLUMNS);
            return;
        }
        if (!refused.othersWritten()
                && receipt.keepsRecords()
                && receipt.pipeline().seenLongAgo()
                && lost(batch, receipt).isEmpty()) {
            receipt.pipeline().judgeAgain(batch, receipt);
            return;
        }
        receipt.pipeline().weigh(-receipt.weight(batch));
        health.settled(batch.table(), Work.ROWS);
        receipt.pipeline().lookAgain();
        refused.reasons().keySet().stream().sorted().forEach(position -> {
            Row row = batch.rows().get(position);
            reject(
                    receipt,
                    row,
                    position,
                    "table " + batch.table() + ": " + refused.reasons().get(position));
        });
        Set<Integer> bad = refused.reasons().keySet();
        Batch others = refused.othersWritten() ? batch.without(bad) : null;
        if (others != null) {
            others.rows().forEach(row -> tracker.finish(row.origin(), receipt.epoch()));
            receipt.pipeline().acknowledged(others, Duration.ZERO);
        } else if (!refused.othersWritten()) {
            resend(batch, receipt, bad);
        }
    }

    @Override
    public void tooLarge(WriteResult.TooLarge tooLarge) {
        Batch batch = tooLarge.batch();
        BatchReceipt receipt = closed(batch);
        receipt.pipeline().weigh(-receipt.weight(batch));
        int rows = batch.rows().size();
        if (rows == 1) {
            reject(
                    receipt,
                    batch.rows().get(0),
                    0,
                    "table " + batch.table() + ": the row has " + batch.bytes() + " bytes, more than BigQuery accepts");
            return;
        }
        Set<Integer> first = new HashSet<>();
        Set<Integer> second = new HashSet<>();
        for (int i = 0; i < rows; i++) {
            (i < rows / 2 ? first : second).add(i);
        }
        resend(batch, receipt, second);
        resend(batch, receipt, first);
    }

    @Override
    public void behind(WriteResult.TableBehind behind) {
        Batch batch = behind.batch();
        BatchReceipt receipt = closed(batch);
        if (lost(batch, receipt).isEmpty()) {
            receipt.pipeline().behind(batch, receipt, behind.lack());
        } else {
            receipt.pipeline().weigh(-receipt.weight(batch));
            resend(batch, receipt, Set.of());
        }
    }

    /** What is still this task's goes out without the rest. */
    @Override
    public void withdrawn(WriteResult.Withdrawn withdrawn) {
        Batch batch = withdrawn.batch();
        BatchReceipt receipt = closed(batch);
        receipt.pipeline().weigh(-receipt.weight(batch));
        resend(batch, receipt, Set.of());
    }

    @Override
    public void failed(WriteResult.Failed failed) {
        Batch batch = failed.batch();
        BatchReceipt receipt = closed(batch);
        receipt.pipeline().weigh(-receipt.weight(batch));
        if (lost(batch, receipt).size() < batch.rows().size()) {
            health.fail(failed.error());
        }
    }

    private void reject(BatchReceipt receipt, Row row, int position, String reason) {
        if (!tracker.owns(row.origin(), receipt.epoch())) {
            return; // its next owner reports it
        }
        receipt.pipeline().numbers().add(TableMetric.ERRANT_ROWS_TOTAL, 1);
        try {
            rejects.take(
                    receipt.record(position),
                    row.origin(),
                    receipt.epoch(),
                    receipt.weightOfRecord(position),
                    new DataException(reason));
        } catch (ConnectException notTolerated) {
            health.fail(notTolerated);
        }
    }

    /** Sends what is not out and still this task's: rows of lost partitions are the next owner's. */
    private void resend(Batch batch, BatchReceipt receipt, Set<Integer> out) {
        Set<Integer> without = lost(batch, receipt);
        without.addAll(out);
        Batch rest = batch.without(without);
        if (rest != null) {
            BatchReceipt restReceipt = receipt.without(without);
            receipt.pipeline().weigh(restReceipt.weight(rest));
            send(rest, restReceipt, Duration.ZERO);
        }
    }

    private Set<Integer> lost(Batch batch, BatchReceipt receipt) {
        Set<Integer> lost = new HashSet<>();
        for (int i = 0; i < batch.rows().size(); i++) {
            if (!tracker.owns(batch.rows().get(i).origin(), receipt.epoch())) {
                lost.add(i);
            }
        }
        return lost;
    }

    private BatchReceipt closed(Batch batch) {
        Parcel parcel = underway.remove(batch);
        if (parcel == null) {
            throw new IllegalStateException("a second answer for " + batch);
        }
        return parcel.receipt();
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
