// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldPath.Step;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.Place;
import io.millrace.connect.kit.memo.Memo;
import io.millrace.connect.kit.memo.SchemaKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final Structs NOTHING = new Structs(List.of(), 0);

    private final MaskingRules rules;
    private final String topic;
    private final Place root;
    private int places;

    SchemalessWalk(MaskingRules rules, String topic) {
        this.rules = rules;
        this.topic = topic;
        this.root = rules.place(List.of());
    }

    /** A place in the record, with the places below it that were seen. */
    final class Known {
        private final Place place;
        private final Map<String, Known> named = new HashMap<>();
        private @Nullable Known elements;
        private @Nullable Known keys;
        private final Map<FieldType, List<Leaf>> leaves = new EnumMap<>(FieldType.class);
        private @Nullable Memo<SchemaKey, Structs> structs;
        private @Nullable List<Node> tooDeep;
        private @Nullable Schema lastSchema;
        private Structs last = NOTHING;
        // As the key of an entry it was looked at once, and nothing was masked
        private boolean keptAsKey;

        Known(Place place) {
            this.place = place;
        }

        private Known named(String name) {
            Known known = named.get(name);
            if (known != null) {
                return known;
            }
            Known created = below(new Step.Entry(name));
            rules.watch().saw(name, root);
            if (places < MOST_PLACES) {
                places++;
                named.put(name, created);
            }
            return created;
        }

        private Known elements() {
            if (elements == null) {
                elements = below(Step.Wildcard.ELEMENTS);
            }
            return elements;
        }

        private Known keys() {
            if (keys == null) {
                keys = below(Step.Wildcard.MAP_KEYS);
            }
            return keys;
        }

        private Known below(Step step) {
            return new Known(place.below(step));
        }

        /** Of a text: what is no text may read like one, and hold more. */
        private boolean isKept(Object key) {
            return keptAsKey && key instanceof CharSequence;
        }

        /** The leaf, or nothing when no rule covers a value of this type here. */
        private List<Leaf> leaf(FieldType type) {
            return leaves.computeIfAbsent(type, missing -> {
                List<Candidate> covering = rules.covering(topic, place, Set.of(), missing);
                return covering.isEmpty() ? List.of() : List.of(Leaf.of(place, missing, covering, null, rules));
            });
        }

        /** What is done to lists, maps and records that are too deep, or nothing. */
        private List<Node> tooDeep() {
            if (tooDeep == null) {
                ReadyRule rule = rules.leadingInto(topic, place, Set.of());
                tooDeep = rule == null ? List.of() : List.of(new TooDeep(Leaf.tooDeep(place, rule, null, rules)));
            }
            return tooDeep;
        }

        /** What is done to records that bring their own schema, or nothing. */
        private List<Node> struct(Schema schema) {
            if (schema != lastSchema) {
                structs = structs == null ? new Memo<>(MOST_SCHEMAS, Structs::weight) : structs;
                last = structs.get(SchemaKey.of(schema), this::compiled);
                lastSchema = schema;
            }
            return last.nodes();
        }

        private Structs compiled(SchemaKey schema) {
            Node node = new PlanCompiler(rules, topic).compile(schema.schema(), place);
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
    Known root(Place place) {
        return new Known(place);
    }

    /** The masked value; the same object when nothing was masked. */
    @Nullable
    Object apply(Object value, Known place, Visit visit) {
        Object read = Legible.of(value);
        if (read == null) {
            return value;
        }
        Object masked = masked(read, place, visit);
        return masked == read ? value : masked;
    }

    private @Nullable Object masked(Object value, Known place, Visit visit) {
        if (place.place.isTooDeep() && isContainer(value)) {
            Object masked = value;
            for (Node node : place.tooDeep()) {
                masked = node.apply(value, visit);
            }
            return masked;
        }
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

    private static boolean isContainer(@Nullable Object value) {
        return value instanceof Map<?, ?> || value instanceof Collection<?> || value instanceof Struct;
    }

    /** What an entry is called: a key that is no name has none, and may be without end. */
    private static String nameOf(@Nullable Object key) {
        return isContainer(key) || key instanceof Object[] || key instanceof Optional<?> ? "" : String.valueOf(key);
    }

    /** As {@link Node#collect}. */
    void collect(Object original, Known place, Visit visit) {
        Object value = Legible.of(original);
        if (place.place.isTooDeep() && isContainer(value)) {
            return;
        }
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

    private void collectEntry(@Nullable Object key, @Nullable Object value, Known place, Visit visit) {
        Known below = place.named(nameOf(key));
        if (value != null) {
            collect(value, below, visit);
        }
        if (key != null && !below.isKept(key)) {
            collect(key, place.keys(), visit);
        }
    }

    private Object entries(Map<?, ?> source, Known place, Visit visit) {
        return new Entries() {
            @Override
            public @Nullable Object key(Object key) {
                return SchemalessWalk.this.key(key, place, visit);
            }

            @Override
            public @Nullable Object value(@Nullable Object key, Object value) {
                return apply(value, place.named(nameOf(key)), visit);
            }
        }.of(source);
    }

    /** Most keys are names, and come with every record: those that are left as they are, are looked at once. */
    private @Nullable Object key(Object key, Known place, Visit visit) {
        Known below = place.named(nameOf(key));
        if (below.isKept(key)) {
            return key;
        }
        Object masked = apply(key, place.keys(), visit);
        FieldType type = FieldType.ofValue(key);
        below.keptAsKey = masked == key
                && type == FieldType.TEXT
                && place.keys().leaf(type).stream().allMatch(Leaf::always);
        return masked;
    }

    private Object elements(Collection<?> source, Known place, Visit visit) {
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
