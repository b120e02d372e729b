// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import java.util.EnumSet;
import java.util.Set;

/**
 * DLP's CharsToIgnore: characters that a mask leaves as they are and does not count.
 *
 * @param charactersToSkip listed characters
 * @param common groups, by DLP's names; they cover ASCII, as DLP's do
 */
public record CharactersToIgnore(String charactersToSkip, Set<Group> common) {
    /** Ignores nothing. */
    public static final CharactersToIgnore NONE = new CharactersToIgnore("", Set.of());

    /** DLP's CommonCharsToIgnore. */
    public enum Group {
        NUMERIC,
        ALPHA_UPPER_CASE,
        ALPHA_LOWER_CASE,
        PUNCTUATION,
        WHITESPACE;

        boolean has(int codePoint) {
            return switch (this) {
                case NUMERIC -> codePoint >= '0' && codePoint <= '9';
                case ALPHA_UPPER_CASE -> codePoint >= 'A' && codePoint <= 'Z';
                case ALPHA_LOWER_CASE -> codePoint >= 'a' && codePoint <= 'z';
                case PUNCTUATION -> "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".indexOf(codePoint) >= 0;
                case WHITESPACE -> " \t\n\u000B\f\r".indexOf(codePoint) >= 0;
            };
        }
    }

    public CharactersToIgnore {
        if (common.size() == Group.values().length) {
            throw new IllegalArgumentException("all groups leave no character of ASCII to mask; leave one out");
        }
        common = common.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(common));
    }

    /** Whether the mask steps over this code point. */
    public boolean ignores(int codePoint) {
        if (charactersToSkip.indexOf(codePoint) >= 0) {
            return true;
        }
        for (Group group : common) {
            if (group.has(codePoint)) {
                return true;
            }
        }
        return false;
    }
}
