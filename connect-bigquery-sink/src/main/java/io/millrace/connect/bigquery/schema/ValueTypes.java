// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.encode.value.Digits;
import io.millrace.connect.bigquery.model.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column for the values that a record without schema has for it, of which none is nested: one that holds
 * each of them as it is.
 */
final class ValueTypes {
    private static final Set<ColumnType> NUMBERS =
            EnumSet.of(ColumnType.INT64, ColumnType.FLOAT64, ColumnType.NUMERIC, ColumnType.BIGNUMERIC);

    private ValueTypes() {}

    /** For values of one field in several records of a list: a column that is made for a text takes all that follow. */
    static ColumnType ofFields(String path, Collection<?> values) {
        return values.stream().anyMatch(CharSequence.class::isInstance) ? ColumnType.STRING : ofElements(path, values);
    }

    /**
     * For the elements of a list.
     *
     * @param path the column's, for people
     * @param values at least one, no null among them
     * @throws DataException if there is no such type: names the column, what was found and what would help
     */
    static ColumnType ofElements(String path, Collection<?> values) {
        Set<ColumnType> types = EnumSet.noneOf(ColumnType.class);
        for (Object value : values) {
            types.add(single(path, value));
        }
        if (types.size() == 1) {
            return types.iterator().next();
        }
        if (NUMBERS.containsAll(types)) {
            return number(path, types, values);
        }
        throw new DataException("column " + path + " has values of different types in one record: "
                + types.stream().map(Object::toString).collect(Collectors.joining(" and "))
                + "; set column.types to JSON or STRING for it");
    }

    /** JSON's fractions are doubles to nearly everybody who writes them; its integers are exact, whatever their size. */
    private static ColumnType number(String path, Set<ColumnType> types, Collection<?> values) {
        if (!types.contains(ColumnType.FLOAT64)) {
            return types.contains(ColumnType.BIGNUMERIC) ? ColumnType.BIGNUMERIC : ColumnType.NUMERIC;
        }
        if (values.stream().allMatch(value -> !isWhole(value) || isDouble((Number) value))) {
            return ColumnType.FLOAT64;
        }
        ColumnType exact = exact(values);
        if (exact == null) {
            throw new DataException(
                    "column " + path + " has integers of more digits than FLOAT64 holds exactly, and"
                            + " numbers that BIGNUMERIC does not hold, in one record; set column.types to JSON or STRING for it");
        }
        return exact;
    }

    private static @Nullable ColumnType exact(Collection<?> values) {
        long integerDigits = 0;
        int scale = 0;
        for (Object value : values) {
            if (value instanceof Double || value instanceof Float) {
                if (!Double.isFinite(((Number) value).doubleValue())) {
                    return null;
                }
            }
            BigDecimal decimal = decimal((Number) value);
            if (Digits.isBeyondExact(decimal)) {
                return null;
            }
            integerDigits = Math.max(integerDigits, decimal.precision() - (long) decimal.scale());
            scale = Math.max(scale, decimal.scale());
        }
        return ColumnTypes.fitting(integerDigits, scale);
    }

    private static boolean isWhole(Object value) {
        return !(value instanceof Double || value instanceof Float || value instanceof BigDecimal);
    }

    private static boolean isDouble(Number whole) {
        double near = whole.doubleValue();
        return Double.isFinite(near) && new BigDecimal(near).compareTo(decimal(whole)) == 0;
    }

    private static BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof BigInteger integer ? new BigDecimal(integer) : new BigDecimal(number.toString());
    }

    private static ColumnType single(String path, Object value) {
        if (value instanceof BigInteger integer) {
            return integer(path, integer);
        }
        if (value instanceof Number) {
            return isWhole(value) ? ColumnType.INT64 : ColumnType.FLOAT64;
        }
        if (value instanceof CharSequence) {
            return ColumnType.STRING;
        }
        if (value instanceof Boolean) {
            return ColumnType.BOOL;
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return ColumnType.BYTES;
        }
        if (value instanceof Date) {
            return ColumnType.TIMESTAMP;
        }
        throw new DataException("column " + path + " cannot be made from "
                + (value instanceof Struct
                        ? "a struct inside a map without schema"
                        : value.getClass().getName())
                + "; set column.types for it, or give the record a schema");
    }

    private static ColumnType integer(String path, BigInteger integer) {
        if (integer.bitLength() < Long.SIZE) {
            return ColumnType.INT64;
        }
        ColumnType exact = ColumnTypes.fitting(Digits.count(integer), 0);
        if (exact == null) {
            throw new DataException("column " + path + " would be an integer longer than BIGNUMERIC's 38 digits; set "
                    + "column.types to STRING for it");
        }
        return exact;
    }
}
