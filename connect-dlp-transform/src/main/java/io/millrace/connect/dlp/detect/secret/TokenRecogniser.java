// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AUTH_TOKEN;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AWS_CREDENTIALS;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.GCP_API_KEY;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.GCP_CREDENTIALS;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.JSON_WEB_TOKEN;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Credentials that begin with a prefix of their service, looked for at the prefix's rarest character. */
public final class TokenRecogniser implements Recogniser {

    private static final int LONGEST_TOKEN = 512;

    // Prefixes as the services document them (2026-11); the number is where the rarest character stands.
    private static final List<Prefix> PREFIXES = List.of(
            new Prefix("AKIA", 1, 20, 20, AWS_CREDENTIALS),
            new Prefix("ASIA", 3, 20, 20, AWS_CREDENTIALS),
            new Prefix("AIza", 1, 39, 39, GCP_API_KEY),
            new Prefix("GOCSPX-", 5, 35, 35, GCP_CREDENTIALS),
            new Prefix("ya29.", 4, 30, LONGEST_TOKEN, GCP_CREDENTIALS),
            new Prefix("1//0", 2, 40, LONGEST_TOKEN, GCP_CREDENTIALS),
            new Prefix("ghp_", 3, 40, 40, AUTH_TOKEN),
            new Prefix("gho_", 3, 40, 40, AUTH_TOKEN),
            new Prefix("ghs_", 3, 40, 40, AUTH_TOKEN),
            new Prefix("ghu_", 3, 40, 40, AUTH_TOKEN),
            new Prefix("ghr_", 3, 40, 80, AUTH_TOKEN),
            new Prefix("github_pat_", 6, 60, 100, AUTH_TOKEN),
            new Prefix("npm_", 3, 40, 40, AUTH_TOKEN),
            new Prefix("sk_live_", 2, 24, 120, AUTH_TOKEN),
            new Prefix("rk_live_", 2, 24, 120, AUTH_TOKEN),
            new Prefix("glpat-", 5, 26, 64, AUTH_TOKEN),
            new Prefix("xoxb-", 4, 24, 200, AUTH_TOKEN),
            new Prefix("xoxp-", 4, 24, 200, AUTH_TOKEN),
            new Prefix("xoxa-", 4, 24, 200, AUTH_TOKEN));

    // By the character before the trigger, which tells nearly all other text at once
    private final Prefix[][] prefixes = new Prefix[128][0];

    private record Prefix(String text, int rarest, int shortest, int longest, BuiltInInfoType type) {

        boolean isAt(Scan scan, int start) {
            for (int i = 0; i < text.length(); i++) {
                if (scan.at(start + i) != text.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private TokenRecogniser(char trigger) {
        Map<Character, List<Prefix>> byCharacterBefore = PREFIXES.stream()
                .filter(prefix -> prefix.text.charAt(prefix.rarest) == trigger)
                .collect(Collectors.groupingBy(prefix -> prefix.text.charAt(prefix.rarest - 1)));
        byCharacterBefore.forEach((before, some) -> prefixes[before] = some.toArray(Prefix[]::new));
    }

    /** The characters that a recogniser is needed for. */
    public static String triggers() {
        StringBuilder triggers = new StringBuilder("J");
        for (Prefix prefix : PREFIXES) {
            char trigger = prefix.text.charAt(prefix.rarest);
            if (triggers.indexOf(String.valueOf(trigger)) < 0) {
                triggers.append(trigger);
            }
        }
        return triggers.toString();
    }

    public static Recogniser at(char trigger) {
        TokenRecogniser recogniser = new TokenRecogniser(trigger);
        return trigger == 'J' ? TokenRecogniser::jsonWebToken : recogniser;
    }

    @Override
    public int at(Scan scan, int position) {
        char before = scan.at(position - 1);
        if (before >= prefixes.length) {
            return position + 1;
        }
        for (Prefix prefix : prefixes[before]) {
            int start = position - prefix.rarest;
            if (prefix.isAt(scan, start)) {
                token(scan, prefix, start);
                break;
            }
        }
        return position + 1;
    }

    private static void token(Scan scan, Prefix prefix, int start) {
        char before = scan.at(start - 1);
        if (Chars.isBase64Url(before) || before == '.') {
            return;
        }
        int end = start + prefix.text.length();
        while (end - start <= prefix.longest
                && (Chars.isBase64Url(scan.at(end)) || (scan.at(end) == '.' && prefix.longest == LONGEST_TOKEN))) {
            end++;
        }
        boolean fits = end - start >= prefix.shortest && end - start <= prefix.longest;
        if (fits) {
            scan.report(prefix.type, Likelihood.VERY_LIKELY, start, end);
        }
    }

    /** Three parts in base64url; the first is a JSON object, so it starts with {@code eyJ}. */
    private static int jsonWebToken(Scan scan, int position) {
        int start = position - 2;
        if (scan.at(start) != 'e'
                || scan.at(start + 1) != 'y'
                || Chars.isBase64Url(scan.at(start - 1))
                || scan.at(start - 1) == '.') {
            return position + 1;
        }
        int header = base64UrlEnd(scan, start);
        int payload = scan.at(header) == '.' ? base64UrlEnd(scan, header + 1) : header;
        if (header - start < 10 || payload - header < 3 || scan.at(payload) != '.') {
            return position + 1;
        }
        int end = base64UrlEnd(scan, payload + 1);
        while (scan.at(end) == '.' && Chars.isBase64Url(scan.at(end + 1))) {
            end = base64UrlEnd(scan, end + 1); // the five parts of an encrypted token
        }
        scan.report(JSON_WEB_TOKEN, Likelihood.VERY_LIKELY, start, end);
        return position + 1;
    }

    private static int base64UrlEnd(Scan scan, int from) {
        int end = from;
        int n = scan.length();
        char[] chars = scan.chars();
        while (end < n && Chars.isBase64Url(chars[end])) {
            end++;
        }
        return end;
    }
}
