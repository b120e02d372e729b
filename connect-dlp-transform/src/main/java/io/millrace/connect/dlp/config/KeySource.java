// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import org.jspecify.annotations.Nullable;

/**
 * Where keys come from.
 *
 * @param keyset the keyset document; null for none. Never printed
 * @param kmsUri the key that encrypts the keysets, e.g. {@code gcp-kms://projects/…}; null when they are in clear
 */
public record KeySource(@Nullable String keyset, @Nullable String kmsUri) {
    @Override
    public String toString() {
        return "KeySource[keyset=***, kmsUri=" + kmsUri + "]";
    }
}
