// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.field;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes that are text. */
public final class Utf8 {
    private Utf8() {}

    /** The text of a {@code byte[]} or {@link ByteBuffer}; null for bytes that are no text in UTF-8. */
    public static @Nullable String text(Object bytes) {
        ByteBuffer content = bytes instanceof ByteBuffer buffer ? buffer.duplicate() : ByteBuffer.wrap((byte[]) bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(content).toString();
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    /** The text as bytes in the form of others: {@code byte[]} or {@link ByteBuffer}. */
    public static Object bytesLike(Object form, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return form instanceof ByteBuffer ? ByteBuffer.wrap(bytes) : bytes;
    }
}
