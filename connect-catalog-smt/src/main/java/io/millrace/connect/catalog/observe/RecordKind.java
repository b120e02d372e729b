// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import io.millrace.connect.kit.masking.MaskedField;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of one kind: one topic, one schema, one upstream table, through one instance. Of the task's thread, but for what
 * is public: that is for any.
 */
public final class RecordKind {
    private static final VarHandle SEEN_LAST;

    static {
        try {
            SEEN_LAST = MethodHandles.lookup().findVarHandle(RecordKind.class, "seenLast", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Records without a schema that are all looked at: each may have other columns. */
    private static final int LOOK_AT_ALL = 1_024;

    /** The same of records with one, of which only a header may tell more. */
    private static final int LOOK_AT_SOME = 64;

    /** A power of two. */
    private static final int LOOK_EVERY = 16;

    private final @Nullable String originalTopic;
    private final String topic;
    private final @Nullable Upstream upstream;
    private final @Nullable UpstreamClue clue;
    private final RowCounter counter;
    private volatile @Nullable Schema schema;
    private volatile Map<String, String> masked = Map.of();
    private @Nullable Schema carried;
    private @Nullable String maskingSaid;
    private int looked;
    private int toLook;
    private long seenLast;

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
        return (long) SEEN_LAST.getOpaque(this) - (long) SEEN_LAST.getOpaque(other) > 0;
    }

    /** Notes that records of this kind follow others' now. */
    void follows(long nanos) {
        SEEN_LAST.setOpaque(this, nanos);
    }

    /** Whether nothing of this kind has come for {@code nanos}. */
    boolean isStill(long now, long nanos) {
        return now - seenLast > nanos;
    }

    boolean takes(ConnectRecord<?> record) {
        return record.valueSchema() == carried
                && hasTopicsOf(record)
                && (clue == null || record.value() == null || clue.matches(record, upstream));
    }

    /** Whether the topics are this kind's, whatever the schema and the upstream table. */
    boolean hasTopicsOf(ConnectRecord<?> record) {
        String in = originalTopic;
        return topic.equals(record.topic())
                && (in == null || (record instanceof SinkRecord sink && in.equals(sink.originalTopic())));
    }

    /** Whether the record's schema says what this kind's does. Expensive: compares them whole. */
    boolean means(@Nullable Schema other) {
        return carried != null && carried.equals(other);
    }

    /** Another object that says the same, as transforms make that build a schema per record. */
    void adopt(@Nullable Schema same) {
        carried = same;
    }

    /**
     * Learns the columns of a value without a schema, and what a masking transform says in a header that it masked; true when
     * there is something new to tell. Looks at the first records, then at one in sixteen, drawn at random.
     */
    boolean learns(ConnectRecord<?> record) {
        int all = carried == null ? LOOK_AT_ALL : LOOK_AT_SOME;
        if (looked >= all) {
            int inSixteen = looked & (LOOK_EVERY - 1);
            if (inSixteen == 0) {
                toLook = ThreadLocalRandom.current().nextInt(LOOK_EVERY);
            }
            looked = all + ((looked + 1) & (LOOK_EVERY - 1));
            if (inSixteen != toLook) {
                return false;
            }
        } else {
            looked++;
        }
        boolean news = learnsMasking(record);
        if (carried == null && record.value() instanceof Map<?, ?> map) {
            return learnsColumns(map, news);
        }
        return news;
    }

    private boolean learnsMasking(ConnectRecord<?> record) {
        Header header = record.headers().lastWithName(MaskedField.MASKING);
        if (header == null || !(header.value() instanceof String said) || said.equals(maskingSaid)) {
            return false;
        }
        maskingSaid = said;
        Map<String, String> known = MaskingHeader.read(said, masked);
        boolean news = !known.equals(masked);
        masked = known;
        return news;
    }

    private boolean learnsColumns(Map<?, ?> map, boolean masks) {
        Schema known = schema;
        boolean first = Integer.bitCount(looked) == 1;
        if (known != null && !first && !masks && SchemalessShape.knows(known, map)) {
            return false;
        }
        Schema now = SchemalessShape.of(map, known, masked);
        if (now == null || now.equals(known)) {
            return masks;
        }
        schema = now;
        return true;
    }

    /**
     * The columns that a masking transform said it masked, wholly or in parts, by dotted path, and how. What the schema says
     * of a field is not repeated here.
     */
    public Map<String, String> masked() {
        return masked;
    }

    void count(ConnectRecord<?> record) {
        counter.count(record, carried);
    }
}
