// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.services.bigquery.model.TableFieldSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks a row against a table's columns before anything is written. No message carries a value. */
final class RowCheck {
    static final int BIGNUMERIC_SCALE = 38;
    private static final BigInteger BIGNUMERIC_LIMIT = BigInteger.ONE.shiftLeft(255);
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);
    private static final Instant FIRST_INSTANT = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private RowCheck() {}

    /** The row with the columns' own spelling. */
    static Map<String, @Nullable Object> check(List<TableFieldSchema> fields, Map<?, ?> row, String path) {
        Map<String, @Nullable Object> spelled = new LinkedHashMap<>();
        Map<String, TableFieldSchema> byName = new LinkedHashMap<>();
        for (TableFieldSchema field : fields) {
            byName.put(field.getName().toLowerCase(Locale.ROOT), field);
        }
        for (Map.Entry<?, ?> entry : row.entrySet()) {
            String name = String.valueOf(entry.getKey());
            TableFieldSchema field = byName.get(name.toLowerCase(Locale.ROOT));
            if (field == null) {
                throw WarehouseException.invalid("no such field: " + path + name + ".");
            }
            spelled.put(field.getName(), checkField(field, entry.getValue(), path + field.getName()));
        }
        for (TableFieldSchema field : fields) {
            if (FieldType.isRequired(field) && spelled.get(field.getName()) == null) {
                throw WarehouseException.invalid("Missing required field: " + path + field.getName() + ".");
            }
        }
        return spelled;
    }

    private static @Nullable Object checkField(TableFieldSchema field, @Nullable Object value, String path) {
        if (!FieldType.isRepeated(field)) {
            return value == null ? null : checkValue(field, value, path);
        }
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof Collection)) {
            throw WarehouseException.invalid("Field " + path + " is REPEATED, found one value");
        }
        List<Object> elements = new ArrayList<>();
        for (Object element : (Collection<?>) value) {
            if (element == null) {
                throw WarehouseException.invalid("Only non-null elements are allowed in array field " + path);
            }
            elements.add(checkValue(field, element, path));
        }
        return elements;
    }

    private static Object checkValue(TableFieldSchema field, Object value, String path) {
        FieldType type = FieldType.of(field);
        boolean fits = switch (type) {
            case STRING -> value instanceof String text && checkLength(field, text, path);
            case BYTES -> value instanceof byte[] bytes && checkLength(field, bytes, path);
            case JSON, GEOGRAPHY -> value instanceof String;
            case INTEGER -> value instanceof Long;
            case FLOAT -> value instanceof Double;
            case NUMERIC -> value instanceof BigDecimal number && checkNumeric(field, number, path);
            case BIGNUMERIC -> value instanceof BigDecimal number && checkBigNumeric(field, number, path);
            case BOOLEAN -> value instanceof Boolean;
            case DATE -> value instanceof LocalDate date && inRange(date, path);
            case TIME -> value instanceof LocalTime;
            case DATETIME -> value instanceof LocalDateTime dateTime && inRange(dateTime.toLocalDate(), path);
            case TIMESTAMP -> value instanceof Instant instant && inRange(instant, path);
            case INTERVAL -> value instanceof Interval;
            case RECORD -> value instanceof Map;
        };
        if (!fits) {
            throw WarehouseException.invalid("Field " + path + " is " + type.sqlName() + ", found "
                    + value.getClass().getSimpleName());
        }
        return type == FieldType.RECORD ? check(FieldType.children(field), (Map<?, ?>) value, path + ".") : value;
    }

    private static boolean checkLength(TableFieldSchema field, String value, String path) {
        if (field.getMaxLength() != null && value.codePointCount(0, value.length()) > field.getMaxLength()) {
            throw WarehouseException.invalid(
                    "Field " + path + ": maximum length " + field.getMaxLength() + " exceeded");
        }
        return true;
    }

    private static boolean checkLength(TableFieldSchema field, byte[] value, String path) {
        if (field.getMaxLength() != null && value.length > field.getMaxLength()) {
            throw WarehouseException.invalid(
                    "Field " + path + ": maximum length " + field.getMaxLength() + " exceeded");
        }
        return true;
    }

    static long numericScale(TableFieldSchema field) {
        if (field.getPrecision() == null) {
            return 9;
        }
        return field.getScale() == null ? 0 : field.getScale();
    }

    private static boolean checkNumeric(TableFieldSchema field, BigDecimal value, String path) {
        BigDecimal exact = value.stripTrailingZeros();
        long scale = numericScale(field);
        long integerDigits = field.getPrecision() == null ? 29 : field.getPrecision() - scale;
        if (exact.scale() > 9) {
            throw WarehouseException.invalid("Invalid NUMERIC value: more than 9 decimal places. Field: " + path);
        }
        BigDecimal rounded = exact.setScale((int) scale, RoundingMode.HALF_UP);
        if (rounded.precision() - rounded.scale() > integerDigits) {
            throw WarehouseException.invalid(
                    "Invalid NUMERIC value: more than " + integerDigits + " integer digits. Field: " + path);
        }
        return true;
    }

    private static boolean checkBigNumeric(TableFieldSchema field, BigDecimal value, String path) {
        if (value.stripTrailingZeros().scale() > BIGNUMERIC_SCALE) {
            throw WarehouseException.invalid("Invalid BIGNUMERIC value: more than 38 decimal places. Field: " + path);
        }
        BigInteger unscaled = value.setScale(BIGNUMERIC_SCALE).unscaledValue();
        if (unscaled.compareTo(BIGNUMERIC_LIMIT) >= 0 || unscaled.compareTo(BIGNUMERIC_LIMIT.negate()) < 0) {
            throw WarehouseException.invalid("Invalid BIGNUMERIC value: out of range. Field: " + path);
        }
        if (field.getPrecision() != null) {
            BigDecimal rounded = rounded(field, value);
            long integerDigits = field.getPrecision() - rounded.scale();
            if (rounded.precision() - rounded.scale() > integerDigits) {
                throw WarehouseException.invalid(
                        "Invalid BIGNUMERIC value: more than " + integerDigits + " integer digits. Field: " + path);
            }
        }
        return true;
    }

    /** As a parameterized type keeps it: BigQuery rounds to the scale, half away from zero. */
    static BigDecimal rounded(TableFieldSchema field, BigDecimal value) {
        return field.getPrecision() == null ? value : value.setScale((int) numericScale(field), RoundingMode.HALF_UP);
    }

    private static boolean inRange(LocalDate value, String path) {
        if (value.isBefore(FIRST) || value.isAfter(LAST)) {
            throw WarehouseException.invalid("Date outside 0001-01-01 to 9999-12-31. Field: " + path);
        }
        return true;
    }

    private static boolean inRange(Instant value, String path) {
        if (value.isBefore(FIRST_INSTANT) || !value.isBefore(END)) {
            throw WarehouseException.invalid("Timestamp outside 0001-01-01 to 9999-12-31. Field: " + path);
        }
        return true;
    }
}
