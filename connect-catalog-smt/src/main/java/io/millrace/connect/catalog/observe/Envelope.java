// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.observe;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Debezium's change event: {@code before}, {@code after}, {@code op} and {@code source}. */
public final class Envelope {
    private Envelope() {}

    /** Whether {@code value} is the schema of a change event. */
    public static boolean is(@Nullable Schema value) {
        return value != null
                && value.type() == Schema.Type.STRUCT
                && struct(value.field("source"))
                && value.field("op") != null
                && struct(value.field("after"));
    }

    /** The row's schema inside a change event's; any other schema as it is. */
    public static @Nullable Schema row(@Nullable Schema value) {
        return value != null && is(value) ? value.field("after").schema() : value;
    }

    private static boolean struct(@Nullable Field field) {
        return field != null && field.schema().type() == Schema.Type.STRUCT;
    }
}
