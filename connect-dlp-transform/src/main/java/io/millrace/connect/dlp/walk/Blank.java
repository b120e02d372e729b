// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import java.math.BigDecimal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** What a field holds when its value must not be shown. */
final class Blank {
    private Blank() {}

    /** Empty text; null where the schema allows it; else the zero of the type. */
    static @Nullable Object of(Schema schema) {
        if (schema.type() == Schema.Type.STRING) {
            return "";
        }
        return schema.isOptional() ? null : zero(schema);
    }

    private static Object zero(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return BigDecimal.ZERO.setScale(Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
        }
        boolean date = schema.name() != null && schema.name().startsWith("org.apache.kafka.connect.data.");
        return switch (schema.type()) {
            case INT8 -> (byte) 0;
            case INT16 -> (short) 0;
            case INT32 -> date ? new Date(0) : (Object) 0;
            case INT64 -> date ? new Date(0) : (Object) 0L;
            case FLOAT32 -> 0f;
            case FLOAT64 -> 0d;
            case BOOLEAN -> false;
            case STRING -> "";
            case BYTES -> new byte[0];
            case ARRAY -> List.of();
            case MAP -> Map.of();
            case STRUCT -> struct(schema);
        };
    }

    private static Struct struct(Schema schema) {
        Struct blank = new Struct(schema);
        schema.fields().forEach(field -> blank.put(field, of(field.schema())));
        return blank;
    }
}
