// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import io.millrace.connect.emulator.storagewrite.RowDecoder.Decoded;
import io.millrace.connect.emulator.store.DiscardStats;
import io.millrace.connect.emulator.store.Streaming;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What all connections share: tables, streams, and where rows go. */
final class WriteStore {
    private final Warehouse warehouse;
    private final Clock clock;
    private final TableViews tables;
    private final StreamRegistry streams;
    private final @Nullable DiscardStats discarded;

    /** Rows are kept, or only counted where there is {@code discarded}. */
    WriteStore(Warehouse warehouse, Clock clock, @Nullable DiscardStats discarded) {
        this.warehouse = warehouse;
        this.clock = clock;
        this.tables = new TableViews(warehouse, clock);
        this.streams = new StreamRegistry(warehouse, tables, clock);
        this.discarded = discarded;
    }

    TableViews tables() {
        return tables;
    }

    StreamRegistry streams() {
        return streams;
    }

    Instant now() {
        return clock.instant();
    }

    boolean discards() {
        return discarded != null;
    }

    void countDiscarded(StreamName stream, long rows, long bytes) {
        if (discarded != null) {
            discarded.count(StreamName.resource(stream.table()), rows, bytes);
        }
    }

    void writeDefault(StreamName stream, Decoded decoded) {
        boolean changes = !decoded.changes().isEmpty();
        warehouse.noteStreaming(stream.table(), changes ? Streaming.CHANGES : Streaming.APPEND);
        try {
            if (changes) {
                warehouse.applyChanges(stream.table(), decoded.changes());
            } else {
                warehouse.insert(stream.table(), decoded.rows());
            }
        } catch (WarehouseException refused) {
            throw StorageException.of(refused, stream.toString());
        }
    }
}
