// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AUTH_TOKEN;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.BASIC_AUTH_HEADER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.HTTP_COOKIE;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.OAUTH_CLIENT_SECRET;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.XSRF_TOKEN;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.Likelihood;

/** What a secret's value is, in the range that a label gives it. */
final class SecretReader {

    static final int SHORTEST_PASSWORD = 4;
    static final int SHORTEST_TOKEN = 16;
    private static final String[] SCHEMES = {"bearer ", "token ", "apikey ", "key "};
    // Of the forms that programs leave for a value to be filled in
    private static final String[] BLANKS = {"${", "$(", "{{", "#{", "%s", "%(", "$1"};

    private final WordIndex placeholders = WordIndex.of(
            "null", "none", "true", "false", "undefined", "required", "redacted", "masked", "hidden", "changeit");

    /**
     * Reports the secret in a range.
     *
     * @param bounded whether the range is all of the value, as in quotes; else it ends where the value can be no longer
     */
    void read(Scan scan, BuiltInInfoType label, int start, int end, boolean bounded) {
        switch (label) {
            case HTTP_COOKIE -> cookie(scan, start, end);
            case PASSWORD -> password(scan, start, end, bounded);
            case AUTH_TOKEN -> authorization(scan, start, end, bounded);
            case OAUTH_CLIENT_SECRET, XSRF_TOKEN ->
                // a credential all the same, where the closer type is not asked for
                token(scan, scan.wants(label) ? label : AUTH_TOKEN, start, end, bounded);
            default -> token(scan, label, start, end, bounded);
        }
    }

    private static void cookie(Scan scan, int start, int end) {
        boolean wanted = scan.wants(HTTP_COOKIE);
        if (end - start > SHORTEST_TOKEN && (wanted || holdsToken(scan, start, end))) {
            // a credential all the same, where the closer type is not asked for
            scan.reportAs(wanted ? HTTP_COOKIE : AUTH_TOKEN, Likelihood.LIKELY, start, end);
        }
    }

    /** Whether one of the values of a cookie is a credential. */
    private static boolean holdsToken(Scan scan, int start, int end) {
        int from = end;
        for (int i = start; i <= end; i++) {
            if (i == end || scan.at(i) == ';' || scan.at(i) == ' ') {
                if (i - from >= SHORTEST_TOKEN && isMixed(scan, from, i)) {
                    return true;
                }
                from = end;
            } else if (scan.at(i) == '=' && from == end) {
                from = i + 1;
            }
        }
        return false;
    }

    private void password(Scan scan, int start, int end, boolean bounded) {
        if (end - start >= SHORTEST_PASSWORD && !isBlank(scan, start, end, bounded)) {
            scan.reportAs(PASSWORD, Likelihood.LIKELY, start, end);
        }
    }

    /** True when a value only says that there is or will be one. */
    boolean isBlank(Scan scan, int start, int end, boolean bounded) {
        for (String blank : BLANKS) {
            if (startsWith(scan, start, blank)) {
                return true;
            }
        }
        return isForm(scan, start, end, bounded) || placeholders.contains(scan.chars(), start, end);
    }

    /** Brackets around it all, or the same mark again; without quotes a bracket opens a structure. */
    private static boolean isForm(Scan scan, int start, int end, boolean bounded) {
        char first = scan.at(start);
        char last = scan.at(end - 1);
        return switch (first) {
            case '<' -> last == '>';
            case '[' -> last == ']' || !bounded;
            case '{' -> last == '}' || !bounded;
            case '*', '?' -> scan.at(start + 1) == first || !bounded;
            default -> false;
        };
    }

    private static void authorization(Scan scan, int start, int end, boolean bounded) {
        if (startsWith(scan, start, "basic ")) {
            token(scan, BASIC_AUTH_HEADER, start + "basic ".length(), end, bounded);
            return;
        }
        int from = start;
        for (String scheme : SCHEMES) {
            from = from == start && startsWith(scan, start, scheme) ? start + scheme.length() : from;
        }
        token(scan, AUTH_TOKEN, from, end, bounded);
    }

    /** Credentials of one piece; between quotes of any characters, as long as no white space is among them. */
    private static void token(Scan scan, BuiltInInfoType type, int start, int limit, boolean bounded) {
        int end = start;
        while (end < limit && isToken(scan.at(end))) {
            end++;
        }
        if (bounded && end < limit && !hasSpace(scan, end, limit)) {
            end = limit;
        }
        while (end > start && scan.at(end - 1) == '.') {
            end--;
        }
        boolean basic = type == BASIC_AUTH_HEADER;
        if (end - start >= (basic ? SHORTEST_PASSWORD : SHORTEST_TOKEN) && (basic || isMixed(scan, start, end))) {
            scan.reportAs(type, Likelihood.LIKELY, start, end);
        }
    }

    /** Digits and letters: words are not, nor numbers. */
    static boolean isMixed(Scan scan, int start, int end) {
        boolean digit = false;
        boolean letter = false;
        for (int i = start; i < end; i++) {
            digit |= Chars.isDigit(scan.at(i));
            letter |= Chars.isLetter(scan.at(i));
        }
        return digit && letter;
    }

    private static boolean hasSpace(Scan scan, int start, int end) {
        for (int i = start; i < end; i++) {
            if (scan.at(i) <= ' ') {
                return true;
            }
        }
        return false;
    }

    static boolean isToken(char c) {
        return Chars.isBase64(c) || Chars.isBase64Url(c) || c == '.' || c == '~' || c == ':';
    }

    static boolean startsWith(Scan scan, int start, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if (Chars.lower(scan.at(start + i)) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
