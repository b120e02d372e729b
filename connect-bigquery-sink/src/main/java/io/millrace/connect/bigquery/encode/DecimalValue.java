// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;

/** NUMERIC or BIGNUMERIC: the unscaled value at the type's scale, little-endian two's complement, as short as can be. */
final class DecimalValue extends ValueWriter {
    private static final BigInteger NUMERIC_LIMIT = BigInteger.TEN.pow(38);
    private static final BigInteger BIGNUMERIC_LIMIT = BigInteger.TWO.pow(255);
    private static final long[] TENS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };
    private static final int NUMERIC_SCALE = 9;
    private static final int BIGNUMERIC_SCALE = 38;
    /** The most digits that a long holds whatever they are. */
    private static final int LONG_DIGITS = 18;

    private final Function<Object, BigDecimal> decimals;
    private final boolean big;
    private final int scale;

    private DecimalValue(Function<Object, BigDecimal> decimals, boolean big) {
        super(WireBuffer.LENGTH_DELIMITED);
        this.decimals = decimals;
        this.big = big;
        this.scale = big ? BIGNUMERIC_SCALE : NUMERIC_SCALE;
    }

    static DecimalValue numeric(Function<Object, BigDecimal> decimals) {
        return new DecimalValue(decimals, false);
    }

    static DecimalValue bignumeric(Function<Object, BigDecimal> decimals) {
        return new DecimalValue(decimals, true);
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        BigDecimal decimal = decimals.apply(value);
        int up = scale - decimal.scale();
        if (!big && up >= 0 && up < TENS.length && decimal.precision() <= LONG_DIGITS) {
            long unscaled = decimal.scaleByPowerOfTen(decimal.scale()).longValue();
            long scaled = unscaled * TENS[up];
            if (Math.multiplyHigh(unscaled, TENS[up]) == scaled >> 63) {
                writeLong(tag, scaled, out);
                return;
            }
        }
        writeBig(tag, decimal, out);
    }

    private static void writeLong(int tag, long value, WireBuffer out) {
        int bits = 65 - Long.numberOfLeadingZeros(value < 0 ? ~value : value);
        int size = (bits + 7) / 8;
        out.littleEndian(tag, value, size);
    }

    private void writeBig(int tag, BigDecimal decimal, WireBuffer out) {
        byte[] bigEndian = unscaled(decimal).toByteArray();
        out.reversed(tag, bigEndian);
    }

    private BigInteger unscaled(BigDecimal decimal) {
        if (decimal.signum() == 0) {
            return BigInteger.ZERO;
        }
        // The exponent first: a billion zeros would be written out before they were found too many.
        if (decimal.precision() - (long) decimal.scale() > BIGNUMERIC_SCALE + 1) {
            throw tooLong();
        }
        BigDecimal shortest = decimal.scale() > scale ? decimal.stripTrailingZeros() : decimal;
        if (shortest.scale() > scale) {
            throw new UnfitValueException("the number has more than " + scale + " digits after the point");
        }
        BigInteger unscaled = shortest.setScale(scale).unscaledValue();
        if (big
                ? unscaled.bitLength() > BIGNUMERIC_LIMIT.bitLength() - 1
                : unscaled.abs().compareTo(NUMERIC_LIMIT) >= 0) {
            throw tooLong();
        }
        return unscaled;
    }

    private UnfitValueException tooLong() {
        return new UnfitValueException(
                big
                        ? "the number is outside BIGNUMERIC's -5.7E38 to 5.7E38"
                        : "the number has more than 29 digits before the point");
    }
}
