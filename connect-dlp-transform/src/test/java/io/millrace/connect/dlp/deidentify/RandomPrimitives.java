// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Any primitive with any options that it takes. */
public final class RandomPrimitives {
    /** How many kinds there are. */
    public static final int KINDS = 12;

    private RandomPrimitives() {}

    /** One of the kind of this number. */
    public static Primitive of(int kind, Random random) {
        return switch (kind) {
            case 0 -> new Replace(pick(random, "x", "17", "-4", "true", "a b"));
            case 1 -> new Redact();
            case 2 ->
                new CharacterMask(
                        orNone(random, "#", "𝒳"), random.nextInt(9) - 4, random.nextBoolean(), ignored(random));
            case 3 -> new CryptoHash(key(random));
            case 4 -> new CryptoDeterministic(key(random), orNone(random, "TOKEN"), context(random));
            case 5 ->
                new CryptoReplaceFfxFpe(
                        key(random), Alphabet.radix(2 + random.nextInt(61)), orNone(random, "T-1"), context(random));
            case 6 -> {
                boolean bound = random.nextBoolean();
                int lower = random.nextInt(2000) - 1000;
                yield new DateShift(
                        lower,
                        lower + random.nextInt(50),
                        bound ? "k" : null,
                        bound ? FieldPath.parse("customer.id") : null);
            }
            case 7 -> {
                double lower = random.nextInt(100) / 4.0;
                yield new FixedSizeBucketing(lower, lower + 1 + random.nextInt(90), 0.5 + random.nextInt(20));
            }
            case 8 ->
                new Bucketing(List.of(
                        Bucket.of(orNone(random, "0"), "18", orNone(random, "minor")),
                        Bucket.of("18", orNone(random, "65.5"), orNone(random, "adult"))));
            case 9 -> new TimePart(pick(random, TimePart.Part.values()));
            case 10 -> new ReplaceWithInfoType();
            case 11 -> new ReplaceDictionary(List.of("Ann", pick(random, "Bob", "Cay")), null);
            default -> throw new IllegalArgumentException("kind " + kind);
        };
    }

    private static CharactersToIgnore ignored(Random random) {
        Set<CharactersToIgnore.Group> groups = EnumSet.noneOf(CharactersToIgnore.Group.class);
        for (CharactersToIgnore.Group group : CharactersToIgnore.Group.values()) {
            if (random.nextBoolean()) {
                groups.add(group);
            }
        }
        if (groups.size() == CharactersToIgnore.Group.values().length) {
            groups.remove(CharactersToIgnore.Group.NUMERIC); // all would leave nothing to mask
        }
        return new CharactersToIgnore(random.nextBoolean() ? "-." : "", groups);
    }

    private static @Nullable String key(Random random) {
        return orNone(random, "k", "tokens-2026");
    }

    private static @Nullable FieldPath context(Random random) {
        return random.nextBoolean() ? null : FieldPath.parse("after.`customer.id`");
    }

    private static @Nullable String orNone(Random random, String... from) {
        return random.nextInt(from.length + 1) == 0 ? null : pick(random, from);
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... from) {
        return from[random.nextInt(from.length)];
    }
}
