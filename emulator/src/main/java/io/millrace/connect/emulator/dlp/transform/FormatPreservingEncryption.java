// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.privacy.dlp.v2.CryptoReplaceFfxFpeConfig;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.dlp.value.UntransformableException;
import io.millrace.connect.emulator.dlp.value.Values;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.fpe.FPEFF1Engine;
import org.bouncycastle.crypto.params.FPEParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** FFX in its standard form, FF1 of NIST SP 800-38G: digits become digits. The order of an alphabet does not matter. */
final class FormatPreservingEncryption implements Transformation {
    private static final String ALL =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + "~`!@#$%^&*()_-+={[}]|\\:;\"'<,>.?/";
    private static final int FEWEST_VALUES = 1_000_000;

    private final byte[] key;
    private final String alphabet;
    private final CryptoReplaceFfxFpeConfig config;

    private FormatPreservingEncryption(byte[] key, String alphabet, CryptoReplaceFfxFpeConfig config) {
        this.key = key;
        this.alphabet = alphabet;
        this.config = config;
    }

    static FormatPreservingEncryption of(CryptoReplaceFfxFpeConfig config, Keys keys) {
        return new FormatPreservingEncryption(keys.of(config.getCryptoKey(), 16, 24, 32), alphabet(config), config);
    }

    private static String alphabet(CryptoReplaceFfxFpeConfig config) {
        return switch (config.getAlphabetCase()) {
            case COMMON_ALPHABET ->
                ALL.substring(
                        0,
                        switch (config.getCommonAlphabet()) {
                            case NUMERIC -> 10;
                            case HEXADECIMAL -> 16;
                            case UPPER_CASE_ALPHA_NUMERIC -> 36;
                            case ALPHA_NUMERIC -> 62;
                            case FFX_COMMON_NATIVE_ALPHABET_UNSPECIFIED, UNRECOGNIZED ->
                                throw DlpException.invalid("common_alphabet is unknown");
                        });
            case RADIX -> {
                if (config.getRadix() < 2 || config.getRadix() > ALL.length()) {
                    throw DlpException.invalid("radix is 2 to " + ALL.length());
                }
                yield ALL.substring(0, config.getRadix());
            }
            case CUSTOM_ALPHABET -> custom(config.getCustomAlphabet());
            case ALPHABET_NOT_SET -> throw DlpException.invalid("crypto_replace_ffx_fpe_config needs an alphabet");
        };
    }

    private static String custom(String characters) {
        String sorted = characters
                .chars()
                .sorted()
                .distinct()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (sorted.length() < 2
                || sorted.length() != characters.length()
                || !sorted.chars().allMatch(each -> ALL.indexOf(each) >= 0)) {
            throw DlpException.invalid("custom_alphabet has 2 to 95 characters of ASCII, each of them once");
        }
        return sorted;
    }

    @Override
    public Value apply(Value value, Occasion occasion) throws UntransformableException {
        String text = Values.text(value);
        if (text.isEmpty()) {
            return value;
        }
        if (text.length() < 2) {
            throw new UntransformableException("format-preserving encryption needs at least 2 characters");
        }
        if (Math.pow(alphabet.length(), text.length()) < FEWEST_VALUES) {
            // Cloud DLP's bound is not documented; SP 800-38G's own is this
            throw new UntransformableException("format-preserving encryption needs an input with more possible values");
        }
        String token = encrypted(text, tweak(occasion));
        return config.hasSurrogateInfoType()
                ? Values.ofText(new Surrogate(config.getSurrogateInfoType()).mark(token))
                : Values.like(value, token);
    }

    private String encrypted(String text, byte[] tweak) throws UntransformableException {
        byte[] digits = new byte[text.length()];
        for (int i = 0; i < digits.length; i++) {
            int digit = alphabet.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new UntransformableException("a value has a character that is not in the alphabet");
            }
            digits[i] = (byte) digit;
        }
        FPEFF1Engine engine = new FPEFF1Engine();
        engine.init(true, new FPEParameters(new KeyParameter(key), alphabet.length(), tweak));
        engine.processBlock(digits, 0, digits.length, digits, 0);
        StringBuilder token = new StringBuilder();
        for (byte digit : digits) {
            token.append(alphabet.charAt(digit));
        }
        return token.toString();
    }

    /** Big-endian: an integer and the byte 1, or text in UTF-8 and the byte 2; empty without a context. */
    private byte[] tweak(Occasion occasion) throws UntransformableException {
        Value context = occasion.context(config.getContext()).orElse(Value.getDefaultInstance());
        return switch (context.getTypeCase()) {
            case INTEGER_VALUE ->
                ByteBuffer.allocate(Long.BYTES + 1)
                        .putLong(context.getIntegerValue())
                        .put((byte) 1)
                        .array();
            case STRING_VALUE -> {
                byte[] text = context.getStringValue().getBytes(StandardCharsets.UTF_8);
                yield ByteBuffer.allocate(text.length + 1)
                        .put(text)
                        .put((byte) 2)
                        .array();
            }
            case TYPE_NOT_SET -> new byte[0];
            case FLOAT_VALUE, BOOLEAN_VALUE, TIMESTAMP_VALUE, TIME_VALUE, DATE_VALUE, DAY_OF_WEEK_VALUE ->
                throw new UntransformableException("a context is an integer or a text");
        };
    }
}
