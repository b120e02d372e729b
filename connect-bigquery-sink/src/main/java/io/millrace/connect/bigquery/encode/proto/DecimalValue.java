// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import io.millrace.connect.bigquery.encode.value.DecimalRange;
import java.math.BigDecimal;
import java.util.function.Function;

/** NUMERIC or BIGNUMERIC: the unscaled value at the type's scale, little-endian two's complement, as short as can be. */
final class DecimalValue extends ValueWriter {
    private final Function<Object, BigDecimal> decimals;
    private final DecimalRange range;

    DecimalValue(Function<Object, BigDecimal> decimals, DecimalRange range) {
        super(WireBuffer.LENGTH_DELIMITED);
        this.decimals = decimals;
        this.range = range;
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        BigDecimal decimal = decimals.apply(value);
        long scaled = range.scaledLong(decimal);
        if (scaled != DecimalRange.NO_LONG) {
            writeLong(tag, scaled, out);
        } else {
            writeBig(tag, decimal, out);
        }
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
