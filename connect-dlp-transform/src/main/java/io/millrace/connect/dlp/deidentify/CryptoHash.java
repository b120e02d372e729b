// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.key.Authenticator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** DLP's CryptoHashConfig: HMAC-SHA256 in base64, 44 characters. Always keyed: plain hashes of short values fall. */
final class CryptoHash implements Transformation {
    private final Authenticator authenticator;

    CryptoHash(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public Output output(FieldType type) {
        return type == FieldType.TEXT ? Output.SAME : Output.TEXT;
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object context) {
        return Base64.getEncoder().encodeToString(authenticator.hmac(content(type, value)));
    }

    private static byte[] content(FieldType type, Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return type.text(value).getBytes(StandardCharsets.UTF_8);
    }
}
