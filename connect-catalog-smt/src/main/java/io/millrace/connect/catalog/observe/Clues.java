// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.IdentityHashMap;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Where a record may say which table it came from: its source block, its source partition, or the first instance. */
final class Clues {
    /** Schemas whose source block is remembered; with more they are looked at anew. */
    private static final int MOST_SCHEMAS = 1_024;

    private static final Block NONE = new Block(null);

    private final IdentityHashMap<Schema, Block> blocks = new IdentityHashMap<>();
    private @Nullable Schema schema;
    private @Nullable SourceBlock block;

    private record Block(@Nullable SourceBlock found) {}

    /**
     * Null when nothing is known to say it. Allocates nothing once the schema is known.
     *
     * @param entered what the first instance saw, or null for an instance that has none before it
     */
    @Nullable
    UpstreamClue of(ConnectRecord<?> record, @Nullable UpstreamClue entered) {
        SourceBlock inValue = block(record.valueSchema());
        if (inValue != null) {
            return inValue;
        }
        PartitionClue partition = PartitionClue.in(record);
        return partition == null ? entered : partition;
    }

    private @Nullable SourceBlock block(@Nullable Schema value) {
        if (value == null) {
            return null;
        }
        if (value != schema) {
            Block known = blocks.get(value);
            if (known == null) {
                SourceBlock found = SourceBlock.in(value);
                known = found == null ? NONE : new Block(found);
                if (blocks.size() == MOST_SCHEMAS) {
                    blocks.clear();
                }
                blocks.put(value, known);
            }
            schema = value;
            block = known.found();
        }
        return block;
    }
}
