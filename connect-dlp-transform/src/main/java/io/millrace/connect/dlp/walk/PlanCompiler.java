// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldPath.Step;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Compiles what is done to records of one schema on one topic. */
final class PlanCompiler {
    /** Records that contain each other have more ways through them than there is time. */
    private static final int MOST_PLACES = 20_000;

    private static final int MOST_FIELDS = 200_000;

    private final MaskingRules rules;
    private final String topic;
    private final IdentityHashMap<Schema, Boolean> around = new IdentityHashMap<>();
    private final Recursion.Plans plans;
    private final boolean inRecursion;
    // Where defaults are tried out, their own are not
    private final boolean forDefault;
    private int places;
    private int fields;

    PlanCompiler(MaskingRules rules, String topic) {
        this(rules, topic, new Recursion.Plans(), false, false);
    }

    private PlanCompiler(
            MaskingRules rules, String topic, Recursion.Plans plans, boolean inRecursion, boolean forDefault) {
        this.rules = rules;
        this.topic = topic;
        this.plans = plans;
        this.inRecursion = inRecursion;
        this.forDefault = forDefault;
    }

    /**
     * The plan; null when no rule covers anything.
     *
     * @throws DataException naming the rule that would change the schema of a record within itself, or the record that has
     *     too many fields
     */
    @Nullable
    Node compile(Schema schema, Place root) {
        return node(schema, root, Set.of());
    }

    private @Nullable Node node(Schema schema, Place place, Set<String> outerTags) {
        if (++fields > MOST_FIELDS) {
            throw new DataException("topic " + topic + ": the record has more than " + MOST_FIELDS
                    + " fields, counted by their paths; accepted are fewer");
        }
        Set<String> tags = tags(schema, outerTags);
        FieldType type = FieldType.of(schema);
        if (type != null) {
            List<Candidate> covering = rules.covering(topic, place, tags, type);
            if (covering.isEmpty()) {
                return null;
            }
            Schema masked =
                    MaskedSchema.of(schema, type, covering, MaskingRules.output(covering, type), rules.settings());
            if (masked == schema && isShownByDefault(schema, place, outerTags)) {
                masked = withoutDefault(schema);
            }
            if (inRecursion && masked != schema) {
                throw new DataException("topic " + topic + ": rule "
                        + covering.get(0).ready().name() + " would change the schema of field " + place.shown()
                        + ", which lies in a record that contains itself and so would have no end of schemas; there only"
                        + " rules with info.types can mask: add them, or name fields outside of the recursion");
            }
            return Leaf.of(place, type, covering, masked, rules);
        }
        if (place.isTooDeep()) {
            return tooDeep(schema, place, tags);
        }
        if (around.containsKey(schema)) {
            return recursion(schema, place, tags);
        }
        if (++places > MOST_PLACES) {
            throw new DataException("topic " + topic + ": the record has more than " + MOST_PLACES
                    + " records, lists and maps within each other, counted by their paths; accepted are fewer");
        }
        around.put(schema, true);
        Node node = switch (schema.type()) {
            case STRUCT -> struct(schema, place, tags);
            case ARRAY -> list(schema, place, tags);
            default -> map(schema, place, tags);
        };
        around.remove(schema);
        return node;
    }

    /** Records that contain themselves have no end of schemas; what is deeper in others has one, which nobody needs. */
    private @Nullable Node tooDeep(Schema schema, Place place, Set<String> tags) {
        if (!inRecursion) {
            throw new DataException("topic " + topic + ": the schema has records, lists and maps within each other at "
                    + place.shown() + ", deeper than " + Place.DEEPEST + "; accepted are fewer");
        }
        ReadyRule rule = rules.leadingInto(topic, place, tags);
        return rule == null ? null : new TooDeep(Leaf.tooDeep(place, rule, schema, rules));
    }

    /** Compiles one more round at once, so that what cannot be masked is said before the first record needs it. */
    private Node recursion(Schema schema, Place place, Set<String> tags) {
        Recursion recursion = new Recursion(
                schema, plans, () -> new PlanCompiler(rules, topic, plans, true, forDefault).node(schema, place, tags));
        if (!inRecursion) {
            recursion.compile();
        }
        return recursion;
    }

    private Set<String> tags(Schema schema, Set<String> outer) {
        if (schema.parameters() == null || rules.settings().tagParameters().isEmpty()) {
            return outer;
        }
        Set<String> tags = new HashSet<>(outer);
        for (String parameter : rules.settings().tagParameters()) {
            String value = schema.parameters().get(parameter);
            if (value != null) {
                for (String tag : value.split(",", -1)) {
                    tags.add(tag.strip());
                }
            }
        }
        return tags;
    }

    private @Nullable Node struct(Schema schema, Place place, Set<String> tags) {
        List<Node.OfStruct.Child> children = new ArrayList<>();
        Map<Integer, Schema> changed = new HashMap<>();
        for (Field field : schema.fields()) {
            rules.watch().saw(field.name(), place);
            Node child = node(field.schema(), place.below(new Step.Name(field.name())), tags);
            if (child != null) {
                children.add(new Node.OfStruct.Child(field.index(), child));
                if (child.schema() != null && child.schema() != field.schema()) {
                    changed.put(field.index(), child.schema());
                }
            }
        }
        if (children.isEmpty()) {
            return null;
        }
        Schema after = changed.isEmpty() ? schema : struct(schema, changed);
        return new Node.OfStruct(schema, unlessShown(schema, after, place, tags), List.copyOf(children));
    }

    private static Schema struct(Schema before, Map<Integer, Schema> changed) {
        SchemaBuilder after = like(SchemaBuilder.struct(), before);
        for (Field field : before.fields()) {
            after.field(field.name(), changed.getOrDefault(field.index(), field.schema()));
        }
        return after.build();
    }

    private @Nullable Node list(Schema schema, Place place, Set<String> tags) {
        Schema before = schema.valueSchema();
        Node element = node(before, place.below(Step.Wildcard.ELEMENTS), tags);
        if (element == null) {
            return null;
        }
        Schema after = element.schema();
        Schema list = after == null || after == before
                ? schema
                : like(SchemaBuilder.array(after), schema).build();
        return new Node.OfList(unlessShown(schema, list, place, tags), element);
    }

    private @Nullable Node map(Schema schema, Place place, Set<String> tags) {
        Node key = node(schema.keySchema(), place.below(Step.Wildcard.MAP_KEYS), tags);
        Node element = node(schema.valueSchema(), place.below(Step.Wildcard.MAP_VALUES), tags);
        if (key == null && element == null) {
            return null;
        }
        Schema keys = after(schema.keySchema(), key);
        Schema values = after(schema.valueSchema(), element);
        Schema map = keys == schema.keySchema() && values == schema.valueSchema()
                ? schema
                : like(SchemaBuilder.map(keys, values), schema).build();
        return new Node.OfMap(unlessShown(schema, map, place, tags), key, element);
    }

    private static Schema after(Schema before, @Nullable Node node) {
        Schema after = node == null ? null : node.schema();
        return after == null ? before : after;
    }

    private Schema unlessShown(Schema before, Schema after, Place place, Set<String> tags) {
        return after == before && isShownByDefault(before, place, tags) ? withoutDefault(before) : after;
    }

    /** Whether rules would mask something of the schema's default, which whoever reads the schema would be shown. */
    private boolean isShownByDefault(Schema schema, Place place, Set<String> outerTags) {
        Object shown = schema.defaultValue();
        if (shown == null || forDefault || rules.settings().inspectOnly()) {
            return false;
        }
        try {
            Node node = new PlanCompiler(rules.triedOut(), topic, new Recursion.Plans(), false, true)
                    .node(schema, place, outerTags);
            Visit visit = new Visit();
            visit.begin(topic, rules.settings().recordSteps());
            return node != null && node.apply(shown, visit) != shown;
        } catch (RuntimeException unmaskable) {
            return true; // its message may quote the default
        }
    }

    private static Schema withoutDefault(Schema schema) {
        SchemaBuilder after = switch (schema.type()) {
            case STRUCT -> SchemaBuilder.struct();
            case ARRAY -> SchemaBuilder.array(schema.valueSchema());
            case MAP -> SchemaBuilder.map(schema.keySchema(), schema.valueSchema());
            default -> new SchemaBuilder(schema.type());
        };
        if (schema.type() == Schema.Type.STRUCT) {
            schema.fields().forEach(field -> after.field(field.name(), field.schema()));
        }
        return like(after, schema).build();
    }

    /** Name, version, doc and parameters stay; a default does not, since it may hold what is masked. */
    private static SchemaBuilder like(SchemaBuilder after, Schema before) {
        after.name(before.name()).version(before.version()).doc(before.doc());
        if (before.isOptional()) {
            after.optional();
        }
        return before.parameters() == null ? after : after.parameters(before.parameters());
    }
}
