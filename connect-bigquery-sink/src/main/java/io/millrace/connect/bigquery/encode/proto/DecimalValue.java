// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import io.millrace.connect.bigquery.encode.value.DecimalRange;
import java.math.BigDecimal;
import java.util.function.Function;

/** NUMERIC or BIGNUMERIC: the unscaled value at the type's scale, little-endian two's complement, as short as can be. */
final class DecimalValue extends ValueWriter {
    private static final long[] TENS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };
    /** The most digits that a long holds whatever they are. */
    private static final int LONG_DIGITS = 18;

    private final Function<Object, BigDecimal> decimals;
    private final DecimalRange range;
    private final boolean small;
    private final int scale;

    DecimalValue(Function<Object, BigDecimal> decimals, DecimalRange range) {
        super(WireBuffer.LENGTH_DELIMITED);
        this.decimals = decimals;
        this.range = range;
        this.small = range == DecimalRange.NUMERIC;
        this.scale = range.scale();
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        BigDecimal decimal = decimals.apply(value);
        int up = scale - decimal.scale();
        if (small && up >= 0 && up < TENS.length && decimal.precision() <= LONG_DIGITS) {
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
        out.reversed(tag, range.unscaled(decimal).toByteArray());
    }
}
