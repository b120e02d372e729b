// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.debezium;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's change event around a row: {@code before}, {@code after}, {@code op} and {@code source}
 * (debezium.io/documentation/reference/3.3/connectors/postgresql.html#postgresql-change-events-value, 2026-08). MongoDB's,
 * around JSON texts, is none: there is no row in it.
 */
public final class Envelope {
    public static final String BEFORE = "before";
    public static final String AFTER = "after";
    public static final String OP = "op";
    public static final String SOURCE = "source";

    private static final String NAME = ".Envelope";
    private static final String CONNECTOR = "connector";
    private static final String MONGODB = "mongodb";

    private Envelope() {}

    /** Whether a value's schema is an envelope around structs. The source may have been dropped: then its name says so. */
    public static boolean is(@Nullable Schema value) {
        if (value == null || value.type() != Schema.Type.STRUCT) {
            return false;
        }
        Field op = value.field(OP);
        return op != null
                && op.schema().type() == Schema.Type.STRING
                && isStruct(value.field(AFTER))
                && (value.field(BEFORE) == null || isStruct(value.field(BEFORE)))
                && (isStruct(value.field(SOURCE))
                        || String.valueOf(value.name()).endsWith(NAME));
    }

    /** Whether a value without schema is an envelope around objects; a delete may have neither, whichever source it is of. */
    public static boolean is(Map<?, ?> value) {
        Object after = value.get(AFTER);
        Object before = value.get(BEFORE);
        return value.get(OP) instanceof String
                && value.get(SOURCE) instanceof Map<?, ?> source
                && !MONGODB.equals(source.get(CONNECTOR))
                && (value.containsKey(AFTER) || value.containsKey(BEFORE))
                && (after == null || after instanceof Map)
                && (before == null || before instanceof Map);
    }

    /** The row's schema inside an envelope's; any other schema as it is. */
    public static @Nullable Schema row(@Nullable Schema value) {
        return value != null && is(value) ? value.field(AFTER).schema() : value;
    }

    private static boolean isStruct(@Nullable Field field) {
        return field != null && field.schema().type() == Schema.Type.STRUCT;
    }
}
