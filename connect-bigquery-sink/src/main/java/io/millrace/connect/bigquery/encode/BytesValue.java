// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.model.Limits;
import java.nio.ByteBuffer;
import java.util.Base64;

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
            byte[] bytes = array(value);
            out.bytes(tag, bytes, 0, Lengths.checkedBytes(bytes.length, limits));
        }
    }

    /** The bytes of a byte[] or ByteBuffer, or of the Base64 text that stands for them where there is no schema. */
    static byte[] array(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        if (value instanceof CharSequence) {
            try {
                return Base64.getDecoder().decode(value.toString());
            } catch (IllegalArgumentException notBase64) {
                throw new UnfitValueException("the text is not Base64");
            }
        }
        throw new UnfitValueException("the value is neither bytes nor a Base64 text");
    }
}
