// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.key;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.daead.DeterministicAeadKey;
import com.google.crypto.tink.mac.MacKey;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfKey;
import com.google.crypto.tink.prf.PrfSet;
import com.google.crypto.tink.subtle.AesSiv;
import com.google.crypto.tink.subtle.PrfHmacJce;
import io.millrace.connect.dlp.field.MaskingException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;

/** One key of the keyset: what its Tink type allows, or a message that says which type would. */
sealed interface NamedKey {

    /** HMAC-SHA256 under a subkey for the purpose. */
    Authenticator authenticator(String purpose);

    /** AES-SIV. */
    DeterministicCipher cipher();

    /** 32 bytes for FF1 with AES-256. */
    byte[] ffxKey();

    /** 32 bytes for Cloud DLP. */
    byte[] remoteKey();

    /** Reads a keyset; the primary key's type decides. */
    static NamedKey of(String name, KeysetHandle handle) throws GeneralSecurityException {
        Key key = handle.getPrimary().getKey();
        if (key instanceof PrfKey) {
            return Derived.of(handle.getPrimitive(RegistryConfiguration.get(), PrfSet.class));
        }
        if (key instanceof DeterministicAeadKey) {
            return new Siv(name, handle.getPrimitive(RegistryConfiguration.get(), DeterministicAead.class));
        }
        if (key instanceof MacKey macKey) {
            int prefix = macKey.getOutputPrefix().size();
            return new Hmac(name, handle.getPrimitive(RegistryConfiguration.get(), Mac.class), prefix);
        }
        throw new IllegalArgumentException("key '" + name + "' is a "
                + key.getClass().getSimpleName() + "; accepted are PRF (HKDF_SHA256), AES-SIV and HMAC-SHA256 keysets");
    }

    private static IllegalArgumentException unfit(String name, String type, String needed) {
        return new IllegalArgumentException(
                "key '" + name + "' is an " + type + " keyset; this transformation needs " + needed);
    }

    /** A PRF keyset: every purpose has its own subkey. */
    record Derived(Map<Integer, Prf> byId, int primary) implements NamedKey {
        private static final int BLOCK = 32;
        private static final byte PREFIX = 1; // Tink's, so that tokens look the same whatever keyset made them
        private static final int PREFIX_LENGTH = 1 + Integer.BYTES;

        static Derived of(PrfSet prfs) throws GeneralSecurityException {
            return new Derived(Map.copyOf(prfs.getPrfs()), prfs.getPrimaryId());
        }

        private byte[] subkey(int id, String purpose, int length) {
            try {
                ByteBuffer key = ByteBuffer.allocate(length);
                for (byte block = 1; key.hasRemaining(); block++) {
                    byte[] label = Arrays.copyOf(purpose.getBytes(StandardCharsets.UTF_8), purpose.length() + 1);
                    label[purpose.length()] = block;
                    Prf prf = byId.get(id);
                    if (prf == null) {
                        throw new MaskingException(MaskingException.Code.NOT_A_TOKEN);
                    }
                    key.put(prf.compute(label, BLOCK));
                }
                return key.array();
            } catch (GeneralSecurityException tooShort) {
                throw new IllegalArgumentException(
                        "the PRF key gives fewer than 32 bytes; use the template HKDF_SHA256", tooShort);
            }
        }

        @Override
        public Authenticator authenticator(String purpose) {
            return macOf(subkey(primary, purpose, BLOCK));
        }

        private static Authenticator macOf(byte[] key) {
            try {
                PrfHmacJce prf = new PrfHmacJce("HMACSHA256", new SecretKeySpec(key, "HMAC"));
                return content -> {
                    try {
                        return prf.compute(content, BLOCK);
                    } catch (GeneralSecurityException engine) {
                        throw new MaskingException(MaskingException.Code.ENGINE);
                    }
                };
            } catch (GeneralSecurityException unavailable) {
                throw new IllegalStateException("this JVM has no HMAC-SHA256", unavailable);
            }
        }

        @Override
        public DeterministicCipher cipher() {
            Map<Integer, AesSiv> ciphers = new HashMap<>();
            for (int id : byId.keySet()) {
                try {
                    ciphers.put(id, new AesSiv(subkey(id, "crypto-deterministic", 2 * BLOCK)));
                } catch (GeneralSecurityException unavailable) {
                    throw new IllegalStateException("this JVM has no AES", unavailable);
                }
            }
            return new PrefixedSiv(ciphers, primary);
        }

        @Override
        public byte[] ffxKey() {
            return subkey(primary, "crypto-replace-ffx-fpe", BLOCK);
        }

        @Override
        public byte[] remoteKey() {
            return subkey(primary, "cloud", BLOCK);
        }

        private record PrefixedSiv(Map<Integer, AesSiv> ciphers, int primary) implements DeterministicCipher {
            @Override
            public byte[] encrypt(byte[] content, byte[] associated) {
                try {
                    AesSiv cipher = ciphers.get(primary);
                    if (cipher == null) {
                        throw new MaskingException(MaskingException.Code.ENGINE);
                    }
                    byte[] sealed = cipher.encryptDeterministically(content, associated);
                    return ByteBuffer.allocate(PREFIX_LENGTH + sealed.length)
                            .put(PREFIX)
                            .putInt(primary)
                            .put(sealed)
                            .array();
                } catch (GeneralSecurityException engine) {
                    throw new MaskingException(MaskingException.Code.ENGINE);
                }
            }

            @Override
            public byte[] decrypt(byte[] sealed, byte[] associated) {
                try {
                    AesSiv cipher = sealed.length > PREFIX_LENGTH && sealed[0] == PREFIX
                            ? ciphers.get(
                                    ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt())
                            : null;
                    if (cipher != null) {
                        return cipher.decryptDeterministically(
                                Arrays.copyOfRange(sealed, PREFIX_LENGTH, sealed.length), associated);
                    }
                } catch (GeneralSecurityException notSealedHere) {
                    // falls through: the same answer as for an unknown key
                }
                throw new MaskingException(MaskingException.Code.NOT_A_TOKEN);
            }
        }
    }

    /** An AES-SIV keyset. */
    record Siv(String name, DeterministicAead aead) implements NamedKey, DeterministicCipher {
        @Override
        public Authenticator authenticator(String purpose) {
            throw unfit(name, "AES-SIV", "an HMAC-SHA256 or PRF (HKDF_SHA256) keyset");
        }

        @Override
        public DeterministicCipher cipher() {
            return this;
        }

        @Override
        public byte[] ffxKey() {
            throw unfit(name, "AES-SIV", "a PRF (HKDF_SHA256) keyset");
        }

        @Override
        public byte[] remoteKey() {
            throw unfit(name, "AES-SIV", "a PRF (HKDF_SHA256) keyset when Cloud DLP masks");
        }

        @Override
        public byte[] encrypt(byte[] content, byte[] associated) {
            try {
                return aead.encryptDeterministically(content, associated);
            } catch (GeneralSecurityException engine) {
                throw new MaskingException(MaskingException.Code.ENGINE);
            }
        }

        @Override
        public byte[] decrypt(byte[] sealed, byte[] associated) {
            try {
                return aead.decryptDeterministically(sealed, associated);
            } catch (GeneralSecurityException notSealedHere) {
                throw new MaskingException(MaskingException.Code.NOT_A_TOKEN);
            }
        }
    }

    /** An HMAC keyset; the tag comes without Tink's prefix, so that a hash always has 44 characters. */
    record Hmac(String name, Mac mac, int prefix) implements NamedKey {
        @Override
        public Authenticator authenticator(String purpose) {
            return content -> {
                try {
                    byte[] tag = mac.computeMac(content);
                    return Arrays.copyOfRange(tag, prefix, tag.length);
                } catch (GeneralSecurityException engine) {
                    throw new MaskingException(MaskingException.Code.ENGINE);
                }
            };
        }

        @Override
        public DeterministicCipher cipher() {
            throw unfit(name, "HMAC", "an AES-SIV or PRF (HKDF_SHA256) keyset");
        }

        @Override
        public byte[] ffxKey() {
            throw unfit(name, "HMAC", "a PRF (HKDF_SHA256) keyset");
        }

        @Override
        public byte[] remoteKey() {
            throw unfit(name, "HMAC", "a PRF (HKDF_SHA256) keyset when Cloud DLP masks");
        }
    }
}
