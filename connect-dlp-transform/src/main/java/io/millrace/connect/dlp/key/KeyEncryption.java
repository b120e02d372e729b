// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.key;

import com.google.crypto.tink.Aead;

/** A key management service that unwraps keysets; implemented by an artifact of its own, found by ServiceLoader. */
public interface KeyEncryption {
    /** Whether it understands the address, e.g. {@code gcp-kms://…}. */
    boolean supports(String uri);

    /**
     * The key at the address. Asked once, when a transform starts.
     *
     * @throws IllegalArgumentException when the key cannot be reached; names the address
     */
    Aead open(String uri);
}
