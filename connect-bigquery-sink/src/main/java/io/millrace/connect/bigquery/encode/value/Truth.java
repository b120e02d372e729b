// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How values of each kind become 1 for true or 0 for false; null where a kind is neither. Numbers that are neither 1 nor
 * 0 are unfit: BigQuery's own cast would make all of them true, and what they were would be lost.
 */
public final class Truth {
    private Truth() {}

    public static @Nullable ToLongFunction<Object> of(ValueKind kind) {
        return switch (kind) {
            case BOOLEAN -> value -> (Boolean) value ? 1 : 0;
            case INTEGER, DECIMAL, VARIABLE_DECIMAL -> number(Numbers.longs(kind));
            case TEXT, UNTYPED -> Truth::untyped;
            default -> null;
        };
    }

    private static @Nullable ToLongFunction<Object> number(@Nullable ToLongFunction<Object> longs) {
        return longs == null ? null : value -> oneOrZero(longs.applyAsLong(value));
    }

    private static long untyped(Object value) {
        if (value instanceof Boolean || value instanceof Number) {
            return oneOrZero(ExactNumbers.untypedLong(value));
        }
        return switch (value.toString().toLowerCase(Locale.ROOT)) {
            case "true" -> 1;
            case "false" -> 0;
            default -> throw new UnfitValueException("the value is neither true nor false");
        };
    }

    private static long oneOrZero(long number) {
        if (number == 1 || number == 0) {
            return number;
        }
        throw new UnfitValueException("the number is neither 1 nor 0");
    }
}
