// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.options.NamedProperties;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * CryptoReplaceFfxFpeConfig: FF1 (NIST SP 800-38G) over the alphabet, so that a token looks like the value.
 *
 * @param keyName null for the keyset's only key
 * @param surrogateInfoType tokens are written {@code NAME(length):token}; null writes them bare
 */
public record CryptoReplaceFfxFpe(
        @Nullable String keyName,
        Alphabet alphabet,
        @Nullable String surrogateInfoType,
        @Nullable FieldPath context) implements Primitive {
    static final Form<CryptoReplaceFfxFpe> FORM =
            new Form<>("crypto-replace-ffx-fpe", CryptoReplaceFfxFpe::read, CryptoReplaceFfxFpe::read);

    private static CryptoReplaceFfxFpe read(NamedProperties options) {
        return new CryptoReplaceFfxFpe(
                options.find("key"),
                alphabet(options),
                options.find("surrogate.info.type", Surrogate::named),
                options.find("context", FieldPath::parseOne));
    }

    private static Alphabet alphabet(NamedProperties options) {
        Alphabet custom = options.find("custom.alphabet", Alphabet::new);
        Alphabet radix = options.find("radix", text -> Alphabet.radix(NamedProperties.integer(text)));
        Alphabet common = options.find(
                "common.alphabet", text -> Alphabet.common(text.strip().toUpperCase(Locale.ROOT)));
        if (Stream.of(custom, radix, common).filter(Objects::nonNull).count() > 1) {
            throw options.wrong("common.alphabet", "give one of common.alphabet, custom.alphabet and radix");
        }
        if (custom != null) {
            return custom;
        }
        if (radix != null) {
            return radix;
        }
        return common == null ? Alphabet.common("NUMERIC") : common;
    }

    private static CryptoReplaceFfxFpe read(Json config) {
        return new CryptoReplaceFfxFpe(
                KeyUse.named(config), alphabet(config), Surrogate.named(config), Tweak.field(config));
    }

    private static Alphabet alphabet(Json config) {
        if (config.has("customAlphabet")) {
            String characters = config.requireText("customAlphabet");
            return config.build("customAlphabet", () -> new Alphabet(characters));
        }
        if (config.has("radix")) {
            int radix = config.integer("radix", 0);
            return config.build("radix", () -> Alphabet.radix(radix));
        }
        String common = config.requireText("commonAlphabet");
        return config.build("commonAlphabet", () -> Alphabet.common(common));
    }

    @Override
    public Form<CryptoReplaceFfxFpe> form() {
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
        config.put("customAlphabet", alphabet.characters());
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
                new Ff1(materials.ffxKey(key()), alphabet),
                Surrogate.ifNamed(surrogateInfoType, alphabet.characters(), Ff1.LONGEST),
                context != null);
    }

    /**
     * The tokens of one key and alphabet.
     *
     * @param bound whether a token is bound to a context
     */
    private record Tokens(Ff1 cipher, @Nullable Surrogate surrogate, boolean bound)
            implements Transformation.Reversible {
        private static final byte[] DEFAULT_TWEAK = {};

        @Override
        public long steps(long length, long contextLength) {
            return cipher.steps(length, contextLength);
        }

        @Override
        public Output output(FieldType type) {
            return switch (type) {
                case TEXT -> Output.SAME;
                case INTEGER, DECIMAL, VARIABLE_SCALE_DECIMAL -> Output.TEXT;
                default -> Output.UNSUPPORTED;
            };
        }

        @Override
        public Object apply(FieldType type, Object value, @Nullable Object context) {
            String text = type.text(value);
            if (text.isEmpty()) {
                return text; // as DLP: empty values are skipped
            }
            String token = cipher.encrypt(text, tweak(context));
            return surrogate == null ? token : surrogate.annotate(token);
        }

        @Override
        public String reidentify(String token, @Nullable Object context) {
            String bare = surrogate == null ? token : surrogate.tokenOf(token);
            if (bare == null) {
                throw new MaskingException(MaskingException.Code.NOT_A_TOKEN);
            }
            return bare.isEmpty() ? bare : cipher.decrypt(bare, tweak(context));
        }

        private byte[] tweak(@Nullable Object context) {
            return bound ? Tweak.of(context) : DEFAULT_TWEAK;
        }
    }
}
