// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.key;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.daead.AesSivParameters;
import com.google.crypto.tink.keyderivation.KeysetDeriver;
import com.google.crypto.tink.keyderivation.PrfBasedKeyDerivationKey;
import com.google.crypto.tink.keyderivation.PrfBasedKeyDerivationParameters;
import com.google.crypto.tink.mac.HmacKey;
import com.google.crypto.tink.prf.HkdfPrfKey;
import com.google.crypto.tink.prf.HkdfPrfParameters;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.PrfKey;
import com.google.crypto.tink.prf.PrfSet;
import io.millrace.connect.dlp.field.MaskingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * A keyset of HKDF keys: for every purpose Tink derives a keyset from it, with the same ids, so that what was made with
 * an older key stays readable. The purposes and what is derived for them are part of every token: they stay as they are.
 */
record DerivedKey(String name, KeysetHandle master, Configuration tink) implements NamedKey {
    private static final String CONTEXT = "io.millrace.connect.dlp/1/";
    private static final int BYTES = 32;
    private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);

    /** The keys of an HMAC keyset as HKDF's input, from which the keys for everything but hashes are derived. */
    @AccessesPartialKey // of a keyset that was read from text in the first place
    static DerivedKey ofHmac(String name, KeysetHandle hmac, Configuration tink) throws GeneralSecurityException {
        KeysetHandle.Builder master = KeysetHandle.newBuilder();
        for (int i = 0; i < hmac.size(); i++) {
            KeysetHandle.Entry entry = hmac.getAt(i);
            if (entry.getStatus().equals(KeyStatus.ENABLED) && entry.getKey() instanceof HmacKey key) {
                HkdfPrfParameters hkdf = HkdfPrfParameters.builder()
                        .setKeySizeBytes(key.getParameters().getKeySizeBytes())
                        .setHashType(HkdfPrfParameters.HashType.SHA256)
                        .build();
                KeysetHandle.Builder.Entry same = KeysetHandle.importKey(HkdfPrfKey.builder()
                                .setParameters(hkdf)
                                .setKeyBytes(key.getKeyBytes())
                                .build())
                        .withFixedId(entry.getId());
                master.addEntry(entry.isPrimary() ? same.makePrimary() : same);
            }
        }
        return new DerivedKey(name, master.build(), tink);
    }

    /** HMAC-SHA256 under a key for the purpose; new values use the primary, and so do all, since nothing is read back. */
    @Override
    public KeyedHash keyedHash(String purpose) {
        PrfSet hmac = hmac(purpose);
        return content -> {
            try {
                return hmac.computePrimary(content, BYTES);
            } catch (GeneralSecurityException engine) {
                throw new MaskingException(MaskingException.Code.ENGINE);
            }
        };
    }

    @Override
    public DeterministicCipher cipher() {
        try {
            AesSivParameters aesSiv = AesSivParameters.builder()
                    .setKeySizeBytes(2 * BYTES)
                    .setVariant(AesSivParameters.Variant.TINK)
                    .build();
            return new SivCipher(derived("crypto-deterministic", aesSiv).getPrimitive(tink, DeterministicAead.class));
        } catch (GeneralSecurityException underivable) {
            throw unfit();
        }
    }

    @Override
    public byte[] ffxKey() {
        return bytes("crypto-replace-ffx-fpe");
    }

    @Override
    public byte[] remoteKey() {
        return bytes("cloud");
    }

    /** Key material for a primitive that is not Tink's. */
    private byte[] bytes(String purpose) {
        return keyedHash(purpose).hmac(KEY);
    }

    private PrfSet hmac(String purpose) {
        try {
            HmacPrfParameters sha256 = HmacPrfParameters.builder()
                    .setKeySizeBytes(BYTES)
                    .setHashType(HmacPrfParameters.HashType.SHA256)
                    .build();
            return derived(purpose, sha256).getPrimitive(tink, PrfSet.class);
        } catch (GeneralSecurityException underivable) {
            throw unfit();
        }
    }

    /** A keyset for the purpose: a key for each of this keyset's. */
    private KeysetHandle derived(String purpose, Parameters wanted) throws GeneralSecurityException {
        KeysetHandle.Builder deriving = KeysetHandle.newBuilder();
        for (int i = 0; i < master.size(); i++) {
            KeysetHandle.Entry entry = master.getAt(i);
            if (entry.getStatus().equals(KeyStatus.ENABLED)) {
                KeysetHandle.Builder.Entry same =
                        KeysetHandle.importKey(deriving(entry, wanted)).withFixedId(entry.getId());
                deriving.addEntry(entry.isPrimary() ? same.makePrimary() : same);
            }
        }
        return deriving.build()
                .getPrimitive(tink, KeysetDeriver.class)
                .deriveKeyset((CONTEXT + purpose).getBytes(StandardCharsets.US_ASCII));
    }

    @AccessesPartialKey // of a keyset that was read from text in the first place
    private PrfBasedKeyDerivationKey deriving(KeysetHandle.Entry entry, Parameters wanted)
            throws GeneralSecurityException {
        if (!(entry.getKey() instanceof PrfKey prf)) {
            throw unfit();
        }
        return PrfBasedKeyDerivationKey.create(
                PrfBasedKeyDerivationParameters.builder()
                        .setPrfParameters(prf.getParameters())
                        .setDerivedKeyParameters(wanted)
                        .build(),
                prf,
                wanted.hasIdRequirement() ? entry.getId() : null);
    }

    private IllegalArgumentException unfit() {
        return new IllegalArgumentException(
                "key '" + name + "' has a key that Tink derives no others from; use the template HKDF_SHA256");
    }
}
