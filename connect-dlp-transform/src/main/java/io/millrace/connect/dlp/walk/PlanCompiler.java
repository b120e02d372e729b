// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.deidentify.FieldType;
import io.millrace.connect.dlp.rules.FieldPath;
import io.millrace.connect.dlp.rules.FieldPath.Step;
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
    private final MaskingRules rules;
    private final String topic;
    private final IdentityHashMap<Schema, Boolean> around = new IdentityHashMap<>();

    PlanCompiler(MaskingRules rules, String topic) {
        this.rules = rules;
        this.topic = topic;
    }

    /**
     * The plan; null when no rule covers anything.
     *
     * @throws DataException naming the field at which a schema contains itself
     */
    @Nullable
    Node compile(Schema schema, List<Step> root) {
        return node(schema, root, Set.of());
    }

    private @Nullable Node node(Schema schema, List<Step> place, Set<String> outerTags) {
        Set<String> tags = tags(schema, outerTags);
        FieldType type = FieldType.of(schema);
        if (type != null) {
            List<MaskingRules.Ready> covering = rules.covering(topic, place, tags, type);
            if (covering.isEmpty()) {
                return null;
            }
            Schema masked =
                    MaskedSchema.of(schema, type, covering, MaskingRules.output(covering, type), rules.settings());
            return Leaf.of(place, type, covering, masked, rules);
        }
        if (around.put(schema, true) != null) {
            throw new DataException("topic " + topic + ": the schema of field " + FieldPath.text(place)
                    + " contains itself; recursive records cannot be masked field by field");
        }
        Node node = switch (schema.type()) {
            case STRUCT -> struct(schema, place, tags);
            case ARRAY -> list(schema, place, tags);
            default -> map(schema, place, tags);
        };
        around.remove(schema);
        return node;
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

    private @Nullable Node struct(Schema schema, List<Step> place, Set<String> tags) {
        List<Node.OfStruct.Child> children = new ArrayList<>();
        Map<Integer, Schema> changed = new HashMap<>();
        for (Field field : schema.fields()) {
            Node child = node(field.schema(), append(place, new Step.Name(field.name())), tags);
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
        return new Node.OfStruct(schema, changed.isEmpty() ? schema : struct(schema, changed), List.copyOf(children));
    }

    private static Schema struct(Schema before, Map<Integer, Schema> changed) {
        SchemaBuilder after = like(SchemaBuilder.struct(), before);
        for (Field field : before.fields()) {
            after.field(field.name(), changed.getOrDefault(field.index(), field.schema()));
        }
        return after.build();
    }

    private @Nullable Node list(Schema schema, List<Step> place, Set<String> tags) {
        Schema before = schema.valueSchema();
        Node element = node(before, append(place, Step.Wildcard.ELEMENTS), tags);
        if (element == null) {
            return null;
        }
        Schema after = element.schema();
        return new Node.OfList(
                after == null || after == before
                        ? schema
                        : like(SchemaBuilder.array(after), schema).build(),
                element);
    }

    private @Nullable Node map(Schema schema, List<Step> place, Set<String> tags) {
        Schema before = schema.valueSchema();
        Node element = node(before, append(place, Step.Wildcard.MAP_VALUES), tags);
        if (element == null) {
            return null;
        }
        Schema after = element.schema();
        return new Node.OfMap(
                after == null || after == before
                        ? schema
                        : like(SchemaBuilder.map(schema.keySchema(), after), schema)
                                .build(),
                element);
    }

    /** Name, version, doc and parameters stay; a default does not, since it may hold what is masked. */
    private static SchemaBuilder like(SchemaBuilder after, Schema before) {
        after.name(before.name()).version(before.version()).doc(before.doc());
        if (before.isOptional()) {
            after.optional();
        }
        return before.parameters() == null ? after : after.parameters(before.parameters());
    }

    private static List<Step> append(List<Step> place, Step step) {
        List<Step> longer = new ArrayList<>(place);
        longer.add(step);
        return longer;
    }
}
