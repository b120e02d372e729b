// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.options.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A context value as bytes, as DLP encodes it: an integer is 8 bytes big-endian and 0x01, text is UTF-8 and 0x02.
 *
 * <p>Source: CryptoReplaceFfxFpeConfig.context in google/privacy/dlp/v2/dlp.proto.
 */
final class Tweak {
    private Tweak() {}

    /** The field in a policy's {@code context}; null without one. */
    static @Nullable FieldPath field(Json config) {
        Json field = config.object("context");
        if (field == null) {
            return null;
        }
        String name = field.requireText("name");
        return field.build("name", () -> FieldPath.parseOne(name));
    }

    static byte[] of(@Nullable Object context) {
        if (context == null) {
            throw new MaskingException(MaskingException.Code.NO_CONTEXT);
        }
        if (context instanceof Long
                || context instanceof Integer
                || context instanceof Short
                || context instanceof Byte) {
            return ByteBuffer.allocate(Long.BYTES + 1)
                    .putLong(((Number) context).longValue())
                    .put((byte) 1)
                    .array();
        }
        FieldType type = FieldType.ofValue(context);
        if (type == null) {
            throw new MaskingException(MaskingException.Code.NO_CONTEXT);
        }
        byte[] text = type.text(context).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(text.length + 1).put(text).put((byte) 2).array();
    }
}
