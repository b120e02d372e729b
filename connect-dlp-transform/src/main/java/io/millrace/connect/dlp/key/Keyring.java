// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.key;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.config.TinkConfig2026;
import com.google.crypto.tink.daead.DeterministicAeadKey;
import com.google.crypto.tink.mac.HmacKey;
import com.google.crypto.tink.mac.HmacParameters;
import com.google.crypto.tink.prf.PrfKey;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that rules name. The keyset property holds a JSON object from key name to Tink JSON keyset; a bare Tink keyset
 * is the one key of every rule that names none. A key made from Tink's {@code HKDF_SHA256} template serves every
 * transformation, with a key derived for each purpose (RFC 5869, by Tink's key derivation); AES-SIV keysets serve crypto-deterministic, HMAC keysets the rest.
 */
public final class Keyring {
    private static final byte[] NO_ASSOCIATED_DATA = {};
    private static final String ONLY = "";
    private static final int SHA256_BYTES = 32;
    private static final Configuration TINK = TinkConfig2026.get();

    private final Map<String, NamedKey> keys;

    private Keyring(Map<String, NamedKey> keys) {
        this.keys = keys;
    }

    /** A ring without keys. */
    public static Keyring empty() {
        return new Keyring(Map.of());
    }

    /**
     * Reads the keyset property.
     *
     * @param keyEncryption unwraps encrypted keysets; null when they are in clear
     * @throws IllegalArgumentException naming the key that cannot be read, never its content
     */
    public static Keyring parse(String json, @Nullable Aead keyEncryption) {
        JsonObject document = object(json);
        Map<String, NamedKey> keys = new LinkedHashMap<>();
        if (document.has("primaryKeyId") || document.has("encryptedKeyset")) {
            keys.put(ONLY, key(ONLY, document, keyEncryption));
        } else {
            for (Map.Entry<String, JsonElement> entry : document.entrySet()) {
                keys.put(entry.getKey(), key(entry.getKey(), entry.getValue(), keyEncryption));
            }
        }
        return new Keyring(keys);
    }

    private static JsonObject object(String json) {
        try {
            return JsonParser.parseString(json).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException notAnObject) {
            throw new IllegalArgumentException(
                    "the keyset is not a JSON object; give a Tink JSON keyset, or an object from key name to Tink JSON keyset");
        }
    }

    private static NamedKey key(String name, JsonElement keyset, @Nullable Aead keyEncryption) {
        try {
            boolean encrypted =
                    keyset.isJsonObject() && keyset.getAsJsonObject().has("encryptedKeyset");
            if (encrypted && keyEncryption == null) {
                throw new IllegalArgumentException(
                        "key '" + name + "' is an encrypted keyset; set kms.uri to the key that wrapped it");
            }
            KeysetHandle handle = encrypted
                    ? TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                            keyset.toString(), keyEncryption, NO_ASSOCIATED_DATA, TINK)
                    : TinkJsonProtoKeysetFormat.parseKeyset(keyset.toString(), TINK, InsecureSecretKeyAccess.get());
            return named(name, handle);
        } catch (GeneralSecurityException | IllegalStateException unreadable) {
            // Tink's own message may quote the document it could not read.
            throw new IllegalArgumentException(
                    "key '" + name
                            + "' is not a Tink JSON keyset that can be read; create one with tinkey, e.g. --key-template HKDF_SHA256");
        }
    }

    /** The primary key's type decides. */
    private static NamedKey named(String name, KeysetHandle handle) throws GeneralSecurityException {
        Key primary = handle.getPrimary().getKey();
        if (primary instanceof PrfKey) {
            return new DerivedKey(name, handle, TINK);
        }
        if (primary instanceof DeterministicAeadKey) {
            return SinglePurposeKey.of(name, handle.getPrimitive(TINK, DeterministicAead.class));
        }
        if (primary instanceof HmacKey hmac) {
            ensureIsWholeSha256(name, hmac.getParameters());
            int prefix = hmac.getOutputPrefix().size();
            return SinglePurposeKey.of(
                    name, handle.getPrimitive(TINK, Mac.class), prefix, DerivedKey.ofHmac(name, handle, TINK));
        }
        throw new IllegalArgumentException("key '" + name + "' is a "
                + primary.getClass().getSimpleName()
                + "; accepted are PRF (HKDF_SHA256), AES-SIV and HMAC-SHA256 keysets");
    }

    /** What the manual promises of a hash: HMAC-SHA256, 44 characters. */
    private static void ensureIsWholeSha256(String name, HmacParameters parameters) {
        if (!parameters.getHashType().equals(HmacParameters.HashType.SHA256)
                || parameters.getCryptographicTagSizeBytes() != SHA256_BYTES) {
            throw new IllegalArgumentException("key '" + name + "' makes hashes of "
                    + parameters.getCryptographicTagSizeBytes() + " bytes with "
                    + parameters.getHashType() + "; accepted are HMAC-SHA256 keysets with 32, e.g. of the template"
                    + " HMAC_SHA256_256BITTAG");
        }
    }

    /** Keyed hashes, by a key for the purpose where the keyset is of a kind that others are derived from. */
    public KeyedHash keyedHash(@Nullable String key, String purpose) {
        return find(key).keyedHash(purpose);
    }

    /** AES-SIV. */
    public DeterministicCipher cipher(@Nullable String key) {
        return find(key).cipher();
    }

    /** 32 bytes for FF1 with AES-256. */
    public byte[] ffxKey(@Nullable String key) {
        return find(key).ffxKey();
    }

    /**
     * The key that Cloud DLP is given, 32 bytes: derived, so that no other use of the key can be joined with it.
     *
     * @throws IllegalArgumentException when there is no such key or it is no PRF keyset
     */
    public byte[] remoteKey(@Nullable String key) {
        return find(key).remoteKey();
    }

    private NamedKey find(@Nullable String name) {
        NamedKey key = name == null && keys.size() == 1
                ? keys.values().iterator().next()
                : keys.get(name == null ? ONLY : name);
        if (key == null && name != null && keys.size() == 1 && keys.containsKey(ONLY)) {
            key = keys.get(ONLY);
        }
        if (key == null) {
            throw new IllegalArgumentException(
                    name == null
                            ? keys.isEmpty()
                                    ? "it needs a key and there is none; set keyset or keyset.file"
                                    : "no key is named and the keyset has " + keys.size() + "; name one of "
                                            + keys.keySet()
                            : "key '" + name + "' is not in the keyset; it has " + keys.keySet());
        }
        return key;
    }
}
