// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.deidentify.Surrogate;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A text with tokens in it, as {@link Rewriting} made it: within strings of JSON their characters are escaped, and what is
 * brought back has to be; in URLs, forms and elements it is escaped as far as it would be read as something else there.
 */
final class TokenText implements Surrogate.Surroundings {

    private static final int LONGEST_URL = 2048;
    private static final String PART_OF_QUERY = " %#&+\"";

    private final String text;
    private final JsonText json;
    private int level;
    private int start;
    private int end;

    TokenText(String text) {
        this.text = text;
        this.json = new JsonText(text);
    }

    @Override
    public @Nullable String token(int head, int from, int length, String alphabet) {
        start = head;
        level = json.levelAt(head);
        StringBuilder token = new StringBuilder();
        int i = from;
        while (token.length() < length && i < text.length()) {
            int backslashes = backslashes(i);
            char c = i + backslashes < text.length() ? text.charAt(i + backslashes) : '\0';
            boolean backslash = backslashes == 1 << level;
            boolean plain = backslashes == 0 && (level == 0 || c != '"');
            boolean quote = level > 0 && c == '"' && backslashes == (1 << level) - 1;
            c = backslash ? '\\' : c;
            if ((!backslash && !plain && !quote) || alphabet.indexOf(c) < 0) {
                return null;
            }
            token.append(c);
            i += backslash ? backslashes : backslashes + 1;
        }
        end = i;
        return token.length() == length ? token.toString() : null;
    }

    /** How many there are before a character within strings, up to those that stand for one. */
    private int backslashes(int from) {
        int most = level == 0 ? 0 : 1 << level;
        int i = from;
        while (i - from < most && i < text.length() && text.charAt(i) == '\\') {
            i++;
        }
        return i - from;
    }

    @Override
    public int end() {
        return end;
    }

    @Override
    public String escaped(String original) {
        boolean element = start > 0 && text.charAt(start - 1) == '>' && text.startsWith("<", end);
        String written = element ? original.replace("&", "&amp;").replace("<", "&lt;") : percentEncoded(original);
        return JsonText.escaped(written, level);
    }

    private String percentEncoded(String original) {
        int from = start;
        while (from > 0 && start - from < LONGEST_URL && isOfUrl(text.charAt(from - 1))) {
            from--;
        }
        String before = text.substring(from, start); // what is further away is no part of the URL, and may be long
        int scheme = before.lastIndexOf("://");
        boolean url = scheme >= 0;
        boolean user = url && text.startsWith("@", end) && before.indexOf('/', scheme + 3) < 0;
        boolean form = before.endsWith("=") && (text.startsWith("&", end) || before.indexOf('&') >= 0);
        return url || form ? percentEncoded(original, user) : original;
    }

    private static boolean isOfUrl(char c) {
        return c > ' ' && "\"'<>\\".indexOf(c) < 0;
    }

    private static String percentEncoded(String original, boolean user) {
        StringBuilder encoded = new StringBuilder(original.length());
        for (byte b : original.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean unreserved = (c >= '0' && c <= '9')
                    || (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || "-._~".indexOf(c) >= 0;
            boolean plain = unreserved || (!user && c < 0x80 && PART_OF_QUERY.indexOf(c) < 0);
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }
}
