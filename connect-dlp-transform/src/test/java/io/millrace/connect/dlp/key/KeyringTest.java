// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.field.MaskingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyringTest {
    private static final byte[] MATERIAL = bytes("millrace test key, 32 bytes long");
    private static final String CONTEXT = "io.millrace.connect.dlp/1/";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As config/new-keyset.sh writes them. */
    private static String hkdf(int id, byte[] material) {
        byte[] proto = new byte[6 + material.length];
        System.arraycopy(new byte[] {0x12, 2, 8, 3, 0x1a, (byte) material.length}, 0, proto, 0, 6);
        System.arraycopy(material, 0, proto, 6, material.length);
        return """
                {"keyId": %d, "status": "ENABLED", "outputPrefixType": "RAW", "keyData": {
                  "typeUrl": "type.googleapis.com/google.crypto.tink.HkdfPrfKey", "keyMaterialType": "SYMMETRIC",
                  "value": "%s"}}""".formatted(id, Base64.getEncoder().encodeToString(proto));
    }

    private static String keyset(int primary, String... keys) {
        return "{\"primaryKeyId\": " + primary + ", \"key\": [" + String.join(",", keys) + "]}";
    }

    private static Keyring ring() {
        return Keyring.parse(keyset(42, hkdf(42, MATERIAL)), null);
    }

    private static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** RFC 5869 without salt, 32 bytes: what the documentation says keys are derived by. */
    private static byte[] derived(String purpose) {
        byte[] pseudorandom = hmac(new byte[32], MATERIAL);
        byte[] context = bytes(CONTEXT + purpose);
        byte[] block = Arrays.copyOf(context, context.length + 1);
        block[context.length] = 1;
        return hmac(pseudorandom, block);
    }

    @Test
    void derivesAKeyForEachPurposeByHkdf() {
        byte[] content = bytes("alice@example.org");

        assertThat(ring().keyedHash(null, "crypto-hash").hmac(content))
                .isEqualTo(hmac(derived("crypto-hash"), content));
        assertThat(ring().ffxKey(null)).isEqualTo(hmac(derived("crypto-replace-ffx-fpe"), bytes("key")));
        assertThat(ring().remoteKey(null)).isEqualTo(hmac(derived("cloud"), bytes("key")));
    }

    /** These are in tables that nobody can change any more: a new value here breaks every join with them. */
    @Test
    void makesTheTokensThatItAlwaysMade() {
        byte[] content = bytes("alice@example.org");

        assertThat(HexFormat.of()
                        .formatHex(ring().keyedHash(null, "crypto-hash").hmac(content)))
                .isEqualTo("a0610e7b372deb67de03f8d1cc80f34ffdf8b289216301920bce7c196e523154");
        assertThat(HexFormat.of().formatHex(ring().cipher(null).encrypt(content, bytes("context"))))
                .isEqualTo("010000002a56b7d64fd70e6648e46883e0c063689ab93332e062ed52fe4261e9762badaf2972");
        assertThat(HexFormat.of().formatHex(ring().ffxKey(null)))
                .isEqualTo("432d3ccf299884e7d370356c02e99373679b5454fe5e06c98aee310090ac0bba");
    }

    @Test
    void hasNoTwoPurposesWithOneKey() {
        byte[] content = bytes("x");

        assertThat(List.of(
                        HexFormat.of()
                                .formatHex(ring().keyedHash(null, "crypto-hash").hmac(content)),
                        HexFormat.of()
                                .formatHex(ring().keyedHash(null, "date-shift").hmac(content)),
                        HexFormat.of()
                                .formatHex(ring().keyedHash(null, "replace-dictionary")
                                        .hmac(content)),
                        HexFormat.of().formatHex(ring().ffxKey(null)),
                        HexFormat.of().formatHex(ring().remoteKey(null))))
                .doesNotHaveDuplicates();
    }

    @Test
    void opensWhatAnOlderKeySealedAndSealsWithTheNewOne() {
        byte[] content = bytes("alice");
        byte[] none = {};
        byte[] old = ring().cipher(null).encrypt(content, none);
        String newer = hkdf(43, bytes("another test key of 32 bytes, ok"));
        DeterministicCipher rotated =
                Keyring.parse(keyset(43, hkdf(42, MATERIAL), newer), null).cipher(null);

        assertThat(rotated.decrypt(old, none)).isEqualTo(content);
        assertThat(rotated.encrypt(content, none)).isNotEqualTo(old);
        assertThatThrownBy(() -> ring().cipher(null).decrypt(rotated.encrypt(content, none), none))
                .isInstanceOf(MaskingException.class);
    }

    @Test
    void opensNothingOfADisabledKey() {
        byte[] none = {};
        byte[] old = ring().cipher(null).encrypt(bytes("alice"), none);
        String disabled = hkdf(42, MATERIAL).replace("ENABLED", "DISABLED");
        String newer = hkdf(43, bytes("another test key of 32 bytes, ok"));
        DeterministicCipher cipher =
                Keyring.parse(keyset(43, disabled, newer), null).cipher(null);

        assertThatThrownBy(() -> cipher.decrypt(old, none)).isInstanceOf(MaskingException.class);
    }

    @Test
    void takesTheOnlyKeyWhateverARuleCallsIt() {
        byte[] content = bytes("x");

        assertThat(ring().keyedHash("tokens", "p").hmac(content))
                .isEqualTo(ring().keyedHash(null, "p").hmac(content));
    }

    /** Keysets of one purpose, and what is said where another is needed. */
    @ParameterizedTest
    @CsvSource({
        "siv,  hash,  an HMAC-SHA256 or PRF (HKDF_SHA256) keyset",
        "siv,  ffx,   a PRF (HKDF_SHA256) keyset",
        "siv,  cloud, a PRF (HKDF_SHA256) keyset when Cloud DLP masks",
        "hmac, token, an AES-SIV or PRF (HKDF_SHA256) keyset",
        "hmac, ffx,   a PRF (HKDF_SHA256) keyset",
        "hmac, cloud, a PRF (HKDF_SHA256) keyset when Cloud DLP masks"
    })
    void saysWhichKeysetATransformationNeeds(String kind, String use, String needed) {
        String keyset = kind.equals("siv") ? TestKeys.aesSiv(new byte[64]) : TestKeys.hmac(new byte[32], 32);
        Keyring ring = Keyring.parse("{\"k\": " + keyset + "}", null);

        assertThatThrownBy(() -> {
                    switch (use) {
                        case "hash" -> ring.keyedHash("k", "crypto-hash");
                        case "token" -> ring.cipher("k");
                        case "ffx" -> ring.ffxKey("k");
                        default -> ring.remoteKey("k");
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'k'")
                .hasMessageEndingWith("needs " + needed);
    }

    /** Tink derives keys from HKDF alone. */
    @Test
    void refusesAPrfKeysetThatTinkDerivesNothingFrom() {
        String cmac = keyset(
                7,
                hkdf(7, MATERIAL)
                        .replace("HkdfPrfKey", "AesCmacPrfKey")
                        .replaceAll(
                                "\"value\": \"[^\"]*\"",
                                "\"value\": \"" + Base64.getEncoder().encodeToString(cmac(MATERIAL)) + "\""));

        assertThatThrownBy(() -> Keyring.parse(cmac, null).cipher(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HKDF_SHA256");
    }

    private static byte[] cmac(byte[] material) {
        byte[] proto = new byte[2 + material.length];
        proto[0] = 0x12;
        proto[1] = (byte) material.length;
        System.arraycopy(material, 0, proto, 2, material.length);
        return proto;
    }

    /** The hash of a made-up value must not tell what another transformation with the same key chose for somebody. */
    @Test
    void derivesItsOwnKeyForEveryPurposeOfAnHmacKeyset() {
        byte[] key = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        Keyring ring = Keyring.parse(TestKeys.hmac(key, 32), null);
        byte[] patient = "patient-7\u0002".getBytes(StandardCharsets.UTF_8);

        Set<String> results = new HashSet<>();
        for (String purpose : List.of("crypto-hash", "date-shift", "replace-dictionary")) {
            results.add(HexFormat.of().formatHex(ring.keyedHash(null, purpose).hmac(patient)));
        }

        assertThat(results).hasSize(3);
    }
}
