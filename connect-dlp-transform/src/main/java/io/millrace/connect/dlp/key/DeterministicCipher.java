// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.key;

import io.millrace.connect.dlp.field.MaskingException;

/** Encrypts the same content and associated data always to the same bytes. */
public interface DeterministicCipher {
    byte[] encrypt(byte[] content, byte[] associated);

    /** Throws {@link MaskingException.Code#NOT_A_TOKEN} for what no key of the keyset sealed. */
    byte[] decrypt(byte[] sealed, byte[] associated);
}
