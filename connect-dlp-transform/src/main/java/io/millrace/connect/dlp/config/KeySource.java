// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.kit.trust.WorkerFile;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Where keys come from.
 *
 * @param keyset the keyset document; null for none. Never printed
 * @param file that the keyset was read from; null for none
 * @param kmsUri the key that encrypts the keysets, e.g. {@code gcp-kms://projects/…}; null when they are in clear
 */
public record KeySource(
        @Nullable String keyset,
        @Nullable WorkerFile file,
        @Nullable String kmsUri) {
    /** A keyset that cannot be read, on its property. */
    public ConfigException unusable(String why) {
        return new ConfigException(
                file == null
                        ? "keyset: " + why
                        : "keyset.file: " + file.unusable(why).getMessage());
    }

    @Override
    public String toString() {
        return "KeySource[keyset=***, kmsUri=" + kmsUri + "]";
    }
}
