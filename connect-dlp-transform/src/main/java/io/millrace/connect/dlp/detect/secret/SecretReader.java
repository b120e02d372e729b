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
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a secret's value is, in the range that a label gives it. */
final class SecretReader {

    static final int SHORTEST_PASSWORD = 3;
    static final int SHORTEST_TOKEN = 16;
    private static final String BASIC = "basic ";
    // Of RFC 7235's registry, and of services: Okta, Discord, Dynatrace, Opsgenie, Zoho, Splunk, Klaviyo, PagerDuty
    private static final String[] SCHEMES = {
        "bearer ",
        "token ",
        "apikey ",
        "key ",
        BASIC,
        "negotiate ",
        "ntlm ",
        "dpop ",
        "ssws ",
        "bot ",
        "api-token ",
        "geniekey ",
        "zoho-oauthtoken ",
        "splunk ",
        "klaviyo-api-key ",
        "sharedkey ",
        "googlelogin auth=",
        "jwt ",
        "api-key ",
        "api_key ",
        "secret ",
        "plain "
    };
    private static final int LONGEST_SCHEME = 12;
    private static final int LONGEST_BRACES = 128;

    private final SecretLook look = new SecretLook();
    private final Placeholders placeholders = new Placeholders();
    private final Expressions expressions = new Expressions();
    private final SchemeParameters parameters = new SchemeParameters();
    private final WordIndex words = WordIndex.of(
            "must",
            "should",
            "cannot",
            "will",
            "have",
            "does",
            "this",
            "that",
            "from",
            "with",
            "expected",
            "expects",
            "invalid",
            "minimum",
            "maximum");
    /**
     * Reads the value that begins there, in quotes or bare.
     *
     * @return where the closing quote stands; 0 when there is none
     */
    int readAt(Scan scan, BuiltInInfoType label, int opening) {
        if (scan.at(opening) == '{' && scan.at(opening - 1) == '=' && label == PASSWORD && readBraces(scan, opening)) {
            return 0;
        }
        int several = readSeveralQuotes(scan, label, opening);
        if (several > 0) {
            return several;
        }
        boolean quote = ValueBounds.isQuote(scan.at(opening));
        int close = quote ? QuotedBounds.quoteEnd(scan, opening) : -1;
        if (close > opening) {
            scan.readSecret(close);
            if (!Expressions.isCommand(scan, opening, close)) {
                read(scan, label, opening + 1, close, true);
            }
            return close;
        }
        return readBare(scan, label, quote ? opening + 1 : opening);
    }

    /** Reads what is in three quotes, in two as CSV has it, or in those of print; 0 when none is there. */
    private int readSeveralQuotes(Scan scan, BuiltInInfoType label, int opening) {
        int printed = QuotedBounds.printedEnd(scan, opening);
        if (printed > 0) {
            scan.readSecret(printed);
            int end = scan.at(printed - 1) == ' ' ? printed - 1 : printed; // as French has it
            read(scan, label, Blanks.skipSpaces(scan, opening + 1), end, true);
            return printed;
        }
        int tripled = QuotedBounds.tripledEnd(scan, opening);
        if (tripled > 0) {
            scan.readSecret(tripled);
            read(scan, label, opening + 3, tripled, true);
            return tripled + 2;
        }
        if (QuotedBounds.isDoubled(scan, opening)) {
            int end = QuotedBounds.doubledEnd(scan, opening + 2);
            scan.readSecret(end);
            read(scan, label, opening + 2, end, true);
            return end + 1;
        }
        return 0;
    }

    private int readBare(Scan scan, BuiltInInfoType label, int start) {
        // Told by a few characters: nothing is read of these, so the next label asks again
        if (label == PASSWORD && BareValues.isOther(scan, start)) {
            return 0; // PWD is the working directory, too
        }
        int expression = expressions.end(scan, start);
        if (expression > start) {
            int literal = expressions.literal(scan, expression);
            return literal > 0 ? readAt(scan, label, literal) : 0;
        }
        int kept = look.schemeEnd(scan, start);
        if (kept > start && label == PASSWORD) {
            int end = ValueBounds.bareEnd(scan, label, kept);
            scan.readSecret(end);
            scan.reportAs(PASSWORD, Likelihood.LIKELY, start, end);
            return 0;
        }
        int close = look.enclosedEnd(scan, start);
        if (close > start && label == PASSWORD) {
            scan.readSecret(close);
            read(scan, label, start + 1, close, true);
            return 0;
        }
        int end = BareValues.withoutMarks(
                scan, start, ValueBounds.bareEnd(scan, label, behindScheme(scan, label, start)));
        scan.readSecret(end);
        read(scan, label, start, end, false);
        return 0;
    }

    /** Reads the only word of the line below, if it looks like a secret and is no label itself. */
    void readLineBelow(Scan scan, BuiltInInfoType label, int lineEnd) {
        int start = Blanks.skipAny(scan, lineEnd);
        int end = ValueBounds.bareEnd(scan, label, start);
        int next = Blanks.skipSpaces(scan, end);
        boolean alone = next >= scan.length() || scan.at(next) == '\n' || scan.at(next) == '\r';
        boolean other = end == start || ":,".indexOf(scan.at(end - 1)) >= 0 || !alone;
        if (!other && look.looksLikeOne(scan, start, end)) {
            scan.readSecret(end);
            read(scan, label, start, end, true);
        }
    }

    /** ODBC quotes with braces: {@code PWD={a;b1}}, {@code PWD={correct horse};…}; one word in them is a form's. */
    private boolean readBraces(Scan scan, int open) {
        int close = open + 1;
        boolean marks = false;
        while (close - open < LONGEST_BRACES && scan.at(close) >= ' ' && scan.at(close) != '}') {
            marks |= "; ,&".indexOf(scan.at(close)) >= 0;
            close++;
        }
        boolean over = scan.at(close + 1) <= ' ' || ";\"'".indexOf(scan.at(close + 1)) >= 0;
        boolean looks = marks ? over && !hasMembers(scan, open + 1, close) : look.looksLikeOne(scan, open + 1, close);
        boolean quoted = scan.at(close) == '}' && looks;
        if (quoted) {
            scan.readSecret(close);
            read(scan, PASSWORD, open + 1, close, true);
        }
        return quoted;
    }

    /** True for an object, {@code {a=1, b=2}}. */
    private static boolean hasMembers(Scan scan, int start, int end) {
        for (int i = start; i < end; i++) {
            if (scan.at(i) == ':' || scan.at(i) == '=' || scan.at(i) == '"') {
                return true;
            }
        }
        return false;
    }

    /** Reads a block of lines: a password is all of it, a token only where nothing else is in it. */
    void readBlock(Scan scan, BuiltInInfoType label, int start, int end) {
        boolean tokens = true;
        boolean indent = false;
        for (int i = start; i < end; i++) {
            char c = scan.at(i);
            indent = c == '\n' || c == '\r' || (indent && (c == ' ' || c == '\t'));
            tokens &= indent || isToken(c);
        }
        if (label == PASSWORD) {
            password(scan, start, end, true);
        } else if (tokens && end - start >= SHORTEST_TOKEN && SecretLook.isMixed(scan, start, end)) {
            scan.reportAs(scan.wants(label) ? label : AUTH_TOKEN, Likelihood.LIKELY, start, end);
        }
    }

    /**
     * Reports the secret in a range.
     *
     * @param bounded whether the range is all of the value, as in quotes; else it ends where the value can be no longer
     */
    void read(Scan scan, BuiltInInfoType label, int start, int end, boolean bounded) {
        int fallback = Placeholders.defaultStart(scan, start, end);
        if (fallback > start) {
            read(scan, label, fallback, scan.at(end - 1) == '}' ? end - 1 : end, true);
            return;
        }
        if (Placeholders.isForm(scan, start, end, bounded)) {
            return;
        }
        switch (label) {
            case HTTP_COOKIE -> cookie(scan, start, end);
            case PASSWORD -> password(scan, start, end, bounded);
            case AUTH_TOKEN -> authorization(scan, start, end, bounded);
            case BASIC_AUTH_HEADER -> userAndPassword(scan, start, end);
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
                if (i - from >= SHORTEST_TOKEN && SecretLook.isMixed(scan, from, i)) {
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
        // three letters that a word follows are a sentence's, as others are that hardly any password is
        boolean goesOn = !bounded && scan.at(end) == ' ' && Chars.isAlnum(scan.at(end + 1));
        boolean sentence = goesOn
                && ((end - start == SHORTEST_PASSWORD && Chars.isLetter(scan.at(end + 1)))
                        || words.contains(scan.chars(), start, end));
        if (!sentence && end - start >= SHORTEST_PASSWORD && !placeholders.isOne(scan, start, end, bounded)) {
            scan.reportAs(PASSWORD, Likelihood.LIKELY, start, end);
        }
    }

    /** Docker's and npm's {@code auth}: base64 of a user, a colon and a password (RFC 7617). */
    private static void userAndPassword(Scan scan, int start, int end) {
        if (isBasic(scan, start, end)) {
            scan.reportAs(
                    scan.wants(BASIC_AUTH_HEADER) ? BASIC_AUTH_HEADER : AUTH_TOKEN, Likelihood.LIKELY, start, end);
        }
    }

    static boolean isBasic(Scan scan, int start, int end) {
        if (end - start < 8) {
            return false;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(scan.text().substring(start, end));
            String credentials = new String(decoded, StandardCharsets.UTF_8);
            return credentials.chars().allMatch(c -> c >= ' ' && c != 0xFFFD) && credentials.indexOf(':') > 0;
        } catch (IllegalArgumentException notBase64) {
            return false; // a word; the exception quotes the text, so it goes no further
        }
    }

    private void authorization(Scan scan, int start, int end, boolean bounded) {
        if (parameters.isScheme(scan, start)) {
            parameters.read(scan, start);
            return;
        }
        BuiltInInfoType type = scan.isAt(start, BASIC) ? BASIC_AUTH_HEADER : AUTH_TOKEN;
        token(scan, type, behindScheme(scan, AUTH_TOKEN, start), end, bounded);
    }

    /** Behind the scheme that stands before a token, {@code Bearer …}; else the same place. */
    private static int behindScheme(Scan scan, BuiltInInfoType label, int start) {
        if (label == AUTH_TOKEN) {
            for (String scheme : SCHEMES) {
                if (scan.isAt(start, scheme)) {
                    return start + scheme.length();
                }
            }
        }
        return start;
    }

    /** Credentials of one piece; between quotes of any characters, as long as no white space is among them. */
    private static void token(Scan scan, BuiltInInfoType type, int start, int limit, boolean bounded) {
        if (SecretLook.isLink(scan, start, Math.min(limit, start + LONGEST_SCHEME))) {
            return;
        }
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
        if (end - start >= (basic ? SHORTEST_PASSWORD : SHORTEST_TOKEN)
                && (basic || SecretLook.isMixed(scan, start, end))) {
            scan.reportAs(type, Likelihood.LIKELY, start, end);
        }
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
}
