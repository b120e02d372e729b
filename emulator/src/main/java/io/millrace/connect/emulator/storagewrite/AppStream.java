// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.millrace.connect.emulator.store.Streaming;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A write stream that an application created. Each method is one step: it happens whole or is refused and changes
 * nothing. Rows that may not be seen yet wait here, decoded.
 */
final class AppStream {
    private final StreamName name;
    private final WriteStream.Type type;
    private final WriteTable table;
    private final Instant created;
    private final Warehouse warehouse;
    private final List<Map<String, @Nullable Object>> waiting = new ArrayList<>();
    private Instant lastTraffic;
    private long rowCount;
    private long flushed;
    private boolean isFinalized;
    private @Nullable Instant committed;

    AppStream(StreamName name, WriteStream.Type type, WriteTable table, Instant created, Warehouse warehouse) {
        this.name = name;
        this.type = type;
        this.table = table;
        this.created = created;
        this.warehouse = warehouse;
        this.lastTraffic = created;
    }

    StreamName name() {
        return name;
    }

    WriteTable table() {
        return table;
    }

    synchronized boolean expired(Instant now) {
        // BigQuery drops streams without traffic: COMMITTED after 4 days, BUFFERED after 7 (java-bigquerystorage
        // #2198).
        Duration kept = type == WriteStream.Type.BUFFERED ? Duration.ofDays(7) : Duration.ofDays(4);
        return lastTraffic.plus(kept).isBefore(now);
    }

    /** Refuses what would be refused whatever the rows are: so an offset is judged before the rows are. */
    synchronized void check(OptionalLong offset) {
        if (isFinalized) {
            throw StorageException.finalized(name.toString());
        }
        if (offset.isEmpty()) {
            return;
        }
        long wanted = offset.getAsLong();
        if (wanted < rowCount) {
            throw new StorageException(
                    Status.Code.ALREADY_EXISTS,
                    StorageErrorCode.OFFSET_ALREADY_EXISTS,
                    name.toString(),
                    "The offset is within stream, expected offset " + rowCount + ", received " + wanted);
        }
        if (wanted > rowCount) {
            throw new StorageException(
                    Status.Code.OUT_OF_RANGE,
                    StorageErrorCode.OFFSET_OUT_OF_RANGE,
                    name.toString(),
                    "The offset is beyond stream, expected offset " + rowCount + ", received " + wanted);
        }
    }

    /** Appends all rows or none; the answer is the offset of the first. */
    synchronized long append(OptionalLong offset, List<Map<String, @Nullable Object>> rows, Instant now) {
        check(offset);
        warehouse.noteStreaming(table.name(), Streaming.APPEND);
        if (type == WriteStream.Type.COMMITTED) {
            insert(rows);
        } else {
            waiting.addAll(rows);
        }
        return advance(rows.size(), now);
    }

    /** As {@link #append} for rows that nobody keeps. */
    synchronized long skip(OptionalLong offset, int rows, Instant now) {
        check(offset);
        return advance(rows, now);
    }

    private long advance(int rows, Instant now) {
        long start = rowCount;
        rowCount += rows;
        lastTraffic = now;
        return start;
    }

    /** No append succeeds after this has returned. Finalizing again answers the same count. */
    synchronized long finish(Instant now) {
        isFinalized = true;
        lastTraffic = now;
        return rowCount;
    }

    /** Makes the rows up to and including this offset visible. */
    synchronized long flush(long through, Instant now) {
        if (type != WriteStream.Type.BUFFERED) {
            throw StorageException.wrongType(name.toString(), "Only BUFFERED streams can be flushed, this is " + type);
        }
        if (isFinalized) {
            throw StorageException.finalized(name.toString());
        }
        if (through >= rowCount) {
            throw new StorageException(
                    Status.Code.OUT_OF_RANGE,
                    StorageErrorCode.OFFSET_OUT_OF_RANGE,
                    name.toString(),
                    "Flush offset " + through + " is beyond the last row " + (rowCount - 1));
        }
        if (through < flushed) {
            throw new StorageException(
                    Status.Code.ALREADY_EXISTS,
                    StorageErrorCode.OFFSET_ALREADY_EXISTS,
                    name.toString(),
                    "Rows through " + (flushed - 1) + " are flushed already, received " + through);
        }
        int count = Math.toIntExact(through + 1 - flushed);
        List<Map<String, @Nullable Object>> visible = waiting.subList(0, Math.min(count, waiting.size()));
        insert(List.copyOf(visible));
        visible.clear();
        flushed = through + 1;
        lastTraffic = now;
        return through;
    }

    private void insert(List<Map<String, @Nullable Object>> rows) {
        try {
            warehouse.insert(table.name(), rows);
        } catch (WarehouseException refused) {
            throw StorageException.of(refused, name.toString());
        }
    }

    /** Why this stream cannot be committed now, null where it can. */
    synchronized @Nullable StorageException obstacle() {
        if (type != WriteStream.Type.PENDING) {
            return StorageException.wrongType(
                    name.toString(), "Only PENDING streams can be committed, this is " + type);
        }
        if (committed != null) {
            return new StorageException(
                    Status.Code.INVALID_ARGUMENT,
                    StorageErrorCode.STREAM_ALREADY_COMMITTED,
                    name.toString(),
                    "Stream is already committed");
        }
        if (!isFinalized) {
            return new StorageException(
                    Status.Code.INVALID_ARGUMENT,
                    StorageErrorCode.INVALID_STREAM_STATE,
                    name.toString(),
                    "Stream is not finalized");
        }
        return null;
    }

    synchronized List<Map<String, @Nullable Object>> waitingRows() {
        return List.copyOf(waiting);
    }

    synchronized void markCommitted(Instant when) {
        committed = when;
        waiting.clear();
    }

    /** Without the table's schema. */
    synchronized WriteStream describe() {
        WriteStream.Builder stream = WriteStream.newBuilder()
                .setName(name.toString())
                .setType(type)
                .setWriteMode(WriteStream.WriteMode.INSERT)
                .setCreateTime(timestamp(created));
        if (type == WriteStream.Type.COMMITTED) {
            stream.setCommitTime(timestamp(created));
        } else if (committed != null) {
            stream.setCommitTime(timestamp(committed));
        }
        return stream.build();
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano() / 1_000 * 1_000)
                .build();
    }
}
