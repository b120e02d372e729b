// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.testkit;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * What BigQuery must hold for a record under the sink's default settings, worked out the slow and obvious way and by
 * none of the sink's code: integers as Long, floats as Double, decimals as BigDecimal without trailing zeros, dates and
 * times as java.time, bytes as Base64, records as maps by column, what is null or an empty list as absent.
 */
public final class ReferenceRenderer {
    private ReferenceRenderer() {}

    /** The row for a struct. */
    public static Map<String, Object> row(Struct struct) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (Field field : struct.schema().fields()) {
            put(row, field.name(), render(field.schema(), struct.getWithoutDefault(field.name())));
        }
        return row;
    }

    private static void put(Map<String, Object> row, String column, @Nullable Object value) {
        if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
            row.put(column, value);
        }
    }

    private static @Nullable Object render(Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> integer(String.valueOf(schema.name()), value);
            case FLOAT32 -> (double) (Float) value;
            case STRING ->
                "io.debezium.time.ZonedTimestamp".equals(schema.name()) ? Instant.parse((String) value) : value;
            case BYTES -> Decimal.LOGICAL_NAME.equals(schema.name()) ? decimal((BigDecimal) value) : base64(value);
            case STRUCT -> row((Struct) value);
            case ARRAY -> list(schema.valueSchema(), (List<?>) value);
            case MAP -> entries(schema.valueSchema(), (Map<?, ?>) value);
            case BOOLEAN, FLOAT64 -> value;
        };
    }

    private static Object integer(String name, Object value) {
        if (value instanceof Date date) {
            Instant instant = Instant.ofEpochMilli(date.getTime());
            LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            return name.endsWith("Timestamp") ? instant : name.endsWith("Time") ? utc.toLocalTime() : utc.toLocalDate();
        }
        long number = ((Number) value).longValue();
        return switch (name) {
            case "io.debezium.time.Date" -> LocalDate.ofEpochDay(number);
            case "io.debezium.time.MicroTime" -> LocalTime.MIDNIGHT.plus(number, ChronoUnit.MICROS);
            case "io.debezium.time.MicroTimestamp" ->
                LocalDateTime.of(1970, 1, 1, 0, 0).plus(number, ChronoUnit.MICROS);
            case "io.debezium.time.Timestamp" ->
                LocalDateTime.of(1970, 1, 1, 0, 0).plus(number, ChronoUnit.MILLIS);
            default -> number;
        };
    }

    private static BigDecimal decimal(BigDecimal value) {
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    private static String base64(Object value) {
        byte[] bytes;
        if (value instanceof ByteBuffer buffer) {
            bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
        } else {
            bytes = (byte[]) value;
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static List<Object> list(Schema elementSchema, List<?> values) {
        boolean repeats = elementSchema.type() == Schema.Type.ARRAY || elementSchema.type() == Schema.Type.MAP;
        List<Object> list = new ArrayList<>();
        for (Object value : values) {
            Object element = render(elementSchema, value);
            if (repeats) {
                Map<String, Object> wrapped = new LinkedHashMap<>();
                put(wrapped, "list", element);
                list.add(wrapped);
            } else if (element != null) {
                list.add(element);
            }
        }
        return list;
    }

    private static List<Object> entries(Schema valueSchema, Map<?, ?> map) {
        List<Object> entries = new ArrayList<>();
        map.forEach((key, value) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("key", key);
            put(entry, "value", render(valueSchema, value));
            entries.add(entry);
        });
        return entries;
    }
}
