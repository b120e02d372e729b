// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.gcpkms;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.integration.gcpkms.GcpKmsClient;
import io.millrace.connect.dlp.key.KeyEncryption;
import java.security.GeneralSecurityException;

/** Cloud KMS by {@code gcp-kms://projects/…/cryptoKeys/…}, with the worker's Application Default Credentials. */
public final class GcpKeyEncryption implements KeyEncryption {
    private static final String SCHEME = "gcp-kms://";

    /** For ServiceLoader. */
    public GcpKeyEncryption() {}

    @Override
    public boolean supports(String uri) {
        return uri.startsWith(SCHEME);
    }

    @Override
    public Aead open(String uri) {
        try {
            return new GcpKmsClient().withDefaultCredentials().getAead(uri);
        } catch (GeneralSecurityException unreachable) {
            throw new IllegalArgumentException(
                    "the key " + uri + " cannot be opened with the worker's default credentials", unreachable);
        }
    }
}
