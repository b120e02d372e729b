// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import io.millrace.connect.bigquery.model.Origin;
import io.millrace.connect.bigquery.model.Row;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.StagedObject.OffsetRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        Map<String, OffsetRange> ranges = new LinkedHashMap<>();
        for (Batch batch : batches) {
            for (Row row : batch.rows()) {
                Origin origin = row.origin();
                OffsetRange one = new OffsetRange(origin.topic(), origin.partition(), origin.offset(), origin.offset());
                ranges.merge(origin.topic() + "-" + origin.partition(), one, OpenObject::joined);
            }
        }
        return List.copyOf(ranges.values());
    }

    private static OffsetRange joined(OffsetRange one, OffsetRange other) {
        return new OffsetRange(
                one.topic(), one.partition(), Math.min(one.first(), other.first()), Math.max(one.last(), other.last()));
    }
}
