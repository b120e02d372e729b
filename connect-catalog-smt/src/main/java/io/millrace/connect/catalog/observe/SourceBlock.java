// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import io.millrace.connect.kit.debezium.Envelope;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Finds the upstream table in Debezium's {@code source} struct; compiled once per envelope schema. */
final class SourceBlock {
    private final Field source;
    private final @Nullable Field system;
    private final @Nullable Field server;
    private final @Nullable Field database;
    private final @Nullable Field schema;
    private final Field table;

    private SourceBlock(Field source, Field table) {
        this.source = source;
        this.table = table;
        this.system = source.schema().field("connector");
        this.server = source.schema().field("name");
        this.database = source.schema().field("db");
        this.schema = source.schema().field("schema");
    }

    /** Null unless {@code value} is a change event with a source block that names a table or a collection. */
    static @Nullable SourceBlock in(@Nullable Schema value) {
        if (!Envelope.is(value)) {
            return null;
        }
        Field source = Objects.requireNonNull(value).field(Envelope.SOURCE);
        if (source == null) {
            return null; // dropped on the way
        }
        Field table = source.schema().field("table");
        Field named = table == null ? source.schema().field("collection") : table;
        return named == null ? null : new SourceBlock(source, named);
    }

    /** Whether {@code value}, an envelope, came from {@code upstream}. Allocates nothing. */
    boolean matches(@Nullable Object value, Upstream upstream) {
        if (!(value instanceof Struct envelope) || !(envelope.get(source) instanceof Struct block)) {
            return true;
        }
        return upstream.table().equals(block.get(table))
                && Objects.equals(upstream.schema(), text(block, schema))
                && Objects.equals(upstream.database(), text(block, database));
    }

    @Nullable
    Upstream read(@Nullable Object value) {
        if (!(value instanceof Struct envelope) || !(envelope.get(source) instanceof Struct block)) {
            return null;
        }
        String name = text(block, table);
        return name == null
                ? null
                : new Upstream(
                        text(block, system), text(block, server), text(block, database), text(block, schema), name);
    }

    /** What else says where a source record came from: the keys that well-known connectors put in their partition. */
    static Upstream guess(ConnectRecord<?> record) {
        Map<String, ?> partition = record instanceof SourceRecord from && from.sourcePartition() != null
                ? from.sourcePartition()
                : Map.of();
        String server = partition.get("server") instanceof String name ? name : null;
        if (server != null && record.topic().startsWith(server + ".")) {
            return unwrapped(server, record.topic().substring(server.length() + 1), partition);
        }
        for (String key : new String[] {"filename", "file", "path"}) {
            if (partition.get(key) instanceof String name) {
                return new Upstream("file", null, null, null, name);
            }
        }
        for (String key : new String[] {"table", "collection", "topic", "stream"}) {
            if (partition.get(key) instanceof String name) {
                return new Upstream(null, server, null, null, name);
            }
        }
        return new Upstream(null, server, null, null, record.topic());
    }

    /** Debezium names topics {@code server.schema.table} or {@code server.database.table}; both read right here. */
    private static Upstream unwrapped(String server, String rest, Map<String, ?> partition) {
        String database = partition.get("database") instanceof String name ? name : null;
        if (database != null && rest.startsWith(database + ".")) {
            rest = rest.substring(database.length() + 1);
        }
        int dot = rest.lastIndexOf('.');
        return dot < 0
                ? new Upstream(null, server, database, null, rest)
                : new Upstream(null, server, database, rest.substring(0, dot), rest.substring(dot + 1));
    }

    private static @Nullable String text(Struct block, @Nullable Field field) {
        return field != null && block.get(field) instanceof String text ? text : null;
    }
}
