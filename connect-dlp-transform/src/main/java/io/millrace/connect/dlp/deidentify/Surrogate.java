// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.options.Json;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * DLP's surrogate annotation: {@code NAME(length):token}, by which a token is found again in text.
 *
 * <p>Source: CryptoDeterministicConfig.surrogate_info_type in google/privacy/dlp/v2/dlp.proto.
 */
public final class Surrogate {
    /** How the text around a token makes its characters, and what is brought back, be written. Asked in order of the text. */
    public interface Surroundings {

        /**
         * So many characters of a token, as it was before the text had it, or null when there are not so many, or one among them
         * that no token has.
         */
        @Nullable
        String token(int head, int from, int length, String alphabet);

        /** Where the token asked for last ends in the text. */
        int end();

        /** The original as the text has to have it in the place of that token. */
        String escaped(String original);
    }

    private final String name;
    private final Pattern head;
    private final String alphabet;
    private final int longest;

    /**
     * The annotation with this infoType's name.
     *
     * @param alphabet the characters that a token may have: a text that only pretends to be one is left at its first other
     *     character, however long it says that it is
     * @param longest the characters of the longest token
     */
    public Surrogate(String name, String alphabet, int longest) {
        this.name = name;
        this.head = Pattern.compile(Pattern.quote(name) + "\\((\\d{1,9})\\):");
        this.alphabet = alphabet;
        this.longest = longest;
    }

    static @Nullable Surrogate ifNamed(@Nullable String name, String alphabet, int longest) {
        return name == null ? null : new Surrogate(name, alphabet, longest);
    }

    /** The name in a rule's option, checked to be an infoType's. */
    static String named(String option) {
        return new InfoType(option.strip()).name();
    }

    /** The name in a policy's {@code surrogateInfoType}; null without one. */
    static @Nullable String named(Json config) {
        Json infoType = config.object("surrogateInfoType");
        if (infoType == null) {
            return null;
        }
        String name = infoType.requireText("name");
        return infoType.build("name", () -> new InfoType(name)).name();
    }

    String annotate(String token) {
        return name + "(" + token.length() + "):" + token;
    }

    /** The token of a text that is one annotated token and nothing else; null for any other text. */
    @Nullable
    String tokenOf(String text) {
        Matcher matcher = head.matcher(text);
        return matcher.lookingAt()
                        && length(matcher) == text.length() - matcher.end()
                        && isToken(text, matcher.end(), text.length())
                ? text.substring(matcher.end())
                : null;
    }

    /**
     * Replaces each annotated token in the text. What the operator returns unchanged is no token of ours, and what it
     * seemed to span is looked at again: an invented length must not hide a real token.
     */
    public String replaceAll(String text, Surroundings around, UnaryOperator<String> annotatedToken) {
        Matcher matcher = head.matcher(text);
        StringBuilder replaced = new StringBuilder(text.length());
        int copied = 0;
        for (int from = 0; matcher.find(from); ) {
            from = matcher.end();
            int length = length(matcher);
            String bare = length > longest ? null : around.token(matcher.start(), from, length, alphabet);
            if (bare != null) {
                String token = matcher.group() + bare;
                String original = annotatedToken.apply(token);
                if (!original.equals(token)) {
                    replaced.append(text, copied, matcher.start()).append(around.escaped(original));
                    copied = around.end();
                    from = copied;
                }
            }
        }
        return copied == 0 ? text : replaced.append(text, copied, text.length()).toString();
    }

    private static int length(Matcher matcher) {
        return Integer.parseInt(matcher.group(1));
    }

    private boolean isToken(String text, int from, int to) {
        if (to - from > longest) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (alphabet.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
