// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.key;

import com.google.crypto.tink.DeterministicAead;
import io.millrace.connect.dlp.field.MaskingException;
import java.security.GeneralSecurityException;

/** AES-SIV by Tink, whose prefix tells the key of a token. */
record SivCipher(DeterministicAead aead) implements DeterministicCipher {
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
