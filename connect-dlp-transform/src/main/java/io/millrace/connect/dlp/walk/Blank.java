// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import static java.util.Objects.requireNonNull;

import io.millrace.connect.dlp.field.FieldType;
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
    private static final Map<Schema.Type, Object> ZEROS = Map.ofEntries(
            Map.entry(Schema.Type.INT8, (byte) 0),
            Map.entry(Schema.Type.INT16, (short) 0),
            Map.entry(Schema.Type.INT32, 0),
            Map.entry(Schema.Type.INT64, 0L),
            Map.entry(Schema.Type.FLOAT32, 0f),
            Map.entry(Schema.Type.FLOAT64, 0d),
            Map.entry(Schema.Type.BOOLEAN, false),
            Map.entry(Schema.Type.STRING, ""),
            Map.entry(Schema.Type.BYTES, new byte[0]),
            Map.entry(Schema.Type.ARRAY, List.of()),
            Map.entry(Schema.Type.MAP, Map.of()));

    private Blank() {}

    /** Empty text; null where the schema allows it; else the zero of the type. */
    static @Nullable Object of(Schema schema) {
        if (schema.type() == Schema.Type.STRING) {
            return "";
        }
        return schema.isOptional() ? null : zero(schema);
    }

    private static Object zero(Schema schema) {
        if (FieldType.of(schema) == FieldType.VARIABLE_SCALE_DECIMAL) {
            return FieldType.variable(schema, BigDecimal.ZERO);
        }
        if (schema.type() == Schema.Type.STRUCT) {
            return struct(schema);
        }
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            return BigDecimal.ZERO.setScale(Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD)));
        }
        boolean date = schema.name() != null && schema.name().startsWith("org.apache.kafka.connect.data.");
        return date ? new Date(0) : requireNonNull(ZEROS.get(schema.type()));
    }

    private static Struct struct(Schema schema) {
        Struct blank = new Struct(schema);
        schema.fields().forEach(field -> blank.put(field, of(field.schema())));
        return blank;
    }
}
