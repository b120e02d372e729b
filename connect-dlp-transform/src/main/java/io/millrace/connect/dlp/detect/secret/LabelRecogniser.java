// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AUTH_TOKEN;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AWS_CREDENTIALS;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AZURE_AUTH_TOKEN;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.BASIC_AUTH_HEADER;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.HTTP_COOKIE;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.OAUTH_CLIENT_SECRET;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.XSRF_TOKEN;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Secrets that only their label tells, around the colon or equals sign after it. */
public final class LabelRecogniser implements Recogniser {

    private static final int LONGEST_LABEL = 32;
    private static final int LONGEST_SECRET = 4096;
    private static final int SHORTEST_PASSWORD = 4;
    private static final int SHORTEST_TOKEN = 16;

    /** What it can find. */
    public static final Set<BuiltInInfoType> TYPES = Set.of(
            PASSWORD,
            AUTH_TOKEN,
            BASIC_AUTH_HEADER,
            AWS_CREDENTIALS,
            AZURE_AUTH_TOKEN,
            OAUTH_CLIENT_SECRET,
            XSRF_TOKEN,
            HTTP_COOKIE);

    private static final List<Label> LABELS = List.of(
            new Label(
                    PASSWORD,
                    List.of("password", "passwd", "pwd", "passphrase", "passwort", "contraseña", "motdepasse")),
            new Label(
                    AUTH_TOKEN,
                    List.of(
                            "authorization",
                            "token",
                            "accesstoken",
                            "refreshtoken",
                            "idtoken",
                            "authtoken",
                            "apikey",
                            "xapikey",
                            "apitoken",
                            "bearertoken",
                            "sessiontoken",
                            "secretkey",
                            "apisecret")),
            new Label(AWS_CREDENTIALS, List.of("awssecretaccesskey", "secretaccesskey", "awssessiontoken")),
            new Label(AZURE_AUTH_TOKEN, List.of("accountkey", "sharedaccesskey")),
            new Label(OAUTH_CLIENT_SECRET, List.of("clientsecret", "oauthclientsecret")),
            new Label(XSRF_TOKEN, List.of("xsrftoken", "csrftoken", "xcsrftoken", "xxsrftoken", "csrfmiddlewaretoken")),
            new Label(HTTP_COOKIE, List.of("cookie", "setcookie")));

    private final WordIndex placeholders = WordIndex.of(
            "null", "none", "true", "false", "undefined", "required", "redacted", "masked", "hidden", "changeit");
    private final WordIndex labels;
    // A bit for every letter before the last, by the last in either case; letters by their last five bits
    private final int[] endings = new int[128];
    private final List<BuiltInInfoType> types = new ArrayList<>();
    private final char[] compact = new char[LONGEST_LABEL];

    private record Label(BuiltInInfoType type, List<String> words) {}

    public LabelRecogniser() {
        List<String> words = new ArrayList<>();
        for (Label label : LABELS) {
            for (String word : label.words) {
                words.add(word);
                char last = word.charAt(word.length() - 1);
                int beforeLast = 1 << word.charAt(word.length() - 2);
                endings[last] |= beforeLast;
                endings[Chars.upper(last)] |= beforeLast;
                types.add(label.type);
            }
        }
        labels = new WordIndex(words);
    }

    @Override
    public int at(Scan scan, int mark) {
        int end = mark;
        if (mark < scan.secretEnd()) {
            return mark + 1;
        }
        while (mark - end < 3 && isAroundLabel(scan.at(end - 1))) {
            end--;
        }
        if (!mayEnd(scan.at(end - 2), scan.at(end - 1))) {
            return mark + 1;
        }
        int length = 0;
        int start = end;
        while (length < LONGEST_LABEL && isLabel(scan.at(start - 1)) && end - start < LONGEST_LABEL) {
            start--;
            char c = scan.at(start);
            if (c != '_' && c != '-' && c != '.') {
                compact[LONGEST_LABEL - ++length] = c;
            }
        }
        int found = labels.find(compact, LONGEST_LABEL - length, LONGEST_LABEL);
        if (found != WordIndex.ABSENT) {
            int value = mark + 1;
            while (value - mark < 4 && isAroundLabel(scan.at(value))) {
                value++;
            }
            secret(scan, types.get(found), value);
        }
        return mark + 1;
    }

    /** True when a label ends with these characters; most keys of a document end here. */
    private boolean mayEnd(char beforeLast, char last) {
        return last < endings.length && (endings[last] >>> beforeLast & 1) != 0;
    }

    private static boolean isLabel(char c) {
        return Chars.isWordLetter(c) || c == '_' || c == '-' || c == '.';
    }

    private static boolean isAroundLabel(char c) {
        return c == '"' || c == '\'' || c == ' ' || c == '\\';
    }

    private void secret(Scan scan, BuiltInInfoType type, int start) {
        switch (type) {
            case HTTP_COOKIE -> lineOf(scan, start);
            case AUTH_TOKEN -> {
                int value = skipWord(scan, start, "basic ");
                if (value > start) {
                    token(scan, BASIC_AUTH_HEADER, value, SHORTEST_PASSWORD);
                } else {
                    token(scan, AUTH_TOKEN, skipWord(scan, start, "bearer "), SHORTEST_TOKEN);
                }
            }
            case PASSWORD -> password(scan, start);
            default -> token(scan, type, start, SHORTEST_TOKEN);
        }
    }

    private static int skipWord(Scan scan, int start, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if (Chars.lower(scan.at(start + i)) != lower.charAt(i)) {
                return start;
            }
        }
        return start + lower.length();
    }

    private static void token(Scan scan, BuiltInInfoType type, int start, int shortest) {
        int end = start;
        boolean digit = false;
        boolean letter = false;
        while (end < scan.length() && end - start < LONGEST_SECRET && isToken(scan.at(end))) {
            digit |= Chars.isDigit(scan.at(end));
            letter |= Chars.isLetter(scan.at(end));
            end++;
        }
        scan.readSecret(end);
        boolean mixed = (digit && letter) || type == BASIC_AUTH_HEADER;
        if (end - start >= shortest && mixed) {
            scan.reportAs(type, Likelihood.LIKELY, start, end);
        }
    }

    private static boolean isToken(char c) {
        return Chars.isBase64(c) || Chars.isBase64Url(c) || c == '.' || c == '~' || c == ':';
    }

    private void password(Scan scan, int start) {
        int end = start;
        while (end < scan.length()
                && end - start < LONGEST_SECRET
                && "\"',;&}\\<".indexOf(scan.at(end)) < 0
                && scan.at(end) > ' ') {
            end++;
        }
        scan.readSecret(end);
        char first = scan.at(start);
        boolean hidden = first == '*' || (first == '$' && scan.at(start + 1) == '{') || first == '[' || first == '{';
        if (end - start >= SHORTEST_PASSWORD && !hidden && !placeholders.contains(scan.chars(), start, end)) {
            scan.reportAs(PASSWORD, Likelihood.LIKELY, start, end);
        }
    }

    private static void lineOf(Scan scan, int start) {
        int end = start;
        while (end < scan.length() && end - start < LONGEST_SECRET && scan.at(end) != '\n' && scan.at(end) != '"') {
            end++;
        }
        scan.readSecret(end);
        if (end - start > SHORTEST_TOKEN) {
            scan.reportAs(HTTP_COOKIE, Likelihood.LIKELY, start, end);
        }
    }
}
