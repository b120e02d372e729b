// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.json.RestValue;
import io.millrace.connect.emulator.json.TemporalText;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.WarehouseException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** An Avro datum as the typed value of its column. */
final class AvroValue {
    private static final long MICROS_OF_DAY = 86_400_000_000L;

    private AvroValue() {}

    static @Nullable Object of(TableFieldSchema field, Schema type, @Nullable Object datum) {
        if (datum == null) {
            return FieldType.isRepeated(field) ? List.of() : null;
        }
        Schema plain = AvroColumns.nonNull(type);
        if (plain.getType() == Schema.Type.ARRAY) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (Object element : (Collection<?>) datum) {
                elements.add(element == null ? null : one(field, AvroColumns.nonNull(plain.getElementType()), element));
            }
            return elements;
        }
        if (plain.getType() == Schema.Type.MAP) {
            List<@Nullable Object> entries = new ArrayList<>();
            TableFieldSchema value = FieldType.children(field).get(1);
            ((Map<?, ?>) datum).forEach((key, element) -> {
                Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                entry.put("key", key.toString());
                entry.put("value", of(value, plain.getValueType(), element));
                entries.add(entry);
            });
            return entries;
        }
        return one(field, plain, datum);
    }

    private static Object one(TableFieldSchema field, Schema type, Object datum) {
        return switch (FieldType.of(field)) {
            case RECORD -> record(field, type, (GenericRecord) datum);
            case INTEGER -> ((Number) datum).longValue();
            case FLOAT -> ((Number) datum).doubleValue();
            case BOOLEAN -> datum;
            case BYTES -> bytes(datum);
            case STRING ->
                type.getLogicalType() instanceof LogicalTypes.Decimal
                        ? decimal(type, datum).toPlainString()
                        : datum.toString();
            case NUMERIC, BIGNUMERIC -> decimal(type, datum);
            case DATE -> LocalDate.ofEpochDay(((Number) datum).longValue());
            case TIME -> time(field, micros(type, (Number) datum));
            case TIMESTAMP -> TemporalText.instant(micros(type, (Number) datum));
            case DATETIME ->
                LocalDateTime.ofInstant(TemporalText.instant(micros(type, (Number) datum)), ZoneOffset.UTC);
            case GEOGRAPHY, JSON, INTERVAL -> text(field, datum.toString());
        };
    }

    private static Object text(TableFieldSchema field, String text) {
        FieldType type = FieldType.of(field);
        try {
            return RestValue.text(type, text);
        } catch (RuntimeException unreadable) {
            throw WarehouseException.invalid(
                    "Could not parse Avro text as " + type.sqlName() + " for field " + field.getName());
        }
    }

    private static LocalTime time(TableFieldSchema field, long micros) {
        if (micros < 0 || micros >= MICROS_OF_DAY) {
            throw WarehouseException.invalid("Time outside 00:00:00 to 23:59:59.999999 in field " + field.getName());
        }
        return LocalTime.ofNanoOfDay(micros * 1_000);
    }

    private static Map<String, @Nullable Object> record(TableFieldSchema field, Schema type, GenericRecord datum) {
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        List<TableFieldSchema> children = FieldType.children(field);
        for (int i = 0; i < children.size(); i++) {
            record.put(
                    children.get(i).getName(),
                    of(children.get(i), type.getFields().get(i).schema(), datum.get(i)));
        }
        return record;
    }

    private static long micros(Schema type, Number value) {
        boolean millis =
                type.getLogicalType() != null && type.getLogicalType().getName().endsWith("millis");
        return millis ? Math.multiplyExact(value.longValue(), 1_000L) : value.longValue();
    }

    private static byte[] bytes(Object datum) {
        if (datum instanceof GenericFixed fixed) {
            return fixed.bytes();
        }
        ByteBuffer buffer = ((ByteBuffer) datum).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static BigDecimal decimal(Schema type, Object datum) {
        LogicalTypes.Decimal decimal = (LogicalTypes.Decimal) type.getLogicalType();
        return new BigDecimal(new BigInteger(bytes(datum)), decimal.getScale());
    }
}
