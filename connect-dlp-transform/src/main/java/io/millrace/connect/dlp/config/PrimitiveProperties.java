// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.config;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.rules.Alphabet;
import io.millrace.connect.dlp.rules.CharactersToIgnore;
import io.millrace.connect.dlp.rules.Primitive;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a rule's transformation: {@code transform} and its options, dotted names of Cloud DLP's own fields. */
final class PrimitiveProperties {
    private static final Pattern BUCKET = Pattern.compile("\\s*(.*?)\\.\\.(.*?)\\s*(?:=\\s*(.*))?");

    static final List<String> NAMES = List.of(
            "replace",
            "redact",
            "character-mask",
            "crypto-hash",
            "crypto-deterministic",
            "crypto-replace-ffx-fpe",
            "date-shift",
            "fixed-size-bucketing",
            "bucketing",
            "time-part",
            "replace-with-info-type",
            "replace-dictionary",
            "keep");

    private PrimitiveProperties() {}

    static Primitive read(String transform, NamedProperties options) {
        return switch (transform) {
            case "replace" -> new Primitive.Replace(options.require("new.value"));
            case "redact" -> new Primitive.Redact();
            case "character-mask" -> characterMask(options);
            case "crypto-hash" -> new Primitive.CryptoHash(options.find("key"));
            case "crypto-deterministic" ->
                new Primitive.CryptoDeterministic(
                        options.find("key"),
                        options.find("surrogate.info.type", PrimitiveProperties::surrogate),
                        options.find("context", FieldPath::parseOne));
            case "crypto-replace-ffx-fpe" ->
                new Primitive.CryptoReplaceFfxFpe(
                        options.find("key"),
                        alphabet(options),
                        options.find("surrogate.info.type", PrimitiveProperties::surrogate),
                        options.find("context", FieldPath::parseOne));
            case "date-shift" ->
                new Primitive.DateShift(
                        options.require("lower.bound.days", NamedProperties::integer),
                        options.require("upper.bound.days", NamedProperties::integer),
                        options.find("key"),
                        options.find("context", FieldPath::parseOne));
            case "fixed-size-bucketing" ->
                new Primitive.FixedSizeBucketing(
                        options.require("lower.bound", Double::valueOf),
                        options.require("upper.bound", Double::valueOf),
                        options.require("bucket.size", Double::valueOf));
            case "bucketing" -> new Primitive.Bucketing(options.list("buckets", PrimitiveProperties::bucket));
            case "time-part" ->
                new Primitive.TimePart(options.require(
                        "part.to.extract", text -> NamedProperties.choice(Primitive.TimePart.Part.class, text)));
            case "replace-with-info-type" -> new Primitive.ReplaceWithInfoType();
            case "replace-dictionary" ->
                new Primitive.ReplaceDictionary(options.list("word.list"), options.find("key"));
            default -> throw new IllegalArgumentException("'" + transform + "' is not accepted; accepted: " + NAMES);
        };
    }

    private static String surrogate(String name) {
        return new InfoType(name.strip()).name();
    }

    private static Primitive characterMask(NamedProperties options) {
        return new Primitive.CharacterMask(
                options.find("masking.character"),
                options.get("number.to.mask", 0, NamedProperties::integer),
                options.get("reverse.order", false, NamedProperties::flag),
                new CharactersToIgnore(
                        options.get("characters.to.ignore", "", text -> text),
                        Set.copyOf(options.list(
                                "common.characters.to.ignore",
                                text -> NamedProperties.choice(CharactersToIgnore.Group.class, text)))));
    }

    private static Alphabet alphabet(NamedProperties options) {
        Alphabet custom = options.find("custom.alphabet", Alphabet::new);
        Alphabet radix = options.find("radix", text -> Alphabet.radix(NamedProperties.integer(text)));
        Alphabet common = options.find(
                "common.alphabet", text -> Alphabet.common(text.strip().toUpperCase(Locale.ROOT)));
        if (Stream.of(custom, radix, common).filter(Objects::nonNull).count() > 1) {
            throw options.wrong("common.alphabet", "give one of common.alphabet, custom.alphabet and radix");
        }
        if (custom != null) {
            return custom;
        }
        if (radix != null) {
            return radix;
        }
        return common == null ? Alphabet.common("NUMERIC") : common;
    }

    /** {@code min..max=replacement}; either end may be missing, and so may the replacement. */
    private static Primitive.Bucketing.Bucket bucket(String text) {
        Matcher matcher = BUCKET.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not min..max=replacement, e.g. 18..65=adult");
        }
        String min = matcher.group(1).strip();
        String max = matcher.group(2).strip();
        return new Primitive.Bucketing.Bucket(min.isEmpty() ? null : min, max.isEmpty() ? null : max, matcher.group(3));
    }
}
