// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldPath.Step;
import io.millrace.connect.dlp.rules.Condition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Masks one part of each record: its value, its key or a header. One thread. */
public final class RecordWalker {
    private static final int MOST_PLANS = 1_000;

    private final MaskingRules rules;
    private final @Nullable Remote remote;
    private final boolean perTopic;
    private final List<Step> root;
    private final Visit visit = new Visit();
    private final Map<String, Map<Schema, Plan>> plans = new HashMap<>();
    private final Map<String, Schemaless> schemaless = new HashMap<>();

    private String lastTopic = "";
    private @Nullable Schema lastSchema;
    private Plan last = new Plan(null);

    private record Plan(@Nullable Node node) {}

    private record Schemaless(SchemalessWalk walk, SchemalessWalk.Place root) {}

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
        this.root = List.copyOf(root);
    }

    /**
     * Masks. Null stays null: tombstones pass.
     *
     * @return null when nothing changed, so that the caller can return its record as it came
     * @throws FieldFailure under {@code on.error=fail}
     */
    public @Nullable Masked apply(String topic, @Nullable Schema schema, @Nullable Object value) {
        visit.begin(topic);
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
            Node node = plan(topic, schema).node();
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

    /** Whether the last record would have been changed, where masking is only tried out. */
    public boolean spared() {
        return visit.spared();
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
        Map<Schema, Plan> ofTopic = plans.computeIfAbsent(perTopic ? topic : "", any -> new HashMap<>());
        Plan plan = ofTopic.get(schema);
        if (plan == null) {
            if (ofTopic.size() >= MOST_PLANS) {
                ofTopic.clear(); // a stream that changes its schema this often pays for compiling, not with memory
            }
            plan = new Plan(new PlanCompiler(rules, topic).compile(schema, root));
            ofTopic.put(schema, plan);
        }
        lastTopic = topic;
        lastSchema = schema;
        last = plan;
        return plan;
    }

    private Schemaless schemaless(String topic) {
        return schemaless.computeIfAbsent(perTopic ? topic : "", any -> {
            SchemalessWalk walk = new SchemalessWalk(rules, topic);
            return new Schemaless(walk, walk.root(root));
        });
    }
}
