// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The table, file or topic that well-known connectors name in their source partition. Debezium names its server there and
 * nothing else: its heartbeats, transactions, schema changes, outbox events and routed rows have no table by their topic.
 * Nor has a query's result.
 */
record PartitionClue(String key) implements UpstreamClue {
    private static final String TOPIC = "topic";
    private static final List<String> FILES = List.of("filename", "file", "path");
    private static final List<String> KEYS =
            List.of("filename", "file", "path", "table", "collection", TOPIC, "stream");

    /** Null when the partition names nothing that is known here. */
    static @Nullable PartitionClue in(ConnectRecord<?> record) {
        Map<String, ?> partition = partition(record);
        // MirrorMaker's checkpoints carry no rows of the topic that they name.
        if (partition.containsKey("server") || partition.containsKey("group")) {
            return null;
        }
        return KEYS.stream()
                .filter(key -> partition.get(key) instanceof String name && !name.isBlank())
                .findFirst()
                .map(PartitionClue::new)
                .orElse(null);
    }

    @Override
    public @Nullable Upstream read(ConnectRecord<?> record) {
        Map<String, ?> partition = partition(record);
        if (!(partition.get(key) instanceof String name)) {
            return null;
        }
        if (FILES.contains(key)) {
            return new Upstream("file", null, null, null, name);
        }
        if (key.equals(TOPIC)) {
            String cluster = partition.get("cluster") instanceof String alias ? alias : null;
            return new Upstream("kafka", cluster, null, null, name);
        }
        return new Upstream(null, null, null, null, name);
    }

    @Override
    public boolean matches(ConnectRecord<?> record, @Nullable Upstream upstream) {
        Object name = partition(record).get(key);
        return upstream == null ? name == null : upstream.table().equals(name);
    }

    private static Map<String, ?> partition(ConnectRecord<?> record) {
        Map<String, ?> partition = record instanceof SourceRecord from ? from.sourcePartition() : null;
        return partition == null ? Map.of() : partition;
    }
}
