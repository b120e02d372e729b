// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** How values of each kind become numbers; null where a kind is none. Nothing is rounded on the way. */
public final class Numbers {
    private Numbers() {}

    public static @Nullable ToLongFunction<Object> longs(ValueKind kind) {
        return switch (kind) {
            case INTEGER, DAYS, TIME_MILLIS, TIME_MICROS, TIME_NANOS, LOCAL_MILLIS, LOCAL_MICROS, LOCAL_NANOS ->
                value -> ((Number) value).longValue();
            case CONNECT_DATE -> Temporals.days(kind);
            case CONNECT_TIME, CONNECT_TIMESTAMP -> value -> ((Date) value).getTime();
            case BOOLEAN -> value -> (Boolean) value ? 1 : 0;
            case FLOAT, TEXT, UNTYPED -> ExactNumbers::untypedLong;
            case DECIMAL -> value -> ExactNumbers.exactLong((BigDecimal) value);
            case VARIABLE_DECIMAL -> value -> ExactNumbers.exactLong(variable(value));
            default -> null;
        };
    }

    public static @Nullable ToDoubleFunction<Object> doubles(ValueKind kind) {
        return switch (kind) {
            case FLOAT -> value -> ((Number) value).doubleValue();
            case INTEGER -> value -> exactDouble(((Number) value).longValue());
            case DECIMAL -> value -> finiteDouble((BigDecimal) value);
            case VARIABLE_DECIMAL -> value -> finiteDouble(variable(value));
            case TEXT, UNTYPED -> Numbers::untypedDouble;
            default -> null;
        };
    }

    public static @Nullable Function<Object, BigDecimal> decimals(ValueKind kind) {
        return switch (kind) {
            case DECIMAL -> value -> (BigDecimal) value;
            case VARIABLE_DECIMAL -> Numbers::variable;
            case INTEGER -> value -> BigDecimal.valueOf(((Number) value).longValue());
            case FLOAT, TEXT, UNTYPED -> ExactNumbers::untypedDecimal;
            default -> null;
        };
    }

    private static double untypedDouble(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return exactDouble(((Number) value).longValue());
        }
        return switch (value.toString()) {
            case "NaN" -> Double.NaN;
            case "Infinity", "+Infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
            default -> finiteDouble(ExactNumbers.untypedDecimal(value));
        };
    }

    private static double exactDouble(long value) {
        double number = (double) value;
        if ((long) number != value || value == Long.MAX_VALUE) {
            throw new UnfitValueException("the integer has more digits than FLOAT64 holds exactly");
        }
        return number;
    }

    /** The nearest double, for a whole number the very one; a number beyond all doubles would silently become infinite. */
    private static double finiteDouble(BigDecimal value) {
        double near = Digits.atMost(Digits.MOST_READ, value).doubleValue();
        if (Double.isInfinite(near)) {
            throw new UnfitValueException("the number is outside FLOAT64's -1.8E308 to 1.8E308");
        }
        // With an exponent or digits after the point it is meant as a double; digits alone are a count or a key.
        if (value.scale() == 0 && new BigDecimal(near).compareTo(value) != 0) {
            throw new UnfitValueException("the integer has more digits than FLOAT64 holds exactly");
        }
        return near;
    }

    private static BigDecimal variable(Object value) {
        Struct struct = (Struct) value;
        Integer scale = struct.getInt32("scale");
        byte[] unscaled = Bytes.of(struct.get("value"));
        if (scale == null || unscaled.length == 0) {
            throw new UnfitValueException("the decimal of variable scale lacks its scale or its digits");
        }
        return new BigDecimal(new BigInteger(unscaled), scale);
    }
}
