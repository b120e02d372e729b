// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.field.FieldPath.Step;
import io.millrace.connect.dlp.field.FieldType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks maps and lists without a schema. What is done at a place is decided on first sight and kept, as long as the
 * number of places stays reasonable: keys may be data.
 */
final class SchemalessWalk {
    private static final int MOST_PLACES = 10_000;

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
        private final Map<FieldType, List<Leaf>> leaves = new EnumMap<>(FieldType.class);

        Place(List<Step> steps) {
            this.steps = List.copyOf(steps);
        }

        private Place named(String name) {
            Place known = named.get(name);
            if (known != null) {
                return known;
            }
            Place created = below(new Step.Entry(name));
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

        private Place below(Step step) {
            List<Step> longer = new ArrayList<>(steps);
            longer.add(step);
            return new Place(longer);
        }

        /** The leaf, or nothing when no rule covers a value of this type here. */
        private List<Leaf> leaf(FieldType type) {
            return leaves.computeIfAbsent(type, missing -> {
                List<MaskingRules.Ready> covering = rules.covering(topic, steps, Set.of(), missing);
                return covering.isEmpty() ? List.of() : List.of(Leaf.of(steps, missing, covering, null, rules));
            });
        }
    }

    /** The place of the record itself, or of a header. */
    Place root(List<Step> steps) {
        return new Place(steps);
    }

    /** The masked value; the same object when nothing was masked. */
    @Nullable
    Object apply(Object value, Place place, Visit visit) {
        if (value instanceof Map<?, ?> map) {
            visit.enter(map);
            Object masked = entries(map, place, visit);
            visit.leave();
            return masked;
        }
        if (value instanceof List<?> list) {
            return elements(list, place.elements(), visit);
        }
        FieldType type = FieldType.ofValue(value);
        if (type == null) {
            return value;
        }
        for (Leaf leaf : place.leaf(type)) {
            return leaf.apply(value, visit);
        }
        return value;
    }

    /** As {@link Node#collect}. */
    void collect(Object value, Place place, Visit visit) {
        if (value instanceof Map<?, ?> map) {
            visit.enter(map);
            map.forEach((key, original) -> {
                if (original != null) {
                    collect(original, place.named(String.valueOf(key)), visit);
                }
            });
            visit.leave();
            return;
        }
        if (value instanceof List<?> list) {
            for (Object original : list) {
                if (original != null) {
                    collect(original, place.elements(), visit);
                }
            }
            return;
        }
        FieldType type = FieldType.ofValue(value);
        if (type != null) {
            place.leaf(type).forEach(leaf -> leaf.collect(value, visit));
        }
    }

    private Object entries(Map<?, ?> source, Place place, Visit visit) {
        Map<@Nullable Object, @Nullable Object> copy = null;
        for (Map.Entry<?, ?> entry : source.entrySet()) {
            Object original = entry.getValue();
            if (original != null) {
                Object masked = apply(original, place.named(String.valueOf(entry.getKey())), visit);
                if (masked != original) {
                    copy = copy == null ? new LinkedHashMap<>(source) : copy;
                    copy.put(entry.getKey(), masked);
                }
            }
        }
        return copy == null ? source : copy;
    }

    private Object elements(List<?> source, Place place, Visit visit) {
        List<@Nullable Object> copy = null;
        for (int i = 0; i < source.size(); i++) {
            Object original = source.get(i);
            Object masked = original == null ? null : apply(original, place, visit);
            if (masked != original) {
                copy = copy == null ? new ArrayList<>(source) : copy;
                copy.set(i, masked);
            }
        }
        return copy == null ? source : copy;
    }
}
