// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.write.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the task keeps of a batch until it is acknowledged.
 *
 * @param records the records of the rows, by position; empty where bad records are not tolerated, so none is kept
 * @param incarnation the ledger's incarnation that all of them began under
 */
record Cargo(TableLane lane, List<SinkRecord> records, int incarnation) {
    /** What a row costs beyond its bytes: the row, its origin, its place in lists and ledger. */
    private static final long ROW_OVERHEAD = 96;
    /** A kept record's objects: its texts once more, and about 20 fields of numbers. */
    private static final long RECORD_OVERHEAD = 640;

    @Nullable
    SinkRecord record(int position) {
        return records.isEmpty() ? null : records.get(position);
    }

    Cargo without(Set<Integer> positions) {
        List<SinkRecord> rest = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            if (!positions.contains(i)) {
                rest.add(records.get(i));
            }
        }
        return new Cargo(lane, rest, incarnation);
    }

    /** The memory that a batch with this cargo holds. */
    long weight(Batch batch) {
        return weight(batch.bytes(), batch.rows().size(), !records.isEmpty());
    }

    static long weight(long bytes, int rows, boolean recordsKept) {
        long plain = bytes + rows * ROW_OVERHEAD;
        return recordsKept ? plain + bytes + rows * RECORD_OVERHEAD : plain;
    }
}
