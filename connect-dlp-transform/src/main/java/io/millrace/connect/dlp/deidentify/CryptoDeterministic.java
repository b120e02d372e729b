// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.key.DeterministicCipher;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * DLP's CryptoDeterministicConfig: AES-SIV (RFC 5297) by Tink, base64, the context as associated data. The token carries
 * the key's id (Tink's prefix), so tokens of older keys stay readable after a rotation.
 */
final class CryptoDeterministic implements Transformation.Reversible {
    private static final byte[] NO_CONTEXT = {};

    private final DeterministicCipher cipher;
    private final @Nullable Surrogate surrogate;
    private final boolean bound;

    CryptoDeterministic(DeterministicCipher cipher, @Nullable String surrogateInfoType, boolean bound) {
        this.cipher = cipher;
        this.surrogate = surrogateInfoType == null ? null : new Surrogate(surrogateInfoType);
        this.bound = bound;
    }

    @Override
    public Output output(FieldType type) {
        return type == FieldType.BYTES ? Output.UNSUPPORTED : type == FieldType.TEXT ? Output.SAME : Output.TEXT;
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object context) {
        byte[] sealed = cipher.encrypt(type.text(value).getBytes(StandardCharsets.UTF_8), associated(context));
        String token = Base64.getEncoder().encodeToString(sealed);
        return surrogate == null ? token : surrogate.annotate(token);
    }

    @Override
    public String reidentify(String token, @Nullable Object context) {
        String bare = surrogate == null ? token : surrogate.tokenOf(token);
        if (bare == null) {
            throw new MaskingException(MaskingException.Code.NOT_A_TOKEN);
        }
        try {
            byte[] sealed = Base64.getDecoder().decode(bare);
            return new String(cipher.decrypt(sealed, associated(context)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw new MaskingException(MaskingException.Code.NOT_A_TOKEN);
        }
    }

    private byte[] associated(@Nullable Object context) {
        return bound ? Tweak.of(context) : NO_CONTEXT;
    }
}
