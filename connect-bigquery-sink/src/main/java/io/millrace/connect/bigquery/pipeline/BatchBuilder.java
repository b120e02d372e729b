// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.model.TableShape;
import io.millrace.connect.bigquery.pipeline.BatchReceipt.Kept;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.BatchSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Rows of one table that wait for company. Task thread. */
final class BatchBuilder {
    /** Tag and length of a row in a request, at most. */
    private static final int FRAME = 6;

    private final BatchSettings settings;
    private final @Nullable RecordWeight weights;
    private final int epoch;
    private final long openedMs;
    private List<Row> rows = new ArrayList<>();
    private List<Kept> kept = new ArrayList<>();
    private long bytes;

    /** @param weights of records that are kept with their rows; null if none is */
    BatchBuilder(BatchSettings settings, @Nullable RecordWeight weights, int epoch, long openedMs) {
        this.settings = settings;
        this.weights = weights;
        this.epoch = epoch;
        this.openedMs = openedMs;
    }

    /** Whether this row may join: same shape, same epoch, and room enough. */
    boolean takes(Row row, int ofEpoch) {
        return rows.isEmpty()
                || (bytes + row.bytes().length + FRAME <= settings.maxBytes()
                        && ofEpoch == epoch
                        && rows.get(0).goesWith(row));
    }

    /** Takes a row and, where that is asked for, its record; what they weigh. */
    long add(Row row, SinkRecord record) {
        rows.add(row);
        bytes += row.bytes().length + FRAME;
        if (weights != null) {
            kept.add(new Kept(record, weights.of(record, row.bytes().length)));
        }
        return weightOf(rows.size() - 1);
    }

    private long weightOf(int position) {
        long row = BatchReceipt.weight(rows.get(position).bytes().length);
        return weights != null ? row + kept.get(position).weight() : row;
    }

    boolean isFull() {
        return rows.size() >= settings.maxRows() || bytes >= settings.maxBytes();
    }

    boolean isDue(long now) {
        return now - openedMs >= settings.linger().toMillis();
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The shape that its rows were encoded for; it has at least one. */
    TableShape shape() {
        return rows.get(0).shape();
    }

    /** Takes out what came from these partitions; what that weighed. */
    long drop(Collection<TopicPartition> partitions) {
        List<Row> keptRows = new ArrayList<>();
        List<Kept> keptRecords = new ArrayList<>();
        long dropped = 0;
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (partitions.contains(
                    new TopicPartition(row.origin().topic(), row.origin().partition()))) {
                dropped += weightOf(i);
                bytes -= row.bytes().length + FRAME;
            } else {
                keptRows.add(row);
                if (weights != null) {
                    keptRecords.add(kept.get(i));
                }
            }
        }
        rows = keptRows;
        kept = keptRecords;
        return dropped;
    }

    Batch close(Destination table, @Nullable String location) {
        return new Batch(table, location, rows);
    }

    BatchReceipt receipt(TablePipeline pipeline) {
        return new BatchReceipt(pipeline, kept, epoch);
    }
}
