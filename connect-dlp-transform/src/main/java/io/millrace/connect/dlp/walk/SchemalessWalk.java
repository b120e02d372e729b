// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldPath.Step;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.kit.memo.Memo;
import io.millrace.connect.kit.memo.SchemaKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Walks maps and lists without a schema. What is done at a place is decided on first sight and kept, as long as the
 * number of places stays reasonable: keys may be data.
 */
final class SchemalessWalk {
    private static final int MOST_PLACES = 10_000;
    /** Of records within records, about how many bytes are kept of their schemas at one place. */
    private static final long MOST_SCHEMAS = 4 << 20;

    private final MaskingRules rules;
    private final String topic;
    private int places;

    SchemalessWalk(MaskingRules rules, String topic) {
        this.rules = rules;
        this.topic = topic;
    }

    /** A place in the record, with the places below it that were seen. */
    final class Place {
        private final List<Step> steps;
        private final Map<String, Place> named = new HashMap<>();
        private @Nullable Place elements;
        private @Nullable Place keys;
        private final Map<FieldType, List<Leaf>> leaves = new EnumMap<>(FieldType.class);
        private final Memo<SchemaKey, Structs> structs = new Memo<>(MOST_SCHEMAS, Structs::weight);
        private @Nullable Schema lastSchema;
        private Structs last = new Structs(List.of(), 0);
        // As the key of an entry it was looked at once, and nothing was masked
        private boolean keptAsKey;

        Place(List<Step> steps) {
            this.steps = List.copyOf(steps);
        }

        private Place named(String name) {
            Place known = named.get(name);
            if (known != null) {
                return known;
            }
            Place created = below(new Step.Entry(name));
            rules.watch().saw(name, List.of());
            if (places < MOST_PLACES) {
                places++;
                named.put(name, created);
            }
            return created;
        }

        private Place elements() {
            if (elements == null) {
                elements = below(Step.Wildcard.ELEMENTS);
            }
            return elements;
        }

        private Place keys() {
            if (keys == null) {
                keys = below(Step.Wildcard.MAP_KEYS);
            }
            return keys;
        }

        private Place below(Step step) {
            List<Step> longer = new ArrayList<>(steps);
            longer.add(step);
            return new Place(longer);
        }

        /** The leaf, or nothing when no rule covers a value of this type here. */
        private List<Leaf> leaf(FieldType type) {
            return leaves.computeIfAbsent(type, missing -> {
                List<Candidate> covering = rules.covering(topic, steps, Set.of(), missing);
                return covering.isEmpty() ? List.of() : List.of(Leaf.of(steps, missing, covering, null, rules));
            });
        }

        /** What is done to records that bring their own schema, or nothing. */
        private List<Node> struct(Schema schema) {
            if (schema != lastSchema) {
                last = structs.get(SchemaKey.of(schema), this::compiled);
                lastSchema = schema;
            }
            return last.nodes();
        }

        private Structs compiled(SchemaKey schema) {
            Node node = new PlanCompiler(rules, topic).compile(schema.schema(), steps);
            return new Structs(node == null ? List.of() : List.of(node), schema.weight());
        }
    }

    /**
     * What is done to records that bring their own schema.
     *
     * @param nodes one, or none
     * @param weight about how many bytes the schema holds
     */
    private record Structs(List<Node> nodes, long weight) {}

    /** The place of the record itself, or of a header. */
    Place root(List<Step> steps) {
        return new Place(steps);
    }

    /** The masked value; the same object when nothing was masked. */
    @Nullable
    Object apply(Object value, Place place, Visit visit) {
        Object read = Legible.of(value);
        if (read == null) {
            return value;
        }
        Object masked = masked(read, place, visit);
        return masked == read ? value : masked;
    }

    private @Nullable Object masked(Object value, Place place, Visit visit) {
        if (value instanceof Map<?, ?> map) {
            visit.enter(map);
            Object masked = entries(map, place, visit);
            visit.leave();
            return masked;
        }
        if (value instanceof Collection<?> elements) {
            return elements(elements, place.elements(), visit);
        }
        if (value instanceof Struct struct) {
            Object masked = struct;
            for (Node node : place.struct(struct.schema())) {
                masked = node.apply(struct, visit);
            }
            return masked;
        }
        FieldType type = FieldType.ofValue(value);
        Object masked = value;
        for (Leaf leaf : place.leaf(type == null ? FieldType.TEXT : type)) {
            masked = type == null ? leaf.refuse(value, visit) : leaf.apply(value, visit);
        }
        return masked;
    }

    /** As {@link Node#collect}. */
    void collect(Object original, Place place, Visit visit) {
        Object value = Legible.of(original);
        if (value instanceof Map<?, ?> map) {
            visit.enter(map);
            map.forEach((key, each) -> collectEntry(key, each, place, visit));
            visit.leave();
        } else if (value instanceof Collection<?> elements) {
            for (Object each : elements) {
                if (each != null) {
                    collect(each, place.elements(), visit);
                }
            }
        } else if (value instanceof Struct struct) {
            place.struct(struct.schema()).forEach(node -> node.collect(struct, visit));
        } else if (value != null) {
            FieldType type = FieldType.ofValue(value);
            if (type != null) {
                place.leaf(type).forEach(leaf -> leaf.collect(value, visit));
            }
        }
    }

    private void collectEntry(@Nullable Object key, @Nullable Object value, Place place, Visit visit) {
        Place below = place.named(String.valueOf(key));
        if (value != null) {
            collect(value, below, visit);
        }
        if (key != null && !below.keptAsKey) {
            collect(key, place.keys(), visit);
        }
    }

    private Object entries(Map<?, ?> source, Place place, Visit visit) {
        return new Entries() {
            @Override
            public @Nullable Object key(Object key) {
                return SchemalessWalk.this.key(key, place, visit);
            }

            @Override
            public @Nullable Object value(@Nullable Object key, Object value) {
                return apply(value, place.named(String.valueOf(key)), visit);
            }
        }.of(source);
    }

    /** Most keys are names, and come with every record: those that are left as they are, are looked at once. */
    private @Nullable Object key(Object key, Place place, Visit visit) {
        Place below = place.named(String.valueOf(key));
        if (below.keptAsKey) {
            return key;
        }
        Object masked = apply(key, place.keys(), visit);
        FieldType type = FieldType.ofValue(key);
        below.keptAsKey = masked == key
                && type == FieldType.TEXT
                && place.keys().leaf(type).stream().allMatch(Leaf::always);
        return masked;
    }

    private Object elements(Collection<?> source, Place place, Visit visit) {
        List<@Nullable Object> copy = null;
        int at = 0;
        for (Object original : source) {
            Object masked = original == null ? null : apply(original, place, visit);
            if (masked != original) {
                copy = copy == null ? new ArrayList<>(source) : copy;
                copy.set(at, masked);
            }
            at++;
        }
        if (copy == null) {
            return source;
        }
        return source instanceof Set<?> ? new LinkedHashSet<>(copy) : copy;
    }
}
