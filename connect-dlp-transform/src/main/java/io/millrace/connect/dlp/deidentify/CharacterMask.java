// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import com.google.gson.JsonArray;
import com.google.gson.JsonPrimitive;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.options.Json;
import io.millrace.connect.dlp.options.NamedProperties;
import io.millrace.connect.dlp.options.UnfitOption;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CharacterMaskConfig, over code points, so that a surrogate pair is one character.
 *
 * @param maskingCharacter one character; null is {@code *} for text and {@code 0} for numbers
 * @param numberToMask 0 masks all; negative masks all but that many; ignored characters do not count
 * @param charactersToIgnore characters that stay as they are
 */
public record CharacterMask(
        @Nullable String maskingCharacter,
        int numberToMask,
        boolean reverseOrder,
        CharactersToIgnore charactersToIgnore)
        implements Primitive, Transformation {
    static final Form<CharacterMask> FORM = new Form<>("character-mask", CharacterMask::read, CharacterMask::read);

    public CharacterMask {
        if (maskingCharacter != null && maskingCharacter.codePointCount(0, maskingCharacter.length()) != 1) {
            throw new UnfitOption("masking.character", "is more than one character");
        }
    }

    private static CharacterMask read(NamedProperties options) {
        String masking = options.verbatim("masking.character");
        String ignored = options.verbatim("characters.to.ignore");
        return new CharacterMask(
                masking == null || masking.isEmpty() ? null : masking,
                options.get("number.to.mask", 0, NamedProperties::integer),
                options.get("reverse.order", false, NamedProperties::flag),
                options.build(
                        "common.characters.to.ignore",
                        () -> new CharactersToIgnore(
                                ignored == null ? "" : ignored,
                                Set.copyOf(options.list(
                                        "common.characters.to.ignore",
                                        text -> NamedProperties.choice(CharactersToIgnore.Group.class, text))))));
    }

    private static CharacterMask read(Json config) {
        StringBuilder skipped = new StringBuilder();
        Set<CharactersToIgnore.Group> groups = EnumSet.noneOf(CharactersToIgnore.Group.class);
        for (Json each : config.objects("charactersToIgnore")) {
            if (each.has("charactersToSkip")) {
                skipped.append(each.requireText("charactersToSkip"));
            } else {
                groups.add(each.requireChoice("commonCharactersToIgnore", CharactersToIgnore.Group.NUMERIC));
            }
        }
        return new CharacterMask(
                config.text("maskingCharacter"),
                config.integer("numberToMask", 0),
                config.flag("reverseOrder"),
                config.build("charactersToIgnore", () -> new CharactersToIgnore(skipped.toString(), groups)));
    }

    @Override
    public Form<CharacterMask> form() {
        return FORM;
    }

    @Override
    public KeyUse key() {
        return KeyUse.NONE;
    }

    @Override
    public @Nullable FieldPath context() {
        return null;
    }

    @Override
    public Repeats repeats() {
        return Repeats.ALWAYS;
    }

    @Override
    public void write(CloudConfig config) {
        if (maskingCharacter != null) {
            config.put("maskingCharacter", maskingCharacter);
        }
        config.put("numberToMask", numberToMask);
        config.put("reverseOrder", reverseOrder);
        JsonArray ignored = new JsonArray();
        if (!charactersToIgnore.charactersToSkip().isEmpty()) {
            ignored.add(
                    CloudConfig.object("charactersToSkip", new JsonPrimitive(charactersToIgnore.charactersToSkip())));
        }
        charactersToIgnore
                .common()
                .forEach(group ->
                        ignored.add(CloudConfig.object("commonCharactersToIgnore", new JsonPrimitive(group.name()))));
        config.put("charactersToIgnore", ignored);
    }

    @Override
    public Transformation start(Materials materials, @Nullable String infoType) {
        return this;
    }

    @Override
    public Output output(FieldType type) {
        return Output.textOf(type);
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object contextValue) {
        return mask(type.text(value), characterFor(type));
    }

    private int characterFor(FieldType type) {
        return maskingCharacter != null ? maskingCharacter.codePointAt(0) : type.isNumber() ? '0' : '*';
    }

    private String mask(String text, int with) {
        int[] characters = text.codePoints().toArray();
        int left = howMany(characters);
        for (int i = 0; i < characters.length && left > 0; i++) {
            int at = reverseOrder ? characters.length - 1 - i : i;
            if (!charactersToIgnore.ignores(characters[at])) {
                characters[at] = with;
                left--;
            }
        }
        return new String(characters, 0, characters.length);
    }

    private int howMany(int[] characters) {
        if (numberToMask == 0) {
            return characters.length;
        }
        if (numberToMask > 0) {
            return numberToMask;
        }
        int maskable = 0;
        for (int character : characters) {
            maskable += charactersToIgnore.ignores(character) ? 0 : 1;
        }
        return Math.max(0, maskable + numberToMask);
    }
}
