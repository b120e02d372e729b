// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.key.Authenticator;
import io.millrace.connect.dlp.key.Keyring;
import io.millrace.connect.dlp.rules.Primitive;
import io.millrace.connect.dlp.rules.UnfitOption;
import java.util.function.Supplier;
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
     * @throws UnfitOption when the key it names is missing or of the wrong type, or an option cannot be used
     */
    public Transformation of(Primitive primitive, @Nullable String infoType) {
        try {
            return one(primitive, infoType);
        } catch (UnfitOption unfit) {
            throw unfit.of(primitive);
        }
    }

    private Transformation one(Primitive primitive, @Nullable String infoType) {
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
            return new CryptoHash(key(() -> keyring.authenticator(hash.key(), hash.name())));
        }
        if (primitive instanceof Primitive.DateShift shift) {
            return new DateShift(shift, optional(shift.key(), shift.name()), random);
        }
        if (primitive instanceof Primitive.ReplaceDictionary dictionary) {
            return new ReplaceFromDictionary(
                    dictionary.wordList(), optional(dictionary.key(), dictionary.name()), random);
        }
        return undoable(primitive);
    }

    /**
     * The transformation, to be undone.
     *
     * @throws UnfitOption for one that cannot be undone, and as {@link #of}
     */
    public Transformation.Reversible reversible(Primitive primitive) {
        try {
            return undoable(primitive);
        } catch (UnfitOption unfit) {
            throw unfit.of(primitive);
        }
    }

    private Transformation.Reversible undoable(Primitive primitive) {
        if (primitive instanceof Primitive.CryptoDeterministic deterministic) {
            return new CryptoDeterministic(
                    key(() -> keyring.cipher(deterministic.key())),
                    deterministic.surrogateInfoType(),
                    deterministic.context() != null);
        }
        if (primitive instanceof Primitive.CryptoReplaceFfxFpe ffx) {
            return new FormatPreserving(
                    key(() -> keyring.ffxKey(ffx.key())),
                    ffx.alphabet(),
                    ffx.surrogateInfoType(),
                    ffx.context() != null);
        }
        throw new UnfitOption(
                "transform",
                primitive.name() + " cannot be undone; crypto-deterministic and crypto-replace-ffx-fpe can");
    }

    private static <K> K key(Supplier<K> keyring) {
        try {
            return keyring.get();
        } catch (IllegalArgumentException unfit) {
            throw new UnfitOption("key", unfit.getMessage());
        }
    }

    private @Nullable Authenticator optional(@Nullable String key, String purpose) {
        return key == null ? null : key(() -> keyring.authenticator(key, purpose));
    }
}
