// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.options.Json;
import org.jspecify.annotations.Nullable;

/**
 * Which key of the keyset a primitive uses: names, never material.
 *
 * @param used false for a primitive that does without
 * @param name as the keyset calls it; null for its only key, or for none
 */
public record KeyUse(boolean used, @Nullable String name) {
    /** No key. */
    public static final KeyUse NONE = new KeyUse(false, null);

    /** This key; the keyset's only one when none is named. */
    static KeyUse of(@Nullable String name) {
        return new KeyUse(true, name);
    }

    /** This key; none when none is named. */
    static KeyUse ifNamed(@Nullable String name) {
        return name == null ? NONE : of(name);
    }

    /**
     * The name in a policy's {@code cryptoKey}; null without one. Only keys by name: a policy is no place for key material,
     * since Connect shows it to everybody.
     */
    static @Nullable String named(Json config) {
        Json cryptoKey = config.object("cryptoKey");
        if (cryptoKey == null) {
            return null;
        }
        Json named = cryptoKey.object("transient");
        if (named == null) {
            throw cryptoKey.wrong(
                    "holds key material; name a key of the property keyset: {\"transient\": {\"name\": \"…\"}}");
        }
        return named.requireText("name");
    }
}
