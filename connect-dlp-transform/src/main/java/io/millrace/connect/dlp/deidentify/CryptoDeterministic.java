// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.key.DeterministicCipher;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.options.NamedProperties;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * CryptoDeterministicConfig: AES-SIV (RFC 5297) by Tink, base64, the context as associated data. The token carries the
 * key's id (Tink's prefix), so tokens of older keys stay readable after a rotation.
 *
 * @param keyName null for the keyset's only key
 * @param surrogateInfoType tokens are written {@code NAME(length):token}; null writes them bare
 */
public record CryptoDeterministic(
        @Nullable String keyName,
        @Nullable String surrogateInfoType,
        @Nullable FieldPath context) implements Primitive {
    static final Form<CryptoDeterministic> FORM =
            new Form<>("crypto-deterministic", CryptoDeterministic::read, CryptoDeterministic::read);

    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

    private static CryptoDeterministic read(NamedProperties options) {
        return new CryptoDeterministic(
                options.find("key"),
                options.find("surrogate.info.type", Surrogate::named),
                options.find("context", FieldPath::parseOne));
    }

    private static CryptoDeterministic read(Json config) {
        return new CryptoDeterministic(KeyUse.named(config), Surrogate.named(config), Tweak.field(config));
    }

    @Override
    public Form<CryptoDeterministic> form() {
        return FORM;
    }

    @Override
    public KeyUse key() {
        return KeyUse.of(keyName);
    }

    @Override
    public boolean canBeUndone() {
        return true;
    }

    @Override
    public boolean isLostInText() {
        return surrogateInfoType == null;
    }

    @Override
    public Repeats repeats() {
        return Repeats.ALWAYS;
    }

    @Override
    public void write(CloudConfig config) {
        config.putKey(key());
        config.putSurrogate(surrogateInfoType);
        config.putContext(context);
    }

    @Override
    public Transformation start(Materials materials, @Nullable String infoType) {
        return startUndoing(materials);
    }

    @Override
    public Transformation.Reversible startUndoing(Materials materials) {
        return new Tokens(
                materials.cipher(key()),
                Surrogate.ifNamed(surrogateInfoType, BASE64, Integer.MAX_VALUE),
                context != null);
    }

    /**
     * The tokens of one cipher.
     *
     * @param bound whether a token is bound to a context
     */
    private record Tokens(
            DeterministicCipher cipher, @Nullable Surrogate surrogate, boolean bound)
            implements Transformation.Reversible {
        private static final byte[] NO_CONTEXT = {};

        @Override
        public long steps(long length, long contextLength) {
            return 50 + length / 4 + contextLength / 4;
        }

        @Override
        public Output output(FieldType type) {
            return Output.textOf(type);
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
}
