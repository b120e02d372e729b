// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.rules.Alphabet;
import io.millrace.connect.dlp.rules.CharactersToIgnore;
import io.millrace.connect.dlp.rules.Primitive;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads DLP's PrimitiveTransformation. */
final class PolicyPrimitive {
    private PolicyPrimitive() {}

    static Primitive read(Json config) {
        Primitive primitive = one(config);
        config.ensureAllRead();
        return primitive;
    }

    private static Primitive one(Json config) {
        Json of;
        if ((of = config.object("replaceConfig")) != null) {
            return new Primitive.Replace(PolicyDocument.constant(of.require("newValue")));
        }
        if (config.object("redactConfig") != null) {
            return new Primitive.Redact();
        }
        if ((of = config.object("characterMaskConfig")) != null) {
            return mask(of);
        }
        if (config.object("replaceWithInfoTypeConfig") != null) {
            return new Primitive.ReplaceWithInfoType();
        }
        if ((of = config.object("fixedSizeBucketingConfig")) != null) {
            return bucketingOfFixedSize(of);
        }
        if ((of = config.object("bucketingConfig")) != null) {
            return bucketing(of);
        }
        if ((of = config.object("timePartConfig")) != null) {
            return new Primitive.TimePart(of.requireChoice("partToExtract", Primitive.TimePart.Part.YEAR));
        }
        if ((of = config.object("replaceDictionaryConfig")) != null) {
            List<String> words = of.require("wordList").texts("words");
            return of.build("wordList", () -> new Primitive.ReplaceDictionary(words, null));
        }
        return keyed(config);
    }

    private static Primitive bucketingOfFixedSize(Json of) {
        double lower = number(of.require("lowerBound"));
        double upper = number(of.require("upperBound"));
        double size = of.number("bucketSize");
        return of.build("bucketSize", () -> new Primitive.FixedSizeBucketing(lower, upper, size));
    }

    private static Primitive dateShift(Json of) {
        int lower = of.integer("lowerBoundDays", 0);
        int upper = of.integer("upperBoundDays", 0);
        String key = key(of.object("cryptoKey"));
        FieldPath context = context(of);
        return of.build("lowerBoundDays", () -> new Primitive.DateShift(lower, upper, key, context));
    }

    private static double number(Json value) {
        try {
            return Double.parseDouble(PolicyDocument.constant(value));
        } catch (NumberFormatException notANumber) {
            throw value.wrong("is not a number");
        }
    }

    private static Primitive keyed(Json config) {
        Json of;
        if ((of = config.object("cryptoHashConfig")) != null) {
            return new Primitive.CryptoHash(key(of.object("cryptoKey")));
        }
        if ((of = config.object("cryptoDeterministicConfig")) != null) {
            return new Primitive.CryptoDeterministic(key(of.object("cryptoKey")), surrogate(of), context(of));
        }
        if ((of = config.object("cryptoReplaceFfxFpeConfig")) != null) {
            return new Primitive.CryptoReplaceFfxFpe(
                    key(of.object("cryptoKey")), alphabet(of), surrogate(of), context(of));
        }
        if ((of = config.object("dateShiftConfig")) != null) {
            return dateShift(of);
        }
        throw config.wrong("holds no transformation that is known");
    }

    /** Only keys by name: a policy is no place for key material, since Connect shows it to everybody. */
    private static @Nullable String key(@Nullable Json cryptoKey) {
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

    private static @Nullable FieldPath context(Json of) {
        Json field = of.object("context");
        if (field == null) {
            return null;
        }
        String name = field.requireText("name");
        return field.build("name", () -> FieldPath.parseOne(name));
    }

    private static @Nullable String surrogate(Json of) {
        Json infoType = of.object("surrogateInfoType");
        if (infoType == null) {
            return null;
        }
        String name = infoType.requireText("name");
        return infoType.build("name", () -> new InfoType(name)).name();
    }

    private static Alphabet alphabet(Json of) {
        if (of.has("customAlphabet")) {
            String characters = of.requireText("customAlphabet");
            return of.build("customAlphabet", () -> new Alphabet(characters));
        }
        if (of.has("radix")) {
            int radix = of.integer("radix", 0);
            return of.build("radix", () -> Alphabet.radix(radix));
        }
        String common = of.requireText("commonAlphabet");
        return of.build("commonAlphabet", () -> Alphabet.common(common));
    }

    private static Primitive mask(Json of) {
        StringBuilder skipped = new StringBuilder();
        Set<CharactersToIgnore.Group> groups = EnumSet.noneOf(CharactersToIgnore.Group.class);
        for (Json each : of.objects("charactersToIgnore")) {
            if (each.has("charactersToSkip")) {
                skipped.append(each.requireText("charactersToSkip"));
            } else {
                groups.add(each.requireChoice("commonCharactersToIgnore", CharactersToIgnore.Group.NUMERIC));
            }
        }
        String character = of.text("maskingCharacter");
        int number = of.integer("numberToMask", 0);
        boolean reverse = of.flag("reverseOrder");
        CharactersToIgnore ignored = new CharactersToIgnore(skipped.toString(), groups);
        return of.build("maskingCharacter", () -> new Primitive.CharacterMask(character, number, reverse, ignored));
    }

    private static Primitive bucketing(Json of) {
        List<Primitive.Bucketing.Bucket> buckets = new ArrayList<>();
        for (Json each : of.objects("buckets")) {
            Json min = each.object("min");
            Json max = each.object("max");
            Json replacement = each.object("replacementValue");
            buckets.add(new Primitive.Bucketing.Bucket(
                    min == null ? null : PolicyDocument.constant(min),
                    max == null ? null : PolicyDocument.constant(max),
                    replacement == null ? null : PolicyDocument.constant(replacement)));
        }
        return of.build("buckets", () -> new Primitive.Bucketing(buckets));
    }
}
