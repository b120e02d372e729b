// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.key;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.config.TinkConfig2026;
import com.google.crypto.tink.prf.HkdfPrfParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** Keysets made for a test. */
public final class TestKeys {
    private TestKeys() {}

    /** A keyset document with one freshly made PRF key for each name. */
    public static String prf(String... names) {
        StringBuilder document = new StringBuilder("{");
        for (String name : names) {
            document.append(document.length() == 1 ? "" : ",")
                    .append('"')
                    .append(name)
                    .append("\":")
                    .append(prfKeyset());
        }
        return document.append('}').toString();
    }

    /** One fresh PRF keyset. */
    public static String prfKeyset() {
        try {
            HkdfPrfParameters template = PredefinedPrfParameters.HKDF_SHA256;
            return json(KeysetHandle.generateNew(template, TinkConfig2026.get()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The keyset with a second, newer key as primary. */
    public static String rotated(String keyset) {
        try {
            KeysetHandle old =
                    TinkJsonProtoKeysetFormat.parseKeyset(keyset, TinkConfig2026.get(), InsecureSecretKeyAccess.get());
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(old);
            KeysetHandle fresh = KeysetHandle.generateNew(PredefinedPrfParameters.HKDF_SHA256, TinkConfig2026.get());
            builder.addEntry(KeysetHandle.importKey(fresh.getPrimary().getKey())
                    .withRandomId()
                    .makePrimary());
            return json(builder.build());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String json(KeysetHandle handle) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(handle, TinkConfig2026.get(), InsecureSecretKeyAccess.get());
    }

    /** A keyset of one AES-SIV key without output prefix. */
    public static String aesSiv(byte[] key) {
        byte[] proto = ByteBuffer.allocate(key.length + 2)
                .put((byte) 0x12)
                .put((byte) key.length)
                .put(key)
                .array();
        return keyset("AesSivKey", proto);
    }

    /** A keyset of one HMAC-SHA256 key without output prefix. */
    public static String hmac(byte[] key, int tagBytes) {
        byte[] proto = ByteBuffer.allocate(key.length + 8)
                .put(new byte[] {0x12, 4, 0x08, 3, 0x10, (byte) tagBytes})
                .put((byte) 0x1a)
                .put((byte) key.length)
                .put(key)
                .array();
        return keyset("HmacKey", proto);
    }

    /** A keyset of one HKDF-SHA256 key, which serves every transformation. */
    public static String hkdf(byte[] key) {
        byte[] proto = ByteBuffer.allocate(key.length + 6)
                .put(new byte[] {0x12, 2, 0x08, 3, 0x1a})
                .put((byte) key.length)
                .put(key)
                .array();
        return keyset("HkdfPrfKey", proto);
    }

    private static String keyset(String type, byte[] proto) {
        return """
                {"primaryKeyId": 7, "key": [{"keyId": 7, "status": "ENABLED", "outputPrefixType": "RAW", "keyData": {
                  "typeUrl": "type.googleapis.com/google.crypto.tink.%s", "keyMaterialType": "SYMMETRIC", "value": "%s"}}]}
                """.formatted(type, Base64.getEncoder().encodeToString(proto));
    }
}
