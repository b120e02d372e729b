// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/** What BigQuery's decimal types hold; nothing is rounded to fit. */
public enum DecimalRange {
    /** 29 digits before the point, 9 after it. */
    NUMERIC(9) {
        @Override
        boolean holds(BigInteger unscaled) {
            return unscaled.abs().compareTo(NUMERIC_LIMIT) < 0;
        }

        @Override
        UnfitValueException tooLong() {
            return new UnfitValueException("the number has more than 29 digits before the point");
        }
    },
    /** 38 digits after the point, and as many before it as 256 bits hold. */
    BIGNUMERIC(38) {
        @Override
        boolean holds(BigInteger unscaled) {
            return unscaled.bitLength() <= BIGNUMERIC_BITS;
        }

        @Override
        UnfitValueException tooLong() {
            return new UnfitValueException("the number is outside BIGNUMERIC's -5.7E38 to 5.7E38");
        }
    };

    /** No number that {@link #scaledLong} answers. */
    public static final long NO_LONG = Long.MIN_VALUE;

    private static final long[] TENS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };
    private static final BigInteger NUMERIC_LIMIT = BigInteger.TEN.pow(38);
    private static final int BIGNUMERIC_BITS = 255;
    /** What either type holds before the point, whatever the digits. */
    private static final int SAFE_INTEGER_DIGITS = 29;
    /** Of either type. */
    private static final int MOST_INTEGER_DIGITS = 39;

    private final int scale;

    DecimalRange(int scale) {
        this.scale = scale;
    }

    /** Digits after the point. */
    public int scale() {
        return scale;
    }

    /** A number in units of its last digit. */
    abstract boolean holds(BigInteger unscaled);

    abstract UnfitValueException tooLong();

    /**
     * The number in units of the type's last digit.
     *
     * @throws UnfitValueException if the type does not hold it
     */
    public BigInteger unscaled(BigDecimal decimal) {
        if (decimal.signum() == 0) {
            return BigInteger.ZERO;
        }
        Digits.atMost(Digits.MOST_EXACT, decimal);
        // The exponent first: a billion zeros would be written out before they were found too many.
        if (decimal.precision() - (long) decimal.scale() > MOST_INTEGER_DIGITS) {
            throw tooLong();
        }
        BigInteger unscaled = Digits.unscaled(decimal, scale);
        if (unscaled == null) {
            throw new UnfitValueException("the number has more than " + scale + " digits after the point");
        }
        if (!holds(unscaled)) {
            throw tooLong();
        }
        return unscaled;
    }

    /**
     * The same number, its digits few enough to be written out.
     *
     * @throws UnfitValueException if the type does not hold it
     */
    public BigDecimal checked(BigDecimal decimal) {
        int decimals = decimal.scale();
        boolean fits = decimals >= 0
                && decimals <= scale
                && !Digits.isBeyondExact(decimal)
                && decimal.precision() - decimals <= SAFE_INTEGER_DIGITS;
        return fits ? decimal : new BigDecimal(unscaled(decimal), scale);
    }

    /**
     * The number in units of the type's last digit, if a long holds that and it is cheap to know.
     *
     * @return {@link #NO_LONG} if not: ask {@link #unscaled} then
     */
    public long scaledLong(BigDecimal decimal) {
        int up = scale - decimal.scale();
        BigInteger digits = decimal.unscaledValue(); // its bits are known, its digits would have to be counted
        if (up >= 0 && up < TENS.length && digits.bitLength() < Long.SIZE) {
            long unscaled = digits.longValue();
            long scaled = unscaled * TENS[up];
            if (Math.multiplyHigh(unscaled, TENS[up]) == scaled >> 63) {
                return scaled;
            }
        }
        return NO_LONG;
    }
}
