// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.key.KeyedHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * CryptoHashConfig: HMAC-SHA256 in base64, 44 characters. Always keyed: plain hashes of short values fall.
 *
 * @param keyName null for the keyset's only key
 */
public record CryptoHash(@Nullable String keyName) implements Primitive {
    static final Form<CryptoHash> FORM = new Form<>(
            "crypto-hash",
            options -> new CryptoHash(options.find("key")),
            config -> new CryptoHash(KeyUse.named(config)));

    @Override
    public Form<CryptoHash> form() {
        return FORM;
    }

    @Override
    public KeyUse key() {
        return KeyUse.of(keyName);
    }

    @Override
    public @Nullable FieldPath context() {
        return null;
    }

    @Override
    public Repeats repeats() {
        return Repeats.ALWAYS;
    }

    @Override
    public void write(CloudConfig config) {
        config.putKey(key());
    }

    @Override
    public Transformation start(Materials materials, @Nullable String infoType) {
        return new Hash(materials.keyedHash(key(), name()));
    }

    private record Hash(KeyedHash keyedHash) implements Transformation {
        @Override
        public long steps(long length, long context) {
            return 30 + length / 10;
        }

        @Override
        public Output output(FieldType type) {
            return type == FieldType.TEXT ? Output.SAME : Output.TEXT;
        }

        @Override
        public Object apply(FieldType type, Object value, @Nullable Object context) {
            return Base64.getEncoder().encodeToString(keyedHash.hmac(content(type, value)));
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
}
