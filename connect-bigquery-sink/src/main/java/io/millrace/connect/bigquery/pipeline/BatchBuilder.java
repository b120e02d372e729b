// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.change.RowChange;
import io.millrace.connect.bigquery.deliver.Reservation;
import io.millrace.connect.bigquery.deliver.Slot;
import io.millrace.connect.bigquery.flight.BatchOwner;
import io.millrace.connect.bigquery.flight.BatchReceipt;
import io.millrace.connect.bigquery.flight.BatchReceipt.Kept;
import io.millrace.connect.bigquery.flight.InFlight;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.BatchSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Rows of one table that wait for company, and go to the writer together. Task thread. */
final class BatchBuilder {
    /** Tag and length of a row in a request, at most. */
    private static final int FRAME = 6;

    private final BatchSettings settings;
    private final TableAccount account;
    private final RecordWeight weights;
    private final InFlight inFlight;
    private final InstantSource clock;
    private List<Row> rows = new ArrayList<>();
    private List<Slot> slots = new ArrayList<>();
    private List<Kept> kept = new ArrayList<>();
    private Reservation memory;
    private long bytes;
    private long openedMs;

    /** @param weights of records that are kept with their rows */
    BatchBuilder(
            BatchSettings settings,
            TableAccount account,
            RecordWeight weights,
            InFlight inFlight,
            InstantSource clock) {
        this.settings = settings;
        this.account = account;
        this.weights = weights;
        this.inFlight = inFlight;
        this.clock = clock;
        this.memory = account.share().reserve(0);
    }

    /** Whether this row may join: same shape, and room enough. */
    boolean takes(Row row) {
        return rows.isEmpty()
                || (bytes + row.bytes().length + FRAME <= settings.maxBytes()
                        && rows.get(0).goesWith(row));
    }

    /** Takes a row and, where that is asked for, its record. */
    void add(Row row, SinkRecord record, RowChange change, Slot slot) {
        if (rows.isEmpty()) {
            openedMs = clock.millis();
        }
        rows.add(row);
        slots.add(slot);
        bytes += row.bytes().length + FRAME;
        long weight = BatchReceipt.weightOf(row);
        if (account.keepsRecords()) {
            Kept one = new Kept(record, change, weights.of(record, row.bytes().length));
            kept.add(one);
            weight += one.weight();
        }
        memory.add(weight);
    }

    boolean isFull() {
        return rows.size() >= settings.maxRows() || bytes >= settings.maxBytes();
    }

    boolean isDue(long now) {
        return !rows.isEmpty() && now - openedMs >= settings.linger().toMillis();
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The shape that its rows were encoded for; it has at least one. */
    TableShape shape() {
        return rows.get(0).shape();
    }

    /** Hands what is there to the writer. */
    void send(BatchOwner owner, @Nullable String location) {
        if (!rows.isEmpty()) {
            inFlight.send(build(location), owner, Duration.ZERO);
        }
    }

    /** The same, without what came from partitions that were lost. */
    void sendOwned(BatchOwner owner, @Nullable String location) {
        BatchReceipt owned = rows.isEmpty() ? null : build(location).owned();
        if (owned != null) {
            inFlight.send(owned, owner, Duration.ZERO);
        }
    }

    /** The batch, which is the caller's from now on; it has at least one row. */
    BatchReceipt build(@Nullable String location) {
        BatchReceipt built = new BatchReceipt(new Batch(account.table(), location, rows), slots, kept, memory);
        begin();
        return built;
    }

    private void begin() {
        rows = new ArrayList<>();
        slots = new ArrayList<>();
        kept = new ArrayList<>();
        memory = account.share().reserve(0);
        bytes = 0;
    }
}
