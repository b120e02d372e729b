// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.LaneParts.Waits;
import io.millrace.connect.bigquery.Troubles.Work;
import io.millrace.connect.bigquery.deliver.OffsetLedger;
import io.millrace.connect.bigquery.metrics.TableMetric;
import io.millrace.connect.bigquery.model.Row;
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
final class Shipments implements WriteResult.Receiver {
    /** What BigQuery answers at all it answers within this time, usually. */
    private static final long SOON_MS = 1_000;

    private final RowWriter writer;
    private final OffsetLedger ledger;
    private final Rejects rejects;
    private final Troubles troubles;
    private final Waits waits;
    private final IdentityHashMap<Batch, Parcel> underway = new IdentityHashMap<>();

    /** A batch that is with the writer. */
    private record Parcel(Cargo cargo, long sentMs) {}

    Shipments(RowWriter writer, OffsetLedger ledger, Rejects rejects, Troubles troubles, Waits waits) {
        this.writer = writer;
        this.ledger = ledger;
        this.rejects = rejects;
        this.troubles = troubles;
        this.waits = waits;
    }

    /** Hands a batch to the writer. */
    void send(Batch batch, Cargo cargo, Duration delay) {
        undertake(batch, cargo, delay);
        writer.write(batch, delay);
    }

    private void undertake(Batch batch, Cargo cargo, Duration delay) {
        underway.put(batch, new Parcel(cargo, waits.clock().millis() + delay.toMillis()));
        cargo.lane().numbers().set(TableMetric.IN_FLIGHT_REQUESTS, cargo.lane().sent(1));
    }

    /** Hands a batch over that was refused as a whole though its table is what it needs, to find the rows that are refused. */
    void sift(Batch batch, Cargo cargo) {
        undertake(batch, cargo, Duration.ZERO);
        writer.sift(batch);
    }

    /** Whether any batch is with the writer that may be answered soon: a young one of a table that is served. */
    boolean anyPromising(long now) {
        for (Map.Entry<Batch, Parcel> entry : underway.entrySet()) {
            long age = now - entry.getValue().sentMs();
            if (age >= 0 && age < SOON_MS && !troubles.has(entry.getKey().table(), Work.ROWS)) {
                return true;
            }
        }
        return false;
    }

    /** Takes back from the writer what is no longer this task's and not on the wire: its next owner writes it. */
    void drop() {
        List<Batch> stale = new ArrayList<>();
        underway.forEach((batch, parcel) -> {
            if (!lost(batch, parcel.cargo()).isEmpty()) {
                stale.add(batch);
            }
        });
        if (!stale.isEmpty()) {
            writer.withdraw(stale);
        }
    }

    /** Takes that the writer repeats a batch. */
    void take(Repetition repetition) {
        Parcel parcel = underway.get(repetition.batch());
        if (parcel != null) {
            RetryReason reason = repetition.reason();
            parcel.cargo().lane().numbers().add(metricOf(reason), 1);
            troubles.repeated(
                    repetition.batch().table(), Work.ROWS, repetition.cause(), reason != RetryReason.CONNECTION);
        }
    }

    /** Takes what the writer answered. */
    void take(WriteResult result) {
        Parcel parcel = underway.get(result.batch());
        if (parcel != null) {
            TableLane lane = parcel.cargo().lane();
            lane.numbers().set(TableMetric.IN_FLIGHT_REQUESTS, lane.sent(-1));
            result.tell(this);
            lane.answered();
        }
    }

    @Override
    public void written(WriteResult.Written written) {
        Batch batch = written.batch();
        Cargo cargo = closed(batch);
        for (Row row : batch.rows()) {
            ledger.finish(row.origin(), cargo.incarnation());
        }
        cargo.lane().weigh(-cargo.weight(batch));
        cargo.lane().acknowledged(batch, written.latency());
        if (written.schemaChanged()) {
            cargo.lane().refresh();
        }
    }

    @Override
    public void refused(WriteResult.RowsRefused refused) {
        Batch batch = refused.batch();
        Cargo cargo = closed(batch);
        if (!refused.othersWritten()
                && cargo.lane().recentlyRelaxed()
                && lost(batch, cargo).isEmpty()) {
            // Writes may still see the columns as required; whatever is wrong with the rows shows again.
            cargo.lane().behind(batch, cargo, Lack.COLUMNS);
            return;
        }
        if (!refused.othersWritten()
                && cargo.keepsRecords()
                && cargo.lane().seenLongAgo()
                && lost(batch, cargo).isEmpty()) {
            cargo.lane().judgeAgain(batch, cargo);
            return;
        }
        cargo.lane().weigh(-cargo.weight(batch));
        troubles.settled(batch.table(), Work.ROWS);
        cargo.lane().lookAgain();
        refused.reasons().keySet().stream().sorted().forEach(position -> {
            Row row = batch.rows().get(position);
            reject(
                    cargo,
                    row,
                    position,
                    "table " + batch.table() + ": " + refused.reasons().get(position));
        });
        Set<Integer> bad = refused.reasons().keySet();
        Batch others = refused.othersWritten() ? batch.without(bad) : null;
        if (others != null) {
            others.rows().forEach(row -> ledger.finish(row.origin(), cargo.incarnation()));
            cargo.lane().acknowledged(others, Duration.ZERO);
        } else if (!refused.othersWritten()) {
            resend(batch, cargo, bad);
        }
    }

    @Override
    public void tooLarge(WriteResult.TooLarge tooLarge) {
        Batch batch = tooLarge.batch();
        Cargo cargo = closed(batch);
        cargo.lane().weigh(-cargo.weight(batch));
        int rows = batch.rows().size();
        if (rows == 1) {
            reject(
                    cargo,
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
        resend(batch, cargo, second);
        resend(batch, cargo, first);
    }

    @Override
    public void behind(WriteResult.TableBehind behind) {
        Batch batch = behind.batch();
        Cargo cargo = closed(batch);
        if (lost(batch, cargo).isEmpty()) {
            cargo.lane().behind(batch, cargo, behind.lack());
        } else {
            cargo.lane().weigh(-cargo.weight(batch));
            resend(batch, cargo, Set.of());
        }
    }

    /** What is still this task's goes out without the rest. */
    @Override
    public void withdrawn(WriteResult.Withdrawn withdrawn) {
        Batch batch = withdrawn.batch();
        Cargo cargo = closed(batch);
        cargo.lane().weigh(-cargo.weight(batch));
        resend(batch, cargo, Set.of());
    }

    @Override
    public void failed(WriteResult.Failed failed) {
        Batch batch = failed.batch();
        Cargo cargo = closed(batch);
        cargo.lane().weigh(-cargo.weight(batch));
        if (lost(batch, cargo).size() < batch.rows().size()) {
            troubles.fail(failed.error());
        }
    }

    private void reject(Cargo cargo, Row row, int position, String reason) {
        if (!ledger.owns(row.origin(), cargo.incarnation())) {
            return; // its next owner reports it
        }
        cargo.lane().numbers().add(TableMetric.ERRANT_ROWS_TOTAL, 1);
        try {
            rejects.take(
                    cargo.record(position),
                    row.origin(),
                    cargo.incarnation(),
                    cargo.weightOfRecord(position),
                    new DataException(reason));
        } catch (ConnectException notTolerated) {
            troubles.fail(notTolerated);
        }
    }

    /** Sends what is not out and still this task's: rows of lost partitions are the next owner's. */
    private void resend(Batch batch, Cargo cargo, Set<Integer> out) {
        Set<Integer> without = lost(batch, cargo);
        without.addAll(out);
        Batch rest = batch.without(without);
        if (rest != null) {
            Cargo restCargo = cargo.without(without);
            cargo.lane().weigh(restCargo.weight(rest));
            send(rest, restCargo, Duration.ZERO);
        }
    }

    private Set<Integer> lost(Batch batch, Cargo cargo) {
        Set<Integer> lost = new HashSet<>();
        for (int i = 0; i < batch.rows().size(); i++) {
            if (!ledger.owns(batch.rows().get(i).origin(), cargo.incarnation())) {
                lost.add(i);
            }
        }
        return lost;
    }

    private Cargo closed(Batch batch) {
        Parcel parcel = underway.remove(batch);
        if (parcel == null) {
            throw new IllegalStateException("a second answer for " + batch);
        }
        return parcel.cargo();
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
