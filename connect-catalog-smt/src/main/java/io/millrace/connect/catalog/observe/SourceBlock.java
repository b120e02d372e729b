// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import io.millrace.connect.kit.debezium.Envelope;
import java.util.Objects;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Finds the upstream table in Debezium's {@code source} struct; compiled once per envelope schema. */
final class SourceBlock implements UpstreamClue {
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

    /**
     * Null unless {@code value} is a change event with a source block that names a table or a collection. The row may be
     * text, as MongoDB's documents are.
     */
    static @Nullable SourceBlock in(@Nullable Schema value) {
        if (value == null || value.type() != Schema.Type.STRUCT) {
            return null;
        }
        Field op = value.field(Envelope.OP);
        Field source = value.field(Envelope.SOURCE);
        boolean event = op != null && op.schema().type() == Schema.Type.STRING && value.field(Envelope.AFTER) != null;
        if (!event || source == null || source.schema().type() != Schema.Type.STRUCT) {
            return null;
        }
        Field table = source.schema().field("table");
        Field named = table == null ? source.schema().field("collection") : table;
        return named == null ? null : new SourceBlock(source, named);
    }

    @Override
    public boolean matches(ConnectRecord<?> record, @Nullable Upstream upstream) {
        if (!(record.value() instanceof Struct envelope) || !(envelope.get(source) instanceof Struct block)) {
            return true;
        }
        return upstream == null
                ? text(block, table) == null
                : upstream.table().equals(block.get(table))
                        && Objects.equals(upstream.schema(), text(block, schema))
                        && Objects.equals(upstream.database(), text(block, database));
    }

    @Override
    public int hash(ConnectRecord<?> record) {
        if (!(record.value() instanceof Struct envelope) || !(envelope.get(source) instanceof Struct block)) {
            return 0;
        }
        return (hash(block, database) * 31 + hash(block, schema)) * 31 + hash(block, table);
    }

    private static int hash(Struct block, @Nullable Field field) {
        return field == null || block.get(field) == null ? 0 : block.get(field).hashCode();
    }

    @Override
    public @Nullable Upstream read(ConnectRecord<?> record) {
        if (!(record.value() instanceof Struct envelope) || !(envelope.get(source) instanceof Struct block)) {
            return null;
        }
        String name = text(block, table);
        return name == null
                ? null
                : new Upstream(
                        text(block, system), text(block, server), text(block, database), text(block, schema), name);
    }

    private static @Nullable String text(Struct block, @Nullable Field field) {
        return field != null && block.get(field) instanceof String text && !text.isBlank() ? text : null;
    }
}
