// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.JSON_WEB_TOKEN;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** Credentials that begin with a prefix of their service, looked for at the prefix's rarest character. */
public final class TokenRecogniser implements Recogniser {

    private static final List<TokenPrefix> PREFIXES = TokenPrefix.all().stream()
            .filter(prefix -> !TokenReader.isRead(prefix))
            .toList();

    // By the character before the trigger, which tells nearly all other text at once
    private final TokenPrefix[][] prefixes = new TokenPrefix[128][0];

    private TokenRecogniser(char trigger) {
        Map<Character, List<TokenPrefix>> byCharacterBefore = PREFIXES.stream()
                .filter(prefix -> prefix.trigger() == trigger)
                .collect(Collectors.groupingBy(prefix -> prefix.text().charAt(prefix.rarest() - 1)));
        byCharacterBefore.forEach((before, some) -> prefixes[before] = some.toArray(TokenPrefix[]::new));
    }

    /** The characters that a recogniser is needed for. */
    public static String triggers() {
        StringBuilder triggers = new StringBuilder("J");
        for (TokenPrefix prefix : PREFIXES) {
            if (triggers.indexOf(String.valueOf(prefix.trigger())) < 0) {
                triggers.append(prefix.trigger());
            }
        }
        return triggers.toString();
    }

    /** What may follow that character. */
    public static IntPredicate continuation(char trigger) {
        IntPredicate own = next -> trigger == 'J' && Chars.isBase64Url((char) next);
        return PREFIXES.stream()
                .filter(prefix -> prefix.trigger() == trigger)
                .map(TokenPrefix::continuation)
                .reduce(own, IntPredicate::or);
    }

    public static Recogniser at(char trigger) {
        TokenRecogniser recogniser = new TokenRecogniser(trigger);
        return trigger != 'J'
                ? recogniser
                : (scan, position) -> Math.min(jsonWebToken(scan, position), recogniser.at(scan, position));
    }

    /** At the second letter of a token whose header begins with a blank. */
    public static Recogniser spacedWebToken() {
        return (scan, position) -> jsonWebToken(scan, position + 1) - 1;
    }

    @Override
    public int at(Scan scan, int position) {
        char before = scan.at(position - 1);
        if (before >= prefixes.length) {
            return position + 1;
        }
        for (TokenPrefix prefix : prefixes[before]) {
            int start = position - prefix.rarest();
            if (prefix.isAt(scan, start) && prefix.report(scan, start)) {
                break;
            }
        }
        return position + 1;
    }

    /** Three parts in base64url; the first is a JSON object, so it starts with {@code eyJ} or {@code eyA}. */
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
