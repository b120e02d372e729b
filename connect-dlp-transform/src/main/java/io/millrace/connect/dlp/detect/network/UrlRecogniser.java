// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.network;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.DOMAIN_NAME;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.STORAGE_SIGNED_URL;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.URL;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.Likelihood;

/** URLs with a scheme, around the colon before two slashes. */
public final class UrlRecogniser implements Recogniser {

    private static final String[] SIGNATURES = {"x-goog-signature=", "x-amz-signature=", "signature=", "sig="};

    private static final int ENCODED_ONCE = 3;

    private final WordIndex schemes = WordIndex.of("http", "https", "ftp", "ftps", "sftp", "ws", "wss");
    private final TopLevelDomains domains;

    public UrlRecogniser(TopLevelDomains domains) {
        this.domains = domains;
    }

    @Override
    public int at(Scan scan, int colon) {
        if (scan.at(colon + 1) != '/' || scan.at(colon + 2) != '/' || colon < scan.urlEnd()) {
            return colon + 1;
        }
        int start = colon;
        while (colon - start < 6 && Chars.isLetter(scan.at(start - 1))) {
            start--;
        }
        int authority = colon + 3;
        if (!schemes.contains(scan.chars(), start, colon) || Chars.isWord(scan.at(start - 1))) {
            return colon + 1;
        }
        char quote = scan.at(start - 1) == '\'' ? '\'' : '\0';
        boolean encoded = scan.text().isPercentEncoded(colon);
        int end = end(scan, authority, encoded ? '&' : quote);
        end = encoded && quote != '\0' ? beforeQuote(scan, authority, end, quote) : end;
        int authorityEnd = authority;
        int host = authority;
        while (authorityEnd < end && "/?#".indexOf(scan.at(authorityEnd)) < 0) {
            host = scan.at(authorityEnd) == '@' ? authorityEnd + 1 : host;
            authorityEnd++;
        }
        scan.readUrl(end);
        report(scan, start, host, authorityEnd, end);
        return colon + 1;
    }

    /**
     * The end of a URL of which {@code from} is a part: white space, quotes and brackets around it end it.
     *
     * @param close what ends it, too, unless it is encoded: the quote before it, the sign before a form's next value, where
     *     what is encoded no more than the URL itself ends it as well
     */
    static int end(Scan scan, int from, char close) {
        int end = from;
        int n = scan.length();
        int open = 0;
        char[] chars = scan.chars();
        int outer = close == '&' ? scan.text().width(from - 1) : 0;
        while (end < n
                && (isUrl(chars[end])
                        ? chars[end] != close || scan.text().isPercentEncoded(end)
                        : isEncodedWithin(scan, end, outer))) {
            open += opened(chars[end]);
            end++;
        }
        while (end > from && (".,;:!?'*)]".indexOf(chars[end - 1]) >= 0)) {
            if (chars[end - 1] == ')' ? open >= 0 : closesAddress(chars, from, end)) {
                break;
            }
            open += chars[end - 1] == ')' ? 1 : 0;
            end--;
        }
        return end;
    }

    /** Where the quote closes that stands before an encoded URL, if it does. */
    private static int beforeQuote(Scan scan, int from, int end, char quote) {
        int close = from;
        while (close < end
                && !(scan.at(close) == quote
                        && scan.text().width(close) <= scan.text().width(from - 1))) {
            close++;
        }
        return close;
    }

    private static int opened(char c) {
        return c == '(' ? 1 : c == ')' ? -1 : 0;
    }

    /** True behind the brackets around an address of IPv6. */
    private static boolean closesAddress(char[] chars, int from, int end) {
        return chars[end - 1] == ']' && chars[from] == '[' && end - from < 48;
    }

    /** What is encoded in a URL that is encoded itself is encoded once more. */
    private static boolean isEncodedWithin(Scan scan, int i, int outer) {
        boolean once = outer == ENCODED_ONCE;
        return scan.text().isPercentEncoded(i)
                && (once ? scan.text().isPercentSignEncoded(i) : scan.text().width(i) > outer);
    }

    private static boolean isUrl(char c) {
        return c > ' ' && "<>\"{}|\\^`".indexOf(c) < 0 && (c < 128 || Character.isLetterOrDigit(c));
    }

    private void report(Scan scan, int start, int host, int authorityEnd, int end) {
        int hostEnd = authorityEnd;
        for (int i = authorityEnd - 1; i > host && (Chars.isDigit(scan.at(i)) || scan.at(i) == ':'); i--) {
            hostEnd = scan.at(i) == ':' ? i : hostEnd;
        }
        if (hostEnd == host) {
            return;
        }
        boolean name = domains.isName(scan.chars(), host, hostEnd);
        boolean address = scan.at(host) == '['
                ? scan.at(hostEnd - 1) == ']' && IpSyntax.isV6(scan.chars(), host + 1, hostEnd - 1)
                : IpSyntax.v4End(scan.chars(), host, hostEnd) == hostEnd;
        scan.report(URL, name || address ? Likelihood.VERY_LIKELY : Likelihood.UNLIKELY, start, end);
        if (name) {
            scan.report(DOMAIN_NAME, Likelihood.LIKELY, host, hostEnd);
        }
        if (scan.wants(STORAGE_SIGNED_URL) && isSigned(scan, authorityEnd, end)) {
            scan.report(STORAGE_SIGNED_URL, Likelihood.VERY_LIKELY, start, end);
        }
    }

    /** The signature is a parameter of the query. */
    private static boolean isSigned(Scan scan, int from, int end) {
        for (int i = from; i < end; i++) {
            if (scan.at(i) == '?' || scan.at(i) == '&') {
                for (String signature : SIGNATURES) {
                    if (end - i > signature.length() + 16 && isAt(scan, i + 1, signature)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isAt(Scan scan, int at, String lower) {
        for (int i = 0; i < lower.length(); i++) {
            if (Chars.lower(scan.at(at + i)) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
