// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.privacy.dlp.v2.CharacterMaskConfig;
import com.google.privacy.dlp.v2.CharsToIgnore;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.dlp.value.Values;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Puts one character in the place of others. */
final class CharacterMask implements Transformation {
    private final CharacterMaskConfig config;
    private final IntPredicate ignored;

    private CharacterMask(CharacterMaskConfig config, IntPredicate ignored) {
        this.config = config;
        this.ignored = ignored;
    }

    static CharacterMask of(CharacterMaskConfig config) {
        String mask = config.getMaskingCharacter();
        if (mask.codePointCount(0, mask.length()) > 1) {
            throw DlpException.invalid("masking_character has a length of 1");
        }
        IntPredicate ignored = config.getCharactersToIgnoreList().stream()
                .map(CharacterMask::ignored)
                .reduce(character -> false, IntPredicate::or);
        return new CharacterMask(config, ignored);
    }

    private static IntPredicate ignored(CharsToIgnore ignore) {
        if (ignore.hasCharactersToSkip()) {
            return character -> ignore.getCharactersToSkip().indexOf(character) >= 0;
        }
        String common = switch (ignore.getCommonCharactersToIgnore()) {
            case NUMERIC -> "0123456789";
            case ALPHA_UPPER_CASE -> "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
            case ALPHA_LOWER_CASE -> "abcdefghijklmnopqrstuvwxyz";
            case PUNCTUATION -> "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
            case WHITESPACE -> " \t\n\u000B\f\r";
            case COMMON_CHARS_TO_IGNORE_UNSPECIFIED, UNRECOGNIZED ->
                throw DlpException.invalid("characters_to_ignore is empty");
        };
        return character -> common.indexOf(character) >= 0;
    }

    @Override
    public Value apply(Value value, Occasion occasion) {
        int[] characters = Values.text(value).codePoints().toArray();
        List<Integer> maskable = IntStream.range(0, characters.length)
                .filter(i -> !ignored.test(characters[i]))
                .boxed()
                .toList();
        for (int i : masked(maskable)) {
            characters[i] = mask(value);
        }
        return Values.like(value, new String(characters, 0, characters.length));
    }

    /** A negative number leaves so many, at the other end. */
    private List<Integer> masked(List<Integer> maskable) {
        int size = maskable.size();
        int wanted = config.getNumberToMask();
        int count = wanted == 0 ? size : wanted > 0 ? Math.min(wanted, size) : Math.max(0, size + wanted);
        return config.getReverseOrder() ? maskable.subList(size - count, size) : maskable.subList(0, count);
    }

    private int mask(Value value) {
        if (!config.getMaskingCharacter().isEmpty()) {
            return config.getMaskingCharacter().codePointAt(0);
        }
        return value.hasIntegerValue() || value.hasFloatValue() ? '0' : '*';
    }
}
