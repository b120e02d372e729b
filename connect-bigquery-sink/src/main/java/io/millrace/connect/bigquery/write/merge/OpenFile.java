// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Batches that will be one file. Owned by the writer's thread until it is on its way. */
final class OpenFile {
    private final Set<String> omitted;
    private final List<Batch> batches = new ArrayList<>();
    private long bytes;
    private long rows;

    /** @param omitted see {@link Row#omitted}: the same for all of its rows */
    OpenFile(Set<String> omitted) {
        this.omitted = omitted;
    }

    OpenFile(Set<String> omitted, List<Batch> batches) {
        this(omitted);
        batches.forEach(this::add);
    }

    Set<String> omitted() {
        return omitted;
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

    List<Batch> batches() {
        return List.copyOf(batches);
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Encoded bytes of its rows. */
    long bytes() {
        return bytes;
    }

    long rows() {
        return rows;
    }

    /** Where its rows came from. */
    List<OffsetRange> origins() {
        return OffsetRange.of(batches);
    }
}
