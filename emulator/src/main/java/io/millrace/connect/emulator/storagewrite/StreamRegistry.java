// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The streams that applications created. They live as long as the emulator, their table, and BigQuery's idle time. */
final class StreamRegistry {
    private final Map<StreamName, AppStream> streams = new ConcurrentHashMap<>();
    private final Warehouse warehouse;
    private final TableViews tables;
    private final Clock clock;

    StreamRegistry(Warehouse warehouse, TableViews tables, Clock clock) {
        this.warehouse = warehouse;
        this.tables = tables;
        this.clock = clock;
    }

    AppStream create(WriteTable table, WriteStream.Type type) {
        StreamName name = new StreamName(table.name(), "ms-" + UUID.randomUUID());
        AppStream stream = new AppStream(name, type, table, clock.instant(), warehouse);
        streams.put(name, stream);
        return stream;
    }

    /** Refused as NOT_FOUND where the stream, or the table that it was made for, is not or no longer there. */
    AppStream find(StreamName name) {
        AppStream stream = streams.get(name);
        if (stream == null || stream.expired(clock.instant())) {
            throw StorageException.streamNotFound(name.toString());
        }
        WriteTable now = tables.find(name.table(), Duration.ZERO);
        if (now.generation() != stream.table().generation()) {
            streams.remove(name);
            throw StorageException.streamNotFound(name.toString());
        }
        return stream;
    }

    /** Commits all of the streams or none; what stands in the way is in the answer, stream by stream. */
    synchronized BatchCommitWriteStreamsResponse commit(TableName table, List<String> names) {
        BatchCommitWriteStreamsResponse.Builder response = BatchCommitWriteStreamsResponse.newBuilder();
        Map<StreamName, AppStream> toCommit = new LinkedHashMap<>();
        for (String text : names) {
            @Nullable StorageError obstacle = obstacle(table, text, toCommit);
            if (obstacle != null) {
                response.addStreamErrors(obstacle);
            }
        }
        if (response.getStreamErrorsCount() > 0) {
            return response.build();
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        toCommit.values().forEach(stream -> rows.addAll(stream.waitingRows()));
        try {
            warehouse.insert(table, rows);
        } catch (WarehouseException refused) {
            throw StorageException.of(refused, StreamName.path(table));
        }
        Instant now = clock.instant();
        toCommit.values().forEach(stream -> stream.markCommitted(now));
        return response.setCommitTime(AppStream.timestamp(now)).build();
    }

    private @Nullable StorageError obstacle(TableName table, String text, Map<StreamName, AppStream> toCommit) {
        try {
            StreamName name = StreamName.parse(text);
            if (!name.table().equals(table)) {
                return StorageException.invalid(text, "Stream does not belong to " + StreamName.path(table))
                        .toStorageError();
            }
            AppStream stream = find(name);
            toCommit.put(name, stream);
            @Nullable StorageException obstacle = stream.obstacle();
            return obstacle == null ? null : obstacle.toStorageError();
        } catch (StorageException notFound) {
            return notFound.toStorageError();
        }
    }
}
