// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldPath.Step;
import io.millrace.connect.dlp.field.Place;
import io.millrace.connect.dlp.rules.Condition;
import io.millrace.connect.kit.memo.Memo;
import io.millrace.connect.kit.memo.SchemaKey;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Masks one part of each record: its value, its key or a header. One thread. */
public final class RecordWalker {
    /** About what is known of one topic's records without a schema, in bytes. */
    private static final long SCHEMALESS = 100_000;

    /** A plan and the schema after it hold about as much as so many schemas. */
    private static final int PLAN = 2;

    private final MaskingRules rules;
    private final @Nullable Remote remote;
    private final boolean perTopic;
    private final Place root;
    private final Visit visit = new Visit();
    /** Transforms that make a schema for each record fill it with what never comes again, so it is apart. */
    private final Memo<SameSchema, Plan> byReference = new Memo<>(Plan::weight);

    private final Memo<EqualSchema, Plan> byContent = new Memo<>(Plan::weight);
    private final Memo<String, Schemaless> schemaless = new Memo<>(each -> SCHEMALESS);

    private String lastTopic = "";
    private @Nullable Schema lastSchema;
    private Plan last = new Plan(null, null, 0);

    /**
     * What is done to records of a schema.
     *
     * @param node null when nothing is
     * @param refusal why such records are refused, for people; null when they are not
     * @param weight about how many bytes the plan and its schema hold
     */
    private record Plan(@Nullable Node node, @Nullable String refusal, long weight) {}

    private record EqualSchema(String topic, SchemaKey schema) {}

    private record SameSchema(String topic, Schema schema) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SameSchema that && schema == that.schema && topic.equals(that.topic);
        }

        @Override
        public int hashCode() {
            return topic.hashCode() * 31 + System.identityHashCode(schema);
        }
    }

    private record Schemaless(SchemalessWalk walk, SchemalessWalk.Known root) {}

    /** What became of a record's part. */
    public record Masked(@Nullable Schema schema, @Nullable Object value, boolean dropped) {}

    /**
     * A walker.
     *
     * @param root where the part stands; empty for a key or value, the header's name for a header
     * @param remote masks what becomes text; null when this process masks everything
     */
    public RecordWalker(MaskingRules rules, List<Step> root, @Nullable Remote remote) {
        this.rules = rules;
        this.remote = remote;
        this.perTopic = rules.dependOnTopic();
        this.root = rules.place(root);
    }

    /**
     * Masks. Null stays null: tombstones pass.
     *
     * @return null when nothing changed, so that the caller can return its record as it came
     * @throws FieldFailure under {@code on.error=fail}
     */
    public @Nullable Masked apply(String topic, @Nullable Schema schema, @Nullable Object value) {
        return apply(topic, schema, value, steps());
    }

    /** As above, where masking may cost so many steps, since others of the record's parts have had theirs. */
    public @Nullable Masked apply(String topic, @Nullable Schema schema, @Nullable Object value, long steps) {
        try {
            return masked(topic, schema, value, steps);
        } catch (StackOverflowError tooDeep) {
            // What is walked has a depth; Connect's Struct checks all that is in it whatever we walk
            throw new DataException("topic " + topic + ": the record's values are within each other deeper than the"
                    + " thread's stack; accepted are " + Place.DEEPEST + " levels");
        }
    }

    private @Nullable Masked masked(String topic, @Nullable Schema schema, @Nullable Object value, long steps) {
        visit.begin(topic, steps);
        if (value == null) {
            return null;
        }
        if (suppressed(value)) {
            return new Masked(schema, null, true);
        }
        Schema after = schema;
        Object masked;
        Remote asked = remote != null && remote.wantsNext() ? remote : null;
        if (schema == null) {
            Schemaless walk = schemaless(topic);
            if (asked != null) {
                walk.walk().collect(value, walk.root(), visit);
                asked.beforeMasking(visit, rules);
            }
            masked = walk.walk().apply(value, walk.root(), visit);
        } else {
            ensureIsOf(schema, value, topic);
            Plan plan = plan(topic, schema);
            if (plan.refusal() != null) {
                throw new DataException(plan.refusal());
            }
            Node node = plan.node();
            if (node == null) {
                return null;
            }
            if (asked != null) {
                node.collect(value, visit);
                asked.beforeMasking(visit, rules);
            }
            masked = node.apply(value, visit);
            after = node.schema();
        }
        if (asked != null) {
            asked.afterMasking(visit);
        }
        return masked == value && after == schema && !visit.dropped()
                ? null
                : new Masked(after, masked, visit.dropped());
    }

    /** What masking a record's part may cost. */
    public long steps() {
        return rules.settings().recordSteps();
    }

    /** What is left of the steps after the last record. */
    public long stepsLeft() {
        return visit.stepsLeft();
    }

    /** Whether the last record would have been changed, where masking is only tried out. */
    public boolean spared() {
        return visit.spared();
    }

    private static void ensureIsOf(Schema schema, Object value, String topic) {
        if (value instanceof Struct struct
                && struct.schema() != schema
                && !struct.schema().equals(schema)) {
            throw new DataException("topic " + topic + ": the record's schema is not the one of its value");
        }
    }

    private boolean suppressed(Object value) {
        WalkSettings settings = rules.settings();
        if (settings.suppressions().isEmpty() || settings.inspectOnly()) {
            return false;
        }
        visit.enter(value);
        for (Condition suppression : settings.suppressions()) {
            if (suppression.holds(visit.fields())) {
                return true;
            }
        }
        visit.leave();
        return false;
    }

    private Plan plan(String topic, Schema schema) {
        if (schema == lastSchema && (!perTopic || topic.equals(lastTopic))) {
            return last;
        }
        String known = perTopic ? topic : "";
        Plan plan = byReference.get(
                new SameSchema(known, schema),
                unknown -> byContent.get(
                        new EqualSchema(known, SchemaKey.of(schema)), equal -> compile(topic, equal.schema())));
        lastTopic = topic;
        lastSchema = schema;
        last = plan;
        return plan;
    }

    /** Works out once, too, that such records are refused: a stream of them must not cost more than the good ones. */
    private Plan compile(String topic, SchemaKey schema) {
        long weight = PLAN * schema.weight();
        try {
            return new Plan(new PlanCompiler(rules, topic).compile(schema.schema(), root), null, weight);
        } catch (DataException refused) {
            return new Plan(null, refused.getMessage(), weight);
        }
    }

    private Schemaless schemaless(String topic) {
        return schemaless.get(perTopic ? topic : "", any -> {
            SchemalessWalk walk = new SchemalessWalk(rules, topic);
            return new Schemaless(walk, walk.root(root));
        });
    }
}
