// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A part of a record's plan: what is done at a place where something is done, and the way there. */
sealed interface Node permits Leaf, Recursion, Node.OfStruct, Node.OfList, Node.OfMap {

    /** What the part's schema becomes; the same object when it does not change. Null in a schemaless record. */
    @Nullable
    Schema schema();

    /** The masked value; the same object when nothing was masked. */
    @Nullable
    Object apply(Object value, Visit visit);

    /** Asks for every value that a remote engine is to mask, in the order in which {@link #apply} treats them. */
    void collect(Object value, Visit visit);

    /**
     * A struct of which some fields are treated.
     *
     * @param children by field index; null where nothing is done
     */
    record OfStruct(Schema before, Schema schema, List<Child> children) implements Node {

        /** A treated field, by its index in the schema. */
        record Child(int index, Node node) {}

        @Override
        public Object apply(Object value, Visit visit) {
            Struct source = (Struct) value;
            visit.enter(source);
            Struct copy = schema == before ? null : copyOf(source);
            for (Child child : children) {
                Object original = read(source, before.fields().get(child.index));
                if (original != null) {
                    Object masked = child.node.apply(original, visit);
                    if (copy == null && masked != original) {
                        copy = copyOf(source);
                    }
                    if (copy != null) {
                        copy.put(schema.fields().get(child.index), masked);
                    }
                }
            }
            visit.leave();
            return copy == null ? source : copy;
        }

        @Override
        public void collect(Object value, Visit visit) {
            Struct source = (Struct) value;
            visit.enter(source);
            for (Child child : children) {
                Object original = read(source, before.fields().get(child.index));
                if (original != null) {
                    child.node.collect(original, visit);
                }
            }
            visit.leave();
        }

        /** What no node treats; and, while the schema stays, what nodes may still treat. */
        private Struct copyOf(Struct source) {
            Struct copy = new Struct(schema);
            int next = 0;
            for (Field field : before.fields()) {
                boolean treated = next < children.size() && children.get(next).index == field.index();
                next += treated ? 1 : 0;
                Object value = treated && schema != before ? null : source.getWithoutDefault(field.name());
                if (value != null) {
                    copy.put(schema.fields().get(field.index()), value);
                }
            }
            return copy;
        }

        /** Nulls stay null; a required field that was left out stands for its default. */
        private static @Nullable Object read(Struct source, Field field) {
            Object value = source.getWithoutDefault(field.name());
            return value == null && !field.schema().isOptional()
                    ? field.schema().defaultValue()
                    : value;
        }
    }

    /** Every element of a list. */
    record OfList(@Nullable Schema schema, Node element) implements Node {
        @Override
        public Object apply(Object value, Visit visit) {
            List<?> source = (List<?>) value;
            List<@Nullable Object> copy = null;
            for (int i = 0; i < source.size(); i++) {
                Object original = source.get(i);
                Object masked = original == null ? null : element.apply(original, visit);
                if (masked != original && copy == null) {
                    copy = new ArrayList<>(source);
                }
                if (copy != null) {
                    copy.set(i, masked);
                }
            }
            return copy == null ? source : copy;
        }

        @Override
        public void collect(Object value, Visit visit) {
            for (Object original : (List<?>) value) {
                if (original != null) {
                    element.collect(original, visit);
                }
            }
        }
    }

    /** Every value of a map; keys stay. */
    record OfMap(Schema schema, Node element) implements Node {
        @Override
        public Object apply(Object value, Visit visit) {
            Map<?, ?> source = (Map<?, ?>) value;
            Map<@Nullable Object, @Nullable Object> copy = null;
            for (Map.Entry<?, ?> entry : source.entrySet()) {
                Object original = entry.getValue();
                Object masked = original == null ? null : element.apply(original, visit);
                if (masked != original) {
                    copy = copy == null ? new LinkedHashMap<>(source) : copy;
                    copy.put(entry.getKey(), masked);
                }
            }
            return copy == null ? source : copy;
        }

        @Override
        public void collect(Object value, Visit visit) {
            for (Object original : ((Map<?, ?>) value).values()) {
                if (original != null) {
                    element.collect(original, visit);
                }
            }
        }
    }
}
