// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.OffsetRange;
import java.util.ArrayList;
import java.util.List;

/** Batches that will be one object. Owned by the writer's thread until it is on its way. */
final class OpenObject {
    final FileKind kind;
    final long sinceMs;
    private final List<Batch> batches = new ArrayList<>();
    private long bytes;
    private long rows;

    OpenObject(FileKind kind, long sinceMs) {
        this.kind = kind;
        this.sinceMs = sinceMs;
    }

    void add(Batch batch) {
        batches.add(batch);
        bytes += batch.bytes();
        rows += batch.rows().size();
    }

    /** Takes a batch out, if it is here. */
    boolean remove(Batch batch) {
        boolean removed = batches.removeIf(one -> one == batch);
        if (removed) {
            bytes -= batch.bytes();
            rows -= batch.rows().size();
        }
        return removed;
    }

    boolean contains(Batch batch) {
        return batches.stream().anyMatch(one -> one == batch);
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    List<Batch> batches() {
        return batches;
    }

    /** Encoded bytes of its rows. */
    long bytes() {
        return bytes;
    }

    long rows() {
        return rows;
    }

    boolean isFull(LoadSettings.Cut cut) {
        return bytes >= cut.maxBytes() || rows >= cut.maxRows();
    }

    /** Where its rows came from. */
    List<OffsetRange> origins() {
        return OffsetRange.of(batches);
    }
}
