// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import com.google.api.services.storage.model.StorageObject;
import io.millrace.connect.emulator.http.ApiException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** An object's checksums in base64, CRC32C in big-endian order. */
record Checksums(String crc32c, String md5) {
    static Checksums of(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        byte[] bigEndian = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(bytes);
            Base64.Encoder base64 = Base64.getEncoder();
            return new Checksums(base64.encodeToString(bigEndian), base64.encodeToString(md5));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Refuses an upload whose sender computed something else. */
    void compare(StorageObject wanted) {
        if (wanted.getCrc32c() != null && !wanted.getCrc32c().equals(crc32c)) {
            throw ApiException.invalid("Provided CRC32C \"" + wanted.getCrc32c()
                    + "\" doesn't match calculated CRC32C \"" + crc32c + "\".");
        }
        if (wanted.getMd5Hash() != null && !wanted.getMd5Hash().equals(md5)) {
            throw ApiException.invalid("Provided MD5 hash \"" + wanted.getMd5Hash()
                    + "\" doesn't match calculated MD5 hash \"" + md5 + "\".");
        }
    }
}
