// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.rules.Primitive;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes transformations from their configuration and the keys. */
public final class Transformations {
    private final Keyring keyring;
    private final RandomGenerator random;

    /**
     * For one task.
     *
     * @param random for transformations without a key; cryptographically strong outside tests
     */
    public Transformations(Keyring keyring, RandomGenerator random) {
        this.keyring = keyring;
        this.random = random;
    }

    /**
     * The transformation.
     *
     * @param infoType what the field is declared to hold; null when unknown
     * @throws IllegalArgumentException when the key it names is missing or of the wrong type
     */
    public Transformation of(Primitive primitive, @Nullable String infoType) {
        if (primitive instanceof Primitive.Replace replace) {
            return new ReplaceWithConstant(replace);
        }
        if (primitive instanceof Primitive.Redact) {
            return new Redact();
        }
        if (primitive instanceof Primitive.CharacterMask mask) {
            return new CharacterMask(mask);
        }
        if (primitive instanceof Primitive.FixedSizeBucketing bucketing) {
            return new FixedSizeBucketing(bucketing);
        }
        if (primitive instanceof Primitive.Bucketing bucketing) {
            return new Bucketing(bucketing);
        }
        if (primitive instanceof Primitive.TimePart timePart) {
            return new TimePart(timePart);
        }
        if (primitive instanceof Primitive.ReplaceWithInfoType) {
            return new InfoTypeName(infoType);
        }
        return keyed(primitive);
    }

    private Transformation keyed(Primitive primitive) {
        if (primitive instanceof Primitive.CryptoHash hash) {
            return new CryptoHash(keyring.authenticator(hash.key(), hash.name()));
        }
        if (primitive instanceof Primitive.DateShift shift) {
            return new DateShift(shift, optional(shift.key(), shift.name()), random);
        }
        if (primitive instanceof Primitive.ReplaceDictionary dictionary) {
            return new ReplaceFromDictionary(
                    dictionary.wordList(), optional(dictionary.key(), dictionary.name()), random);
        }
        return reversible(primitive);
    }

    /**
     * The transformation, to be undone.
     *
     * @throws IllegalArgumentException for one that cannot be undone
     */
    public Transformation.Reversible reversible(Primitive primitive) {
        if (primitive instanceof Primitive.CryptoDeterministic deterministic) {
            return new CryptoDeterministic(
                    keyring.cipher(deterministic.key()),
                    deterministic.surrogateInfoType(),
                    deterministic.context() != null);
        }
        if (primitive instanceof Primitive.CryptoReplaceFfxFpe ffx) {
            return new FormatPreserving(
                    keyring.ffxKey(ffx.key()), ffx.alphabet(), ffx.surrogateInfoType(), ffx.context() != null);
        }
        throw new IllegalArgumentException(
                primitive.name() + " cannot be undone; crypto-deterministic and crypto-replace-ffx-fpe can");
    }

    private Keyring.@Nullable Authenticator optional(@Nullable String key, String purpose) {
        return key == null ? null : keyring.authenticator(key, purpose);
    }
}
