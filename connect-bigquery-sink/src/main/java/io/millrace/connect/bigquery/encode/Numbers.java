// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.schema.ValueKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Date;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** How values of each kind become numbers; null where a kind is none. Nothing is rounded on the way. */
final class Numbers {
    private Numbers() {}

    static @Nullable ToLongFunction<Object> longs(ValueKind kind) {
        return switch (kind) {
            case INTEGER, DAYS, TIME_MILLIS, TIME_MICROS, TIME_NANOS, LOCAL_MILLIS, LOCAL_MICROS, LOCAL_NANOS ->
                value -> ((Number) value).longValue();
            case CONNECT_DATE -> Temporals.days(kind);
            case CONNECT_TIME, CONNECT_TIMESTAMP -> value -> ((Date) value).getTime();
            case BOOLEAN -> value -> (Boolean) value ? 1 : 0;
            case FLOAT, TEXT, UNTYPED -> Numbers::untypedLong;
            case DECIMAL -> value -> exactLong((BigDecimal) value);
            case VARIABLE_DECIMAL -> value -> exactLong(variable(value));
            default -> null;
        };
    }

    static @Nullable ToDoubleFunction<Object> doubles(ValueKind kind) {
        return switch (kind) {
            case FLOAT -> value -> ((Number) value).doubleValue();
            case INTEGER -> value -> exactDouble(((Number) value).longValue());
            case DECIMAL -> value -> finiteDouble((BigDecimal) value);
            case VARIABLE_DECIMAL -> value -> finiteDouble(variable(value));
            case TEXT, UNTYPED -> Numbers::untypedDouble;
            default -> null;
        };
    }

    static @Nullable Function<Object, BigDecimal> decimals(ValueKind kind) {
        return switch (kind) {
            case DECIMAL -> value -> (BigDecimal) value;
            case VARIABLE_DECIMAL -> Numbers::variable;
            case INTEGER -> value -> BigDecimal.valueOf(((Number) value).longValue());
            case FLOAT, TEXT, UNTYPED -> Numbers::untypedDecimal;
            default -> null;
        };
    }

    /** A number or a text without schema as an integer that is exactly it. */
    static long untypedLong(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        return exactLong(untypedDecimal(value));
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
            default -> finiteDouble(untypedDecimal(value));
        };
    }

    static BigDecimal untypedDecimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (!Double.isFinite(number)) {
                throw new UnfitValueException("the value is NaN or infinite, which only FLOAT64 holds");
            }
            return new BigDecimal(value.toString());
        }
        if (value instanceof Number number) {
            return BigDecimal.valueOf(number.longValue());
        }
        if (value instanceof CharSequence) {
            return parsed(value.toString());
        }
        throw new UnfitValueException("the value is no number");
    }

    private static BigDecimal parsed(String text) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException notANumber) {
            throw new UnfitValueException("the text is no finite decimal number");
        }
    }

    static long exactLong(BigDecimal value) {
        // The exponent first: a billion zeros would be written out before they were found too many.
        if (value.signum() == 0) {
            return 0;
        }
        if (value.precision() - (long) value.scale() > 19) {
            throw new UnfitValueException("the number is outside INT64's -2^63 to 2^63-1");
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException inexact) {
            throw new UnfitValueException("the number has a fraction or is outside INT64's -2^63 to 2^63-1");
        }
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
        double near = value.doubleValue();
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
        byte[] unscaled = BytesValue.array(struct.get("value"));
        if (scale == null || unscaled.length == 0) {
            throw new UnfitValueException("the decimal of variable scale lacks its scale or its digits");
        }
        return new BigDecimal(new BigInteger(unscaled), scale);
    }
}
