// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.network;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.DOMAIN_NAME;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.URL;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;

/** Host names without a scheme, around a dot before a letter. */
public final class HostRecogniser implements Recogniser {

    private final TopLevelDomains domains;

    public HostRecogniser(TopLevelDomains domains) {
        this.domains = domains;
    }

    @Override
    public int at(Scan scan, int dot) {
        if (!mayBeInner(scan, dot)) {
            return dot + 1;
        }
        char[] chars = scan.chars();
        int n = scan.length();
        int start = dot;
        while (start > scan.hostRunEnd() && isHost(chars[start - 1])) {
            start--;
        }
        int end = dot;
        while (end < n && isHost(chars[end])) {
            end++;
        }
        scan.readHostRun(end);
        while (end > dot && (chars[end - 1] == '.' || chars[end - 1] == '-')) {
            end--;
        }
        if (!isGlued(scan, start, end) && domains.isName(chars, start, end)) {
            report(scan, start, end);
        }
        return dot + 1;
    }

    /** True for a dot between letters, of which nothing was read yet. */
    private static boolean mayBeInner(Scan scan, int dot) {
        return dot >= scan.hostRunEnd()
                && dot >= scan.urlEnd()
                && Chars.isWordLetter(scan.at(dot + 1))
                && Chars.isWord(scan.at(dot - 1));
    }

    private static boolean isGlued(Scan scan, int start, int end) {
        char before = scan.at(start - 1);
        char after = scan.at(end);
        return before == '@' || before == '_' || before == '\\' || after == '@' || after == '_' || after == '(';
    }

    private static boolean isHost(char c) {
        return Chars.isWord(c) || c == '-' || c == '.';
    }

    private void report(Scan scan, int start, int end) {
        Likelihood base = Likelihood.POSSIBLE;
        char[] chars = scan.chars();
        if (TopLevelDomains.isWww(chars, start)) {
            base = Likelihood.LIKELY;
        } else if (domains.isFileName(chars, start, end) || isNewSentence(chars, start, end)) {
            base = Likelihood.UNLIKELY;
        } else if (scan.isWhole(start, end)) {
            base = Likelihood.LIKELY; // nothing else is said there
        }
        scan.report(DOMAIN_NAME, base, start, end);
        int path = scan.at(end) == '/'
                ? UrlRecogniser.end(scan, end, scan.text().isPercentEncoded(end) ? '&' : '\0')
                : end;
        scan.report(URL, base, start, path);
        if (path > end) {
            scan.readUrl(path);
        }
    }

    /** A full stop without a space: "done.In the". */
    private static boolean isNewSentence(char[] chars, int start, int end) {
        int dot = end - 1;
        while (chars[dot] != '.') {
            dot--;
        }
        return Chars.isUpper(chars[dot + 1]) && !Chars.isUpper(chars[end - 1]) && !Chars.isUpper(chars[start]);
    }
}
