// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import java.util.function.ToLongFunction;

/** INT64, BOOL, DATE, TIME, DATETIME and TIMESTAMP: whatever is an integer on the wire. */
final class VarintValue extends ValueWriter {
    private final ToLongFunction<Object> longs;

    VarintValue(ToLongFunction<Object> longs) {
        super(WireBuffer.VARINT);
        this.longs = longs;
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        out.varint(tag, longs.applyAsLong(value));
    }
}
