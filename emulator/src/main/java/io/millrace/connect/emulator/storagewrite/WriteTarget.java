// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one connection knows of one stream that it writes to: the table as last seen, the writer's schema, and the
 * decoder between the two. Of one connection, so of one thread at a time.
 */
final class WriteTarget {
    private final StreamName name;
    private final TableViews tables;
    private final @Nullable AppStream stream;
    private WriteTable table;
    private @Nullable ProtoSchema schema;
    private @Nullable RowDecoder decoder;
    private @Nullable Boolean sendsChanges;
    private @Nullable WriteTable news;

    private WriteTarget(StreamName name, TableViews tables, @Nullable AppStream stream, WriteTable table) {
        this.name = name;
        this.tables = tables;
        this.stream = stream;
        this.table = table;
    }

    /** Refused where table or stream is not there. */
    static WriteTarget open(StreamName name, TableViews tables, StreamRegistry streams, Duration late) {
        WriteTable table = tables.find(name.table(), late);
        return new WriteTarget(name, tables, name.isDefault() ? null : streams.find(name), table);
    }

    StreamName name() {
        return name;
    }

    WriteTable table() {
        return table;
    }

    /** Null for the default stream. */
    @Nullable
    AppStream stream() {
        return stream;
    }

    /** Looks at the table again; a newer schema is kept as news for the next response. */
    void refresh(Duration late) {
        WriteTable now = tables.find(name.table(), late);
        if (now.sameVersion(table)) {
            return;
        }
        if (stream != null && now.generation() != table.generation()) {
            throw StorageException.streamNotFound(name.toString());
        }
        if (now.schemaVersion() > table.schemaVersion() || now.generation() != table.generation()) {
            news = now;
        }
        table = now;
        decoder = null;
    }

    /** The decoder for the schema that the writer sent last. */
    RowDecoder decoder(@Nullable ProtoSchema sent) {
        if (sent == null) {
            throw StorageException.invalid(
                    name.toString(), "The writer schema is missing in the first request for this stream");
        }
        RowDecoder known = decoder;
        if (known != null && sent.equals(schema)) {
            return known;
        }
        RowDecoder compiled = RowDecoder.compile(sent, table, name);
        if (sendsChanges != null && sendsChanges != compiled.sendsChanges()) {
            throw StorageException.invalid(
                    name.toString(), "Rows with and without _CHANGE_TYPE must not be mixed in one connection");
        }
        sendsChanges = compiled.sendsChanges();
        schema = sent;
        decoder = compiled;
        return compiled;
    }

    /** The table's schema where it changed since the last answer, once. */
    Optional<WriteTable> takeNews() {
        Optional<WriteTable> taken = Optional.ofNullable(news);
        news = null;
        return taken;
    }
}
