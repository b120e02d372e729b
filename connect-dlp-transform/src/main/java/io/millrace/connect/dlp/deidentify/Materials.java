// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.key.DeterministicCipher;
import io.millrace.connect.dlp.key.KeyedHash;
import io.millrace.connect.dlp.key.Keyring;
import io.millrace.connect.dlp.options.UnfitOption;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What primitives are made ready with.
 *
 * @param random for primitives without a key; cryptographically strong outside tests
 */
public record Materials(Keyring keyring, RandomGenerator random) {

    /** Keyed hashes; every purpose has a key of its own. */
    KeyedHash keyedHash(KeyUse key, String purpose) {
        return unlessUnfit(() -> keyring.keyedHash(key.name(), purpose));
    }

    /** Encryption that gives equal tokens for equal values. */
    DeterministicCipher cipher(KeyUse key) {
        return unlessUnfit(() -> keyring.cipher(key.name()));
    }

    /** 32 bytes for format-preserving encryption. */
    byte[] ffxKey(KeyUse key) {
        return unlessUnfit(() -> keyring.ffxKey(key.name()));
    }

    private static <K> K unlessUnfit(Supplier<K> key) {
        try {
            return key.get();
        } catch (IllegalArgumentException unfit) {
            throw new UnfitOption("key", unfit.getMessage());
        }
    }
}
