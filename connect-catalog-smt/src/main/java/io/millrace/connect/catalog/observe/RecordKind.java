// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of one kind: one topic, one schema, one upstream table, through one instance. Of the task's thread, but for what
 * is public: that is for any.
 */
public final class RecordKind {
    private final @Nullable String originalTopic;
    private final String topic;
    private final @Nullable Upstream upstream;
    private final @Nullable UpstreamClue clue;
    private final RowCounter counter;
    private volatile @Nullable Schema schema;
    private @Nullable Schema carried;
    private int widest;
    private volatile long seenLast;

    RecordKind(
            ConnectRecord<?> first, @Nullable UpstreamClue clue, @Nullable Upstream upstream, Statistics statistics) {
        this.carried = first.valueSchema();
        this.originalTopic = first instanceof SinkRecord sink ? sink.originalTopic() : null;
        this.topic = first.topic();
        this.schema = carried;
        this.clue = clue;
        this.upstream = upstream;
        this.counter = new RowCounter(statistics, carried);
    }

    /** The topic that a sink's record was read from, before any transform renamed it; null for a source's. */
    public @Nullable String originalTopic() {
        return originalTopic;
    }

    /** The record's topic as this instance sees it. */
    public String topic() {
        return topic;
    }

    /** The table that the records come from, null where they do not say. */
    public @Nullable Upstream upstream() {
        return upstream;
    }

    /** What the values look like; inferred for values that have no schema; null when there is nothing to say. */
    public @Nullable Schema schema() {
        return schema;
    }

    /** What was counted of them. */
    public RowCounter counter() {
        return counter;
    }

    /**
     * Whether this kind's records came after {@code other}'s: by the offsets where one partition has had both; else by
     * their timestamps; else by which was seen last.
     */
    public boolean isNewerThan(RecordKind other) {
        int places = counter.placesAhead(other.counter);
        if (places != 0) {
            return places > 0;
        }
        long at = counter.newestMs();
        long otherAt = other.counter.newestMs();
        if (at != otherAt && at != Long.MIN_VALUE && otherAt != Long.MIN_VALUE) {
            return at > otherAt;
        }
        return seenLast - other.seenLast > 0;
    }

    /** Notes that records of this kind follow others' now. */
    void follows(long nanos) {
        seenLast = nanos;
    }

    boolean takes(ConnectRecord<?> record) {
        return record.valueSchema() == carried && goesWith(record);
    }

    /** Whether topic and upstream table are this kind's, whatever the schema. */
    boolean goesWith(ConnectRecord<?> record) {
        String in = originalTopic;
        return topic.equals(record.topic())
                && (in == null || (record instanceof SinkRecord sink && in.equals(sink.originalTopic())))
                && (clue == null || record.value() == null || clue.matches(record, upstream));
    }

    /** Whether the record's schema says what this kind's does. Expensive: compares them whole. */
    boolean means(@Nullable Schema other) {
        return carried != null && carried.equals(other);
    }

    /** Another object that says the same, as transforms make that build a schema per record. */
    void adopt(@Nullable Schema same) {
        carried = same;
    }

    /** Learns the columns of a value without a schema; true when there is something new to tell. */
    boolean learns(ConnectRecord<?> record) {
        if (carried != null || !(record.value() instanceof Map<?, ?> map)) {
            return false;
        }
        if (map.size() <= widest && Long.bitCount(counter.rows()) != 1) {
            return false;
        }
        widest = Math.max(widest, map.size());
        Schema known = schema;
        Schema now = SchemalessShape.of(record, known);
        if (now == null || now.equals(known)) {
            return false;
        }
        schema = now;
        return true;
    }

    void count(ConnectRecord<?> record) {
        counter.count(record, carried);
    }
}
