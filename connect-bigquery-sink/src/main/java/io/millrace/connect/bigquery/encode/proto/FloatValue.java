// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import java.util.function.ToDoubleFunction;

/** FLOAT64: NaN and the infinities as they are. */
final class FloatValue extends ValueWriter {
    private final ToDoubleFunction<Object> doubles;

    FloatValue(ToDoubleFunction<Object> doubles) {
        super(WireBuffer.FIXED64);
        this.doubles = doubles;
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        out.fixed64(tag, Double.doubleToLongBits(doubles.applyAsDouble(value)));
    }
}
