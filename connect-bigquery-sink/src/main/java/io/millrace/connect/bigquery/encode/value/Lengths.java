// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import io.millrace.connect.bigquery.model.Limits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;

/**
 * Checks values against the parameters of their column's type, such as {@code NUMERIC(10, 2)}: BigQuery would round a
 * number with more digits behind the point, and refuse everything else that is longer.
 */
public final class Lengths {
    private Lengths() {}

    /** Decimals that NUMERIC(p, s) or BIGNUMERIC(p, s) holds; zeros at the end do not count. */
    public static Function<Object, BigDecimal> checkedDecimal(Function<Object, BigDecimal> decimals, Limits limits) {
        Integer precision = limits.precision();
        if (precision == null) {
            return decimals;
        }
        int scale = limits.scale();
        int integerDigits = precision - scale;
        return value -> {
            BigDecimal decimal = decimals.apply(value);
            if (decimal.signum() == 0) {
                return BigDecimal.ZERO; // whatever its scale
            }
            BigDecimal shortest = atMost(scale, Digits.atMost(Digits.MOST_EXACT, decimal));
            if (shortest.precision() - (long) shortest.scale() > integerDigits) {
                throw new UnfitValueException("the number has more than " + integerDigits + " digits before the point");
            }
            return shortest;
        };
    }

    private static BigDecimal atMost(int scale, BigDecimal decimal) {
        if (decimal.scale() <= scale) {
            return decimal;
        }
        BigInteger unscaled = Digits.unscaled(decimal, scale);
        if (unscaled == null) {
            throw new UnfitValueException("the number has more than " + scale + " digits after the point");
        }
        return new BigDecimal(unscaled, scale);
    }

    /** Texts that STRING(n) holds: it counts characters of Unicode. */
    public static Function<Object, String> checkedText(Function<Object, String> texts, Limits limits) {
        return limits.maxLength() == null ? texts : value -> checkedText(texts.apply(value), limits);
    }

    /** The same for one text. */
    public static String checkedText(String text, Limits limits) {
        Long most = limits.maxLength();
        if (most != null && text.length() > most && text.codePointCount(0, text.length()) > most) {
            throw new UnfitValueException("the text has more than " + most + " characters");
        }
        return text;
    }

    /** A number of bytes that BYTES(n) holds. */
    public static int checkedBytes(int count, Limits limits) {
        Long most = limits.maxLength();
        if (most != null && count > most) {
            throw new UnfitValueException("the value has more than " + most + " bytes");
        }
        return count;
    }
}
