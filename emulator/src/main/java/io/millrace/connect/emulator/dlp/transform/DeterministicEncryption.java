// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.daead.AesSivKey;
import com.google.crypto.tink.daead.AesSivParameters;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.util.SecretBytes;
import com.google.privacy.dlp.v2.CryptoDeterministicConfig;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.Values;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * AES-SIV (RFC 5297) in base64, over the value and, behind it, the context. Google expands keys to 64 bytes and does not
 * say how; here it is HKDF, so that tokens are of the same kind as Cloud DLP's but not the same.
 */
final class DeterministicEncryption implements Transformation {
    private static final int EXPANDED = 64;

    private final DeterministicAead cipher;
    private final CryptoDeterministicConfig config;

    private DeterministicEncryption(DeterministicAead cipher, CryptoDeterministicConfig config) {
        this.cipher = cipher;
        this.config = config;
    }

    static DeterministicEncryption of(CryptoDeterministicConfig config, Keys keys) {
        return new DeterministicEncryption(cipher(expanded(keys.of(config.getCryptoKey(), 16, 24, 32))), config);
    }

    private static byte[] expanded(byte[] key) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(SHA256Digest.newInstance());
        hkdf.init(HKDFParameters.defaultParameters(key));
        byte[] expanded = new byte[EXPANDED];
        hkdf.generateBytes(expanded, 0, EXPANDED);
        return expanded;
    }

    @AccessesPartialKey // the request brings the key in clear
    private static DeterministicAead cipher(byte[] key) {
        try {
            DeterministicAeadConfig.register();
            AesSivKey siv = AesSivKey.builder()
                    .setParameters(AesSivParameters.builder()
                            .setKeySizeBytes(EXPANDED)
                            .setVariant(AesSivParameters.Variant.NO_PREFIX)
                            .build())
                    .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                    .build();
            return KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(siv).withFixedId(1).makePrimary())
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), DeterministicAead.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Tink has AES-SIV", impossible);
        }
    }

    @Override
    public Value apply(Value value, Occasion occasion) {
        String plain = Values.text(value)
                + occasion.context(config.getContext()).map(Values::text).orElse("");
        try {
            byte[] token = cipher.encryptDeterministically(plain.getBytes(StandardCharsets.UTF_8), new byte[0]);
            return Values.ofText(new Surrogate(config.getSurrogateInfoType())
                    .mark(Base64.getEncoder().encodeToString(token)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-SIV takes any text", impossible);
        }
    }
}
