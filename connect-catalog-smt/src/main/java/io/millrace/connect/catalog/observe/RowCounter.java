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
import java.util.SplittableRandom;
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
    private static final VarHandle DELETES;
    private static final VarHandle PROFILED;
    private static final VarHandle NEWEST;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ROWS = lookup.findVarHandle(RowCounter.class, "rows", long.class);
            TOMBSTONES = lookup.findVarHandle(RowCounter.class, "tombstones", long.class);
            DELETES = lookup.findVarHandle(RowCounter.class, "deletes", long.class);
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

    /** The year 2200: what is later, or before 1970, is a timestamp in another unit, or none. */
    private static final long END_OF_TIME_MS = 7_258_118_400_000L;

    /** Topics have fewer partitions; a number beyond is a mistake of the connector's. */
    private static final int MAX_PARTITIONS = 4_096;

    private final Statistics statistics;
    private final @Nullable Field row;
    private final @Nullable RowProfile profile;
    private final boolean everyRow;
    private final SplittableRandom random = new SplittableRandom();
    private final long[] nulls;
    private volatile @Nullable List<String> columns;

    private long rows;
    private long tombstones;
    private long deletes;
    private int toMeasure;
    private int toProfile;
    private long profiled;
    private long newest = Long.MIN_VALUE;
    private volatile long measured;
    private volatile long measuredBytes;
    private volatile @Nullable PartitionCounter[] partitions = new PartitionCounter[0];

    /** @param schema what the records' values look like, null if they have none */
    RowCounter(Statistics statistics, @Nullable Schema schema) {
        this.statistics = statistics;
        this.row = schema != null && Envelope.is(schema) ? schema.field(Envelope.AFTER) : null;
        this.everyRow = statistics == Statistics.EXACT;
        Schema rowSchema = Envelope.row(schema);
        this.profile = statistics.compareTo(Statistics.COLUMNS) <= 0
                        && rowSchema != null
                        && rowSchema.type() == Schema.Type.STRUCT
                ? RowProfile.of(rowSchema)
                : null;
        this.nulls = new long[profile == null ? 0 : profile.size()];
    }

    /** @param known the schema object whose fields {@code profile} reads */
    void count(ConnectRecord<?> record, @Nullable Schema known) {
        long before = rows;
        ROWS.setOpaque(this, before + 1);
        if (statistics == Statistics.NONE) {
            return;
        }
        Long timestamp = record.timestamp();
        long at = timestamp == null || timestamp < 0 || timestamp >= END_OF_TIME_MS ? Long.MIN_VALUE : timestamp;
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
        Object image = value;
        if (row != null && record.valueSchema() == known && value instanceof Struct event) {
            image = event.get(row);
            if (image == null) {
                DELETES.setOpaque(this, deletes + 1);
                return;
            }
        }
        look(before, image, record.valueSchema() == known);
    }

    /** Which rows are looked at is drawn, one of each block: rows that alternate are seen as often as there are. */
    private void look(long before, Object image, boolean known) {
        int inBlock = (int) before & (SIZE_EVERY - 1);
        if (inBlock == 0) {
            toMeasure = before == 0 ? 0 : random.nextInt(SIZE_EVERY);
        }
        if (inBlock == toMeasure) {
            measure(image);
        }
        if (profile == null) {
            return;
        }
        int weight = 1;
        if (!everyRow && before >= PROFILE_ALL) {
            int inSixteen = (int) before & (PROFILE_EVERY - 1);
            if (inSixteen == 0) {
                toProfile = random.nextInt(PROFILE_EVERY);
            }
            if (inSixteen != toProfile) {
                return;
            }
            weight = PROFILE_EVERY;
        }
        if (known && image instanceof Struct struct) {
            PROFILED.setOpaque(this, profiled + weight);
            profile.count(struct, nulls, weight);
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

    private void measure(Object image) {
        long size = RowSize.of(image);
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

    /**
     * Whether these rows are further in the topic than {@code other}'s: positive when they are in every partition that has
     * had both, negative when the other's are, 0 when partitions differ or none has.
     */
    int placesAhead(RowCounter other) {
        @Nullable PartitionCounter[] mine = partitions;
        @Nullable PartitionCounter[] theirs = other.partitions;
        int ahead = 0;
        for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
            PartitionCounter left = mine[i];
            PartitionCounter right = theirs[i];
            if (left == null || right == null) {
                continue;
            }
            int here = Long.compare(left.read().lastOffset(), right.read().lastOffset());
            if (here * ahead < 0) {
                return 0;
            }
            ahead = here == 0 ? ahead : here;
        }
        return ahead;
    }

    /** The column of each counter; made by whoever reads first, not by the task's thread. */
    private List<String> columns() {
        List<String> names = columns;
        if (names == null) {
            names = profile == null ? List.of() : profile.names(row == null ? "" : row.name() + ".");
            columns = names;
        }
        return names;
    }

    /** Everything counted so far. */
    public Count read() {
        long all = (long) ROWS.getOpaque(this);
        long sampled = measured;
        List<String> names = columns();
        Map<String, Long> byColumn = new HashMap<>();
        for (int i = 0; i < nulls.length; i++) {
            byColumn.put(names.get(i), (long) RowProfile.COUNT.getOpaque(nulls, i));
        }
        List<PartitionCount> places = new ArrayList<>();
        for (PartitionCounter partition : partitions) {
            if (partition != null) {
                places.add(partition.read());
            }
        }
        long tombs = (long) TOMBSTONES.getOpaque(this);
        long gone = (long) DELETES.getOpaque(this);
        long bytes = sampled == 0 ? 0 : Math.round((double) measuredBytes / sampled * Math.max(0, all - tombs - gone));
        return new Count(
                all,
                tombs,
                gone,
                (long) PROFILED.getOpaque(this),
                bytes,
                (long) NEWEST.getOpaque(this),
                byColumn,
                places);
    }
}
