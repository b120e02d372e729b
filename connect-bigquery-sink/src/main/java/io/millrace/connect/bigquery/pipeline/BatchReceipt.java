// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import io.millrace.connect.bigquery.write.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the task keeps of a batch until it is acknowledged.
 *
 * @param kept the records of the rows, by position; empty where there is no reporter of bad records, so none is kept
 * @param epoch the tracker's epoch that all of them began in
 */
record BatchReceipt(TablePipeline pipeline, List<Kept> kept, int epoch) {
    /** What a row costs beyond its bytes: the row, its origin, its place in lists and tracker. */
    private static final long ROW_OVERHEAD = 96;
    /** A row is held twice when it is sent: a request is a copy, in direct memory. */
    private static final int COPIES = 2;

    /**
     * A record that is kept.
     *
     * @param weight the memory it holds, in bytes: it may have much that is not in its row
     */
    record Kept(SinkRecord record, long weight) {}

    boolean keepsRecords() {
        return !kept.isEmpty();
    }

    @Nullable
    SinkRecord record(int position) {
        return kept.isEmpty() ? null : kept.get(position).record();
    }

    /** The memory that the record of a row holds, in bytes; 0 if it was not kept. */
    long weightOfRecord(int position) {
        return kept.isEmpty() ? 0 : kept.get(position).weight();
    }

    BatchReceipt without(Set<Integer> positions) {
        List<Kept> rest = new ArrayList<>(kept.size());
        for (int i = 0; i < kept.size(); i++) {
            if (!positions.contains(i)) {
                rest.add(kept.get(i));
            }
        }
        return new BatchReceipt(pipeline, rest, epoch);
    }

    /** The memory that a batch with this receipt holds. */
    long weight(Batch batch) {
        long sum = batch.bytes() * COPIES + batch.rows().size() * ROW_OVERHEAD;
        for (Kept one : kept) {
            sum += one.weight();
        }
        return sum;
    }

    /** The memory that one row holds, without its record. */
    static long weight(long bytes) {
        return bytes * COPIES + ROW_OVERHEAD;
    }
}
