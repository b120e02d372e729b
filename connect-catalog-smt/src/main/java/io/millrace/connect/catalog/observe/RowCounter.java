// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import io.millrace.connect.kit.debezium.Envelope;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of one kind of records. The task's thread counts, the reporter's thread reads; each number is right by
 * itself, together they may be a record apart.
 */
public final class RowCounter {
    private static final VarHandle ROWS;
    private static final VarHandle TOMBSTONES;
    private static final VarHandle PROFILED;
    private static final VarHandle NEWEST;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ROWS = lookup.findVarHandle(RowCounter.class, "rows", long.class);
            TOMBSTONES = lookup.findVarHandle(RowCounter.class, "tombstones", long.class);
            PROFILED = lookup.findVarHandle(RowCounter.class, "profiled", long.class);
            NEWEST = lookup.findVarHandle(RowCounter.class, "newest", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** One row in so many is measured; a power of two. */
    private static final int SIZE_EVERY = 64;

    /** After so many rows the nulls of one row in {@link #PROFILE_EVERY} are counted. */
    private static final int PROFILE_ALL = 1_024;

    private static final int PROFILE_EVERY = 16;

    /** Topics have fewer partitions; a number beyond is a mistake of the connector's. */
    private static final int MAX_PARTITIONS = 4_096;

    private final Statistics statistics;
    private final @Nullable Field row;
    private final @Nullable RowProfile profile;
    private final int skipped;
    private final List<String> columns;
    private final long[] nulls;

    private long rows;
    private long tombstones;
    private long profiled;
    private long newest = Long.MIN_VALUE;
    private volatile long measured;
    private volatile long measuredBytes;
    private volatile @Nullable PartitionCounter[] partitions = new PartitionCounter[0];

    /** @param schema what the records' values look like, null if they have none */
    RowCounter(Statistics statistics, @Nullable Schema schema) {
        this.statistics = statistics;
        this.row = schema != null && Envelope.is(schema) ? schema.field(Envelope.AFTER) : null;
        this.skipped = statistics == Statistics.EXACT ? 0 : PROFILE_EVERY - 1;
        List<String> paths = new ArrayList<>();
        Schema rowSchema = Envelope.row(schema);
        this.profile = statistics.compareTo(Statistics.COLUMNS) <= 0
                        && rowSchema != null
                        && rowSchema.type() == Schema.Type.STRUCT
                ? RowProfile.of(rowSchema, row == null ? "" : row.name() + ".", paths)
                : null;
        this.columns = List.copyOf(paths);
        this.nulls = new long[paths.size()];
    }

    /** @param known the schema object whose fields {@code profile} reads */
    void count(ConnectRecord<?> record, @Nullable Schema known) {
        long before = rows;
        ROWS.setOpaque(this, before + 1);
        if (statistics == Statistics.NONE) {
            return;
        }
        Long timestamp = record.timestamp();
        long at = timestamp == null ? Long.MIN_VALUE : timestamp;
        if (at > newest) {
            NEWEST.setOpaque(this, at);
        }
        if (record instanceof SinkRecord sink) {
            place(sink, at);
        }
        Object value = record.value();
        if (value == null) {
            TOMBSTONES.setOpaque(this, tombstones + 1);
            return;
        }
        if ((before & (SIZE_EVERY - 1)) == 0) {
            measure(value);
        }
        RowProfile counts = profile;
        boolean looked = before < PROFILE_ALL || (before & skipped) == 0;
        if (looked && counts != null && record.valueSchema() == known && value instanceof Struct struct) {
            profile(counts, struct);
        }
    }

    private void profile(RowProfile counts, Struct struct) {
        Struct inner = row == null ? struct : (Struct) struct.get(row);
        if (inner != null) {
            PROFILED.setOpaque(this, profiled + 1);
            counts.count(inner, nulls);
        }
    }

    private void place(SinkRecord sink, long at) {
        Integer number = sink.originalKafkaPartition();
        if (number == null || number < 0 || number >= MAX_PARTITIONS) {
            return;
        }
        PartitionCounter[] known = partitions;
        PartitionCounter partition = number < known.length ? known[number] : null;
        if (partition == null) {
            partition = new PartitionCounter(number, sink.originalKafkaOffset());
            PartitionCounter[] more = Arrays.copyOf(known, Math.max(known.length, number + 1));
            more[number] = partition;
            partitions = more;
        }
        partition.add(sink.originalKafkaOffset(), at);
    }

    private void measure(Object value) {
        long size = RowSize.of(row != null && value instanceof Struct struct ? struct.get(row) : value);
        long bytes = measuredBytes; // written by this thread alone
        long sampled = measured;
        measuredBytes = bytes + size;
        measured = sampled + 1;
    }

    /** Rows so far. May be called on any thread, as may all of the following. */
    public long rows() {
        return (long) ROWS.getOpaque(this);
    }

    /** The newest record's timestamp in milliseconds since 1970, or {@link Long#MIN_VALUE} without one. */
    public long newestMs() {
        return (long) NEWEST.getOpaque(this);
    }

    /** Everything counted so far. */
    public Count read() {
        long all = (long) ROWS.getOpaque(this);
        long sampled = measured;
        Map<String, Long> byColumn = new HashMap<>();
        for (int i = 0; i < nulls.length; i++) {
            byColumn.put(columns.get(i), (long) RowProfile.COUNT.getOpaque(nulls, i));
        }
        List<PartitionCount> places = new ArrayList<>();
        for (PartitionCounter partition : partitions) {
            if (partition != null) {
                places.add(partition.read());
            }
        }
        long tombs = (long) TOMBSTONES.getOpaque(this);
        long bytes = sampled == 0 ? 0 : Math.round((double) measuredBytes / sampled * Math.max(0, all - tombs));
        return new Count(
                all, tombs, (long) PROFILED.getOpaque(this), bytes, (long) NEWEST.getOpaque(this), byColumn, places);
    }
}
