// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.field.MaskingException;
import io.millrace.connect.dlp.rules.Alphabet;
import org.bouncycastle.crypto.fpe.FPEEngine;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * DLP's CryptoReplaceFfxFpeConfig: FF1 (NIST SP 800-38G) by Bouncy Castle. A value has only characters of the alphabet
 * and so many that radix^length is at least 1,000,000 (SP 800-38G Rev. 1): anything shorter could be enumerated.
 */
final class FormatPreserving implements Transformation.Reversible {
    private static final double SMALLEST_DOMAIN = 1_000_000;
    private static final byte[] DEFAULT_TWEAK = {};

    private final byte[] key;
    private final Alphabet alphabet;
    private final @Nullable Surrogate surrogate;
    private final boolean bound;
    private final FPEEngine engine = new FPEFF1Engine();

    FormatPreserving(byte[] key, Alphabet alphabet, @Nullable String surrogateInfoType, boolean bound) {
        this.key = key.clone();
        this.alphabet = alphabet;
        this.surrogate = surrogateInfoType == null ? null : new Surrogate(surrogateInfoType);
        this.bound = bound;
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
        String token = process(true, text, tweak(context));
        return surrogate == null ? token : surrogate.annotate(token);
    }

    @Override
    public String reidentify(String token, @Nullable Object context) {
        String bare = surrogate == null ? token : surrogate.tokenOf(token);
        if (bare == null) {
            throw new MaskingException(MaskingException.Code.NOT_A_TOKEN);
        }
        return bare.isEmpty() ? bare : process(false, bare, tweak(context));
    }

    private byte[] tweak(@Nullable Object context) {
        return bound ? Tweak.of(context) : DEFAULT_TWEAK;
    }

    String process(boolean encrypt, String text, byte[] tweak) {
        byte[] digits = new byte[text.length()];
        for (int i = 0; i < digits.length; i++) {
            int digit = alphabet.characters().indexOf(text.charAt(i));
            if (digit < 0) {
                throw new MaskingException(MaskingException.Code.OUTSIDE_DOMAIN);
            }
            digits[i] = (byte) digit;
        }
        if (digits.length < 2 || Math.pow(alphabet.radix(), digits.length) < SMALLEST_DOMAIN) {
            throw new MaskingException(MaskingException.Code.OUTSIDE_DOMAIN);
        }
        engine.init(encrypt, new FPEParameters(new KeyParameter(key), alphabet.radix(), tweak));
        engine.processBlock(digits, 0, digits.length, digits, 0);
        StringBuilder result = new StringBuilder(digits.length);
        for (byte digit : digits) {
            result.append(alphabet.characters().charAt(digit));
        }
        return result.toString();
    }
}
