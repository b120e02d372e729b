// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.keytool;

import com.google.crypto.tink.Aead;
import io.millrace.connect.dlp.key.KeyEncryption;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** A KMS whose encryption turns every bit around, and adds one byte that tells. */
public final class FakeKms implements KeyEncryption {
    /** For ServiceLoader. */
    public FakeKms() {}

    @Override
    public boolean supports(String uri) {
        return uri.startsWith("fake-kms://");
    }

    @Override
    public Aead open(String uri) {
        return new Aead() {
            @Override
            public byte[] encrypt(byte[] plaintext, byte[] associated) {
                byte[] sealed = Arrays.copyOf(plaintext, plaintext.length + 1);
                turn(sealed);
                return sealed;
            }

            @Override
            public byte[] decrypt(byte[] sealed, byte[] associated) throws GeneralSecurityException {
                byte[] plaintext = sealed.clone();
                turn(plaintext);
                if (plaintext[plaintext.length - 1] != 0) {
                    throw new GeneralSecurityException("not mine");
                }
                return Arrays.copyOf(plaintext, plaintext.length - 1);
            }
        };
    }

    private static void turn(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
    }
}
