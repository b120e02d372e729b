// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import java.nio.ByteBuffer;
import java.util.Base64;

/** How values become bytes. */
public final class Bytes {
    private Bytes() {}

    /** The bytes of a byte[] or ByteBuffer, or of the Base64 text that stands for them where there is no schema. */
    public static byte[] of(Object value) {
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
