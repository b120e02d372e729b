// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import io.millrace.connect.dlp.rules.Primitive;
import org.jspecify.annotations.Nullable;

/** DLP's CharacterMaskConfig, over code points, so that a surrogate pair is one character. */
final class CharacterMask implements Transformation {
    private final Primitive.CharacterMask config;

    CharacterMask(Primitive.CharacterMask config) {
        this.config = config;
    }

    @Override
    public Output output(FieldType type) {
        return type == FieldType.BYTES ? Output.UNSUPPORTED : type == FieldType.TEXT ? Output.SAME : Output.TEXT;
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object context) {
        return mask(type.text(value), maskingCharacter(type));
    }

    private int maskingCharacter(FieldType type) {
        return config.maskingCharacter() != null
                ? config.maskingCharacter().codePointAt(0)
                : type.isNumber() ? '0' : '*';
    }

    private String mask(String text, int maskingCharacter) {
        int[] characters = text.codePoints().toArray();
        int left = howMany(characters);
        for (int i = 0; i < characters.length && left > 0; i++) {
            int at = config.reverseOrder() ? characters.length - 1 - i : i;
            if (!config.charactersToIgnore().ignores(characters[at])) {
                characters[at] = maskingCharacter;
                left--;
            }
        }
        return new String(characters, 0, characters.length);
    }

    private int howMany(int[] characters) {
        if (config.numberToMask() == 0) {
            return characters.length;
        }
        if (config.numberToMask() > 0) {
            return config.numberToMask();
        }
        int maskable = 0;
        for (int character : characters) {
            maskable += config.charactersToIgnore().ignores(character) ? 0 : 1;
        }
        return Math.max(0, maskable + config.numberToMask());
    }
}
