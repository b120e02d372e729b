// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.field;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes that are text. */
public final class Utf8 {
    private Utf8() {}

    /**
     * The text of a {@code byte[]} or {@link ByteBuffer}; null for bytes that are no text in UTF-8. What has NULs
     * between all characters may be read so, but is numbers, or text in UTF-16.
     */
    public static @Nullable String text(Object bytes) {
        ByteBuffer content = bytes instanceof ByteBuffer buffer ? buffer.duplicate() : ByteBuffer.wrap((byte[]) bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(content).toString();
            return isSpacedByNuls(text) ? null : text;
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    /** True when no two characters stand side by side. */
    private static boolean isSpacedByNuls(String text) {
        if (text.indexOf(0) < 0) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i - 1) != 0 && text.charAt(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The text as bytes in the form of others: {@code byte[]} or {@link ByteBuffer}. */
    public static Object bytesLike(Object form, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return form instanceof ByteBuffer ? ByteBuffer.wrap(bytes) : bytes;
    }
}
