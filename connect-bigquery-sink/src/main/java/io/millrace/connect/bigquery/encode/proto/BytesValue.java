// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.proto;

import io.millrace.connect.bigquery.encode.value.Bytes;
import io.millrace.connect.bigquery.encode.value.Lengths;
import io.millrace.connect.bigquery.model.Limits;
import java.nio.ByteBuffer;

/** BYTES. A buffer counts from its position to its limit, may be read-only, and stays as it is. */
final class BytesValue extends ValueWriter {
    private final Limits limits;

    BytesValue(Limits limits) {
        super(WireBuffer.LENGTH_DELIMITED);
        this.limits = limits;
    }

    @Override
    void write(int tag, Object value, WireBuffer out) {
        if (value instanceof ByteBuffer buffer && buffer.hasArray()) {
            int length = Lengths.checkedBytes(buffer.remaining(), limits);
            out.bytes(tag, buffer.array(), buffer.arrayOffset() + buffer.position(), length);
        } else {
            byte[] bytes = Bytes.of(value);
            out.bytes(tag, bytes, 0, Lengths.checkedBytes(bytes.length, limits));
        }
    }
}
