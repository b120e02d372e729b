// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of any length, looked at before anything is done with them that takes longer than they are long: to find how many
 * digits a BigInteger has, to drop its zeros, to read it from a text or to write it as one all grow with the square of the
 * digits or nearly so. A number of a million digits, which a record of half a megabyte holds, would keep a task for minutes.
 */
public final class Digits {
    /** Of a number for an exact column, zeros at both ends included: several times what BIGNUMERIC holds. */
    static final int MOST_EXACT = 400;

    /** Of a number for FLOAT64 or in a text: no double needs more to be told from the next. */
    static final int MOST_READ = 1_100;

    /** Of a number that becomes a text, as of PostgreSQL's numeric behind the point. */
    static final int MOST_WRITTEN = 16_383;

    private Digits() {}

    /** The number itself, which has at most so many digits. */
    static BigDecimal atMost(int digits, BigDecimal number) {
        ensureAtMost(digits, number.unscaledValue());
        return number;
    }

    /** The number itself, which has at most so many digits. */
    static BigInteger atMost(int digits, BigInteger number) {
        ensureAtMost(digits, number);
        return number;
    }

    private static void ensureAtMost(int digits, BigInteger number) {
        if (number.bitLength() > bits(digits)) {
            throw tooMany(digits);
        }
    }

    /** Whether it has more digits than an exact column takes. */
    public static boolean isBeyondExact(BigDecimal number) {
        return number.unscaledValue().bitLength() > bits(MOST_EXACT);
    }

    /** How many bits so many digits have. */
    private static int bits(int digits) {
        return (int) (digits * 3.3219281) + 1;
    }

    /**
     * How many digits an integer has, or about that many for one of more digits than any exact column holds. Zero has one.
     */
    public static int count(BigInteger integer) {
        int bits = integer.bitLength();
        return bits > bits(MOST_EXACT) ? (int) (bits / 3.3219281) : new BigDecimal(integer).precision();
    }

    /**
     * The number in units of 10<sup>-scale</sup>; null if it has digits behind those.
     *
     * @param number of at most {@link #MOST_EXACT} digits, not zero
     */
    static @Nullable BigInteger unscaled(BigDecimal number, int scale) {
        BigInteger digits = number.unscaledValue();
        long excess = (long) number.scale() - scale;
        if (excess <= 0) {
            return number.setScale(scale).unscaledValue();
        }
        // An even number of zeros at the end of the digits means as many at the end of the bits.
        if (excess > MOST_EXACT || digits.getLowestSetBit() < excess) {
            return null;
        }
        BigInteger[] parts = digits.divideAndRemainder(BigInteger.TEN.pow((int) excess));
        return parts[1].signum() == 0 ? parts[0] : null;
    }

    /** A text as a number, in the time that it takes to look at each character. */
    static BigDecimal read(CharSequence value) {
        String text = value.toString().strip();
        try {
            return new BigDecimal(text.length() <= MOST_EXACT ? text : shortened(text));
        } catch (NumberFormatException notANumber) {
            throw new UnfitValueException("the text is no finite decimal number");
        }
    }

    /** The same number without the zeros in front of it, and those at its end behind the point but for one. */
    private static String shortened(String text) {
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        int end = exponent < 0 ? text.length() : exponent;
        int point = text.indexOf('.');
        int start = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        int first = start;
        while (first < end - 1 && text.charAt(first) == '0' && first + 1 != point) {
            first++;
        }
        int last = end;
        while (point >= 0 && last > point + 2 && text.charAt(last - 1) == '0') {
            last--;
        }
        String number = text.substring(0, start) + text.substring(first, last) + text.substring(end);
        if (number.length() > MOST_READ) {
            throw new UnfitValueException("the text is no decimal number of at most " + MOST_READ + " digits");
        }
        return number;
    }

    private static UnfitValueException tooMany(int digits) {
        return new UnfitValueException("the number has more than " + digits + " digits");
    }
}
