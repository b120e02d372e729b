// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.key;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.Mac;
import io.millrace.connect.dlp.field.MaskingException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A keyset of one kind of Tink's, which serves what it was made for and nothing else. An HMAC keyset makes the hashes
 * that everybody makes with its key; whatever else needs a keyed choice gets a key derived for it: with the same key a value
 * could be made up whose hash tells another purpose's result for somebody.
 *
 * @param type as messages call it
 * @param keyedHash null when it is not for hashes
 * @param derived for purposes other than hashes; null exactly where keyedHash is
 * @param cipher null when it is not for tokens
 */
record SinglePurposeKey(
        String name,
        String type,
        @Nullable KeyedHash keyedHash,
        @Nullable NamedKey derived,
        @Nullable DeterministicCipher cipher)
        implements NamedKey {
    private static final String HASH = "crypto-hash";

    /** An AES-SIV keyset. */
    static NamedKey of(String name, DeterministicAead aead) {
        return new SinglePurposeKey(name, "AES-SIV", null, null, new SivCipher(aead));
    }

    /**
     * An HMAC keyset; the tag comes without Tink's prefix, so that a hash always has 44 characters.
     *
     * @param prefix the length of Tink's prefix
     * @param derived for purposes other than hashes
     */
    static NamedKey of(String name, Mac mac, int prefix, NamedKey derived) {
        KeyedHash keyedHash = content -> {
            try {
                byte[] tag = mac.computeMac(content);
                return Arrays.copyOfRange(tag, prefix, tag.length);
            } catch (GeneralSecurityException engine) {
                throw new MaskingException(MaskingException.Code.ENGINE);
            }
        };
        return new SinglePurposeKey(name, "HMAC", keyedHash, derived, null);
    }

    @Override
    public KeyedHash keyedHash(String purpose) {
        if (keyedHash == null || derived == null) {
            throw unfit("an HMAC-SHA256 or PRF (HKDF_SHA256) keyset");
        }
        return purpose.equals(HASH) ? keyedHash : derived.keyedHash(purpose);
    }

    @Override
    public DeterministicCipher cipher() {
        if (cipher == null) {
            throw unfit("an AES-SIV or PRF (HKDF_SHA256) keyset");
        }
        return cipher;
    }

    @Override
    public byte[] ffxKey() {
        throw unfit("a PRF (HKDF_SHA256) keyset");
    }

    @Override
    public byte[] remoteKey() {
        throw unfit("a PRF (HKDF_SHA256) keyset when Cloud DLP masks");
    }

    private IllegalArgumentException unfit(String needed) {
        return new IllegalArgumentException(
                "key '" + name + "' is an " + type + " keyset; this transformation needs " + needed);
    }
}
