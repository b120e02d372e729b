// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.key;

/** One key of the keyset property: what its Tink type allows, or a message that says which type would. */
interface NamedKey {
    /** HMAC-SHA256 under a key for the purpose. */
    KeyedHash keyedHash(String purpose);

    /** AES-SIV. */
    DeterministicCipher cipher();

    /** 32 bytes for FF1 with AES-256. */
    byte[] ffxKey();

    /** 32 bytes for Cloud DLP. */
    byte[] remoteKey();
}
