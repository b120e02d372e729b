// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** A part of a record's plan: what is done at a place where something is done, and the way there. */
sealed interface Node permits Leaf, Recursion, Node.OfStruct, Node.OfList, Node.OfMap, TooDeep {

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
            @Nullable Object[] masked = new @Nullable Object[children.size()];
            boolean changed = schema != before;
            for (int i = 0; i < masked.length; i++) {
                Child child = children.get(i);
                Object original = read(source, before.fields().get(child.index));
                masked[i] = original == null ? null : child.node.apply(original, visit);
                changed |= masked[i] != original;
            }
            visit.leave();
            return changed ? copyOf(source, masked) : source;
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

        /** Each value is put once, when all is masked: a put is a check of all that is in it. */
        private Struct copyOf(Struct source, @Nullable Object[] masked) {
            Struct copy = new Struct(schema);
            int next = 0;
            for (Field field : before.fields()) {
                boolean treated = next < masked.length && children.get(next).index == field.index();
                Object value = treated ? masked[next++] : withoutDefault(source, field);
                if (value != null) {
                    copy.put(schema.fields().get(field.index()), value);
                }
            }
            return copy;
        }

        /** Nulls stay null; a required field that was left out stands for its default. */
        private static @Nullable Object read(Struct source, Field field) {
            Object value = withoutDefault(source, field);
            return value == null && !field.schema().isOptional()
                    ? field.schema().defaultValue()
                    : value;
        }

        /** By its place where that says the same, since a name has to be looked up. */
        private static @Nullable Object withoutDefault(Struct source, Field field) {
            return field.schema().defaultValue() == null ? source.get(field) : source.getWithoutDefault(field.name());
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

    /**
     * The entries of a map.
     *
     * @param key what is done to keys; null for nothing
     * @param element what is done to values; null for nothing
     */
    record OfMap(
            Schema schema, @Nullable Node key, @Nullable Node element) implements Node {
        @Override
        public Object apply(Object value, Visit visit) {
            return new Entries() {
                @Override
                public @Nullable Object key(Object original) {
                    return key == null ? original : key.apply(original, visit);
                }

                @Override
                public @Nullable Object value(@Nullable Object ofKey, Object original) {
                    if (element == null) {
                        return original;
                    }
                    visit.enterEntry(ofKey);
                    Object masked = element.apply(original, visit);
                    visit.leaveEntry();
                    return masked;
                }
            }.of((Map<?, ?>) value);
        }

        @Override
        public void collect(Object value, Visit visit) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                if (element != null && entry.getValue() != null) {
                    visit.enterEntry(entry.getKey());
                    element.collect(entry.getValue(), visit);
                    visit.leaveEntry();
                }
                if (key != null && entry.getKey() != null) {
                    key.collect(entry.getKey(), visit);
                }
            }
        }
    }
}
