// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.memo;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * A schema by what it says: keys of equal schemas are equal, whatever objects they are. Transforms that make a schema for
 * every record share most of its parts, so parts are compared by identity first; the fingerprint is worked out once. Schemas
 * whose parts come again and again, and even those that contain themselves, take as long as they have parts, not as there
 * are ways through them.
 */
public final class SchemaKey {
    /** About what a field of a schema holds, in bytes: a name, places in a list and a map; few have a schema of their own. */
    private static final long FIELD = 150;

    /** More than any schema has, but for those without end, of which each part is made when it is asked for. */
    private static final int MOST_CONTAINERS = 100_000;

    /** How far in a schema is looked at. */
    private static final int DEEPEST = 1_000;

    private final Schema schema;
    private final int fingerprint;
    private final long weight;

    private SchemaKey(Schema schema, int fingerprint, long weight) {
        this.schema = schema;
        this.fingerprint = fingerprint;
        this.weight = weight;
    }

    /** The key of a schema. */
    public static SchemaKey of(Schema schema) {
        Walk walk = new Walk();
        int fingerprint = walk.fingerprint(schema);
        return new SchemaKey(schema, fingerprint, FIELD * walk.fields);
    }

    /** Whether two schemas say the same; parts that are the very same are not looked at. */
    public static boolean isSame(Schema one, Schema other) {
        return new Walk().isSame(one, other);
    }

    /** The schema that the key was made of. */
    public Schema schema() {
        return schema;
    }

    /** About how many bytes the schema holds. */
    public long weight() {
        return weight;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SchemaKey that
                && fingerprint == that.fingerprint
                && new Walk().isSame(schema, that.schema);
    }

    @Override
    public int hashCode() {
        return fingerprint;
    }

    private static boolean isContainer(Schema schema) {
        return switch (schema.type()) {
            case STRUCT, ARRAY, MAP -> true;
            default -> false;
        };
    }

    /** One way through a schema, or through two at once. Visits each container once. */
    private static final class Walk {
        private @Nullable IdentityHashMap<Schema, Integer> fingerprints;
        private @Nullable IdentityHashMap<Schema, Schema> same;
        private int containers;
        private int depth;
        private long fields = 1;

        int fingerprint(Schema schema) {
            int own = ownFingerprint(schema);
            if (!isContainer(schema)) {
                return own;
            }
            IdentityHashMap<Schema, Integer> known = fingerprints;
            if (known == null) {
                known = new IdentityHashMap<>();
                fingerprints = known;
            }
            Integer before = known.putIfAbsent(schema, own);
            if (before != null || isBeyond()) {
                return before == null ? own : before;
            }
            depth++;
            int whole = own * 31 + inner(schema);
            depth--;
            known.put(schema, whole);
            return whole;
        }

        private boolean isBeyond() {
            return ++containers > MOST_CONTAINERS || depth >= DEEPEST;
        }

        private int inner(Schema schema) {
            return switch (schema.type()) {
                case STRUCT -> {
                    List<Field> ofStruct = schema.fields();
                    fields += ofStruct.size();
                    int sum = ofStruct.size();
                    for (int i = 0; i < ofStruct.size(); i++) {
                        Field field = ofStruct.get(i);
                        sum = (sum * 31 + field.name().hashCode()) * 31 + fingerprint(field.schema());
                    }
                    yield sum;
                }
                case ARRAY -> {
                    fields++;
                    yield fingerprint(schema.valueSchema());
                }
                default -> {
                    fields += 2;
                    yield fingerprint(schema.keySchema()) * 31 + fingerprint(schema.valueSchema());
                }
            };
        }

        private static int ownFingerprint(Schema schema) {
            int own = schema.type().hashCode() * 2 + (schema.isOptional() ? 1 : 0);
            own = own * 31 + Objects.hashCode(schema.name());
            own = own * 31 + Objects.hashCode(schema.doc());
            Map<String, String> parameters = schema.parameters();
            return parameters == null || parameters.isEmpty() ? own : own * 31 + parameters.hashCode();
        }

        @SuppressWarnings("ReferenceEquality") // most parts of equal schemas are the very same
        boolean isSame(@Nullable Schema one, @Nullable Schema other) {
            if (one == other) {
                return true;
            }
            if (one == null || other == null || !isSameInItself(one, other)) {
                return false;
            }
            return !isContainer(one) || isSameInside(one, other);
        }

        private boolean isSameInItself(Schema one, Schema other) {
            return one.type() == other.type()
                    && one.isOptional() == other.isOptional()
                    && Objects.equals(one.name(), other.name())
                    && Objects.equals(one.version(), other.version())
                    && Objects.equals(one.doc(), other.doc())
                    && Objects.equals(one.parameters(), other.parameters())
                    && isSameValue(one.defaultValue(), other.defaultValue());
        }

        private boolean isSameInside(Schema one, Schema other) {
            // The outermost are met again only inside themselves, and remembered then.
            if (depth > 0 && isCompared(one, other)) {
                return true;
            }
            if (isBeyond()) {
                return false;
            }
            depth++;
            boolean inside = switch (one.type()) {
                case STRUCT -> isSame(one.fields(), other.fields());
                case ARRAY -> isSame(one.valueSchema(), other.valueSchema());
                default -> isSame(one.keySchema(), other.keySchema()) && isSame(one.valueSchema(), other.valueSchema());
            };
            depth--;
            return inside;
        }

        /** What is compared further out counts as equal: if it is not, that is found there. */
        @SuppressWarnings("ReferenceEquality")
        private boolean isCompared(Schema one, Schema other) {
            IdentityHashMap<Schema, Schema> known = same;
            if (known == null) {
                known = new IdentityHashMap<>();
                same = known;
            }
            return known.put(one, other) == other;
        }

        private boolean isSame(List<Field> some, List<Field> others) {
            if (some.size() != others.size()) {
                return false;
            }
            for (int i = 0; i < some.size(); i++) {
                Field one = some.get(i);
                Field other = others.get(i);
                if (!one.name().equals(other.name()) || !isSame(one.schema(), other.schema())) {
                    return false;
                }
            }
            return true;
        }

        /** Structs compare their schemas deeply. */
        private boolean isSameValue(@Nullable Object one, @Nullable Object other) {
            if (!(one instanceof Struct struct) || !(other instanceof Struct another)) {
                return Objects.deepEquals(one, other);
            }
            if (!isSame(struct.schema(), another.schema())) {
                return false;
            }
            for (Field field : struct.schema().fields()) {
                if (!isSameValue(struct.getWithoutDefault(field.name()), another.getWithoutDefault(field.name()))) {
                    return false;
                }
            }
            return true;
        }
    }
}
