// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers that are exactly what a value without schema says, or what a decimal is. */
final class ExactNumbers {
    private ExactNumbers() {}

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

    static BigDecimal untypedDecimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return Digits.atMost(Digits.MOST_READ, decimal);
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(Digits.atMost(Digits.MOST_READ, integer));
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
        if (value instanceof CharSequence text) {
            return Digits.read(text);
        }
        throw new UnfitValueException("the value is no number");
    }

    static long exactLong(BigDecimal value) {
        // The exponent first: a billion zeros would be written out before they were found too many.
        if (value.signum() == 0) {
            return 0;
        }
        if (Digits.atMost(Digits.MOST_EXACT, value).precision() - (long) value.scale() > 19) {
            throw new UnfitValueException("the number is outside INT64's -2^63 to 2^63-1");
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException inexact) {
            throw new UnfitValueException("the number has a fraction or is outside INT64's -2^63 to 2^63-1");
        }
    }
}
