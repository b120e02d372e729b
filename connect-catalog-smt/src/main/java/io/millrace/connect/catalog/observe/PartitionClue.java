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
    private static final List<PartitionClue> ALL = List.of(
            new PartitionClue("filename"),
            new PartitionClue("file"),
            new PartitionClue("path"),
            new PartitionClue("table"),
            new PartitionClue("collection"),
            new PartitionClue(TOPIC),
            new PartitionClue("stream"));

    /** Null when the partition names nothing that is known here. Allocates nothing. */
    static @Nullable PartitionClue in(ConnectRecord<?> record) {
        Map<String, ?> partition = partition(record);
        // MirrorMaker's checkpoints carry no rows of the topic that they name.
        if (partition.isEmpty() || partition.containsKey("server") || partition.containsKey("group")) {
            return null;
        }
        for (int i = 0; i < ALL.size(); i++) {
            if (ALL.get(i).name(partition) != null) {
                return ALL.get(i);
            }
        }
        return null;
    }

    private @Nullable String name(Map<String, ?> partition) {
        return partition.get(key) instanceof String name && !name.isBlank() ? name : null;
    }

    @Override
    public @Nullable Upstream read(ConnectRecord<?> record) {
        Map<String, ?> partition = partition(record);
        String name = name(partition);
        if (name == null) {
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
    public int hash(ConnectRecord<?> record) {
        String name = name(partition(record));
        return name == null ? 0 : name.hashCode();
    }

    @Override
    public boolean matches(ConnectRecord<?> record, @Nullable Upstream upstream) {
        String name = name(partition(record));
        return upstream == null ? name == null : upstream.table().equals(name);
    }

    private static Map<String, ?> partition(ConnectRecord<?> record) {
        Map<String, ?> partition = record instanceof SourceRecord from ? from.sourcePartition() : null;
        return partition == null ? Map.of() : partition;
    }
}
