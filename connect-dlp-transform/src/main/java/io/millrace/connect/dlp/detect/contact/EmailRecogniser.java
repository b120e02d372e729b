// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.contact;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.DOMAIN_NAME;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.EMAIL_ADDRESS;

import io.millrace.connect.dlp.detect.network.IpSyntax;
import io.millrace.connect.dlp.detect.network.TopLevelDomains;
import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;

/** E-mail addresses around an {@code @}: RFC 5322 addr-spec with RFC 6531 letters, without comments. */
public final class EmailRecogniser implements Recogniser {

    private static final int LONGEST_LOCAL_PART = 256;
    private static final int LONGEST_TOP_LEVEL = 24;
    private static final int LONGEST_DOMAIN = 253;

    private final TopLevelDomains domains;
    private final ReturnPaths returnPaths;
    private final MessageIds messageIds = new MessageIds();

    public EmailRecogniser(TopLevelDomains domains) {
        this.domains = domains;
        this.returnPaths = new ReturnPaths(domains);
    }

    @Override
    public int at(Scan scan, int at) {
        if (scan.inUserInfo(at)) {
            return at + 1; // a password stands before it
        }
        int end = scan.at(at + 1) == '[' ? literalEnd(scan, at + 2) : hostEnd(scan, at + 1);
        if (end < 0) {
            return at + 1;
        }
        int start = scan.at(at - 1) == '"' ? quotedStart(scan, at - 1) : localStart(scan, at, end);
        if (start < 0 || messageIds.isOne(scan, start, end)) {
            return at + 1;
        }
        boolean literal = scan.at(at + 1) == '[';
        boolean known = literal || domains.isName(scan.chars(), at + 1, end);
        // As sure as Cloud DLP is of them (https://cloud.google.com/dlp/demo, 2026-11): no label makes them surer
        scan.report(EMAIL_ADDRESS, known ? Likelihood.VERY_LIKELY : Likelihood.VERY_UNLIKELY, start, end);
        if (known && !literal) {
            scan.report(DOMAIN_NAME, Likelihood.LIKELY, at + 1, end);
        }
        return at + 1;
    }

    /** The end of the host name, or -1: at least two labels, the last of two or more letters. */
    private int hostEnd(Scan scan, int from) {
        char[] chars = scan.chars();
        int n = scan.length();
        int end = from;
        int lastDot = -1;
        while (end < n && isHost(chars[end])) {
            if (chars[end] == '.') {
                if (end == from || !Chars.isWord(chars[end - 1])) {
                    return -1;
                }
                if (!isHost(scan.at(end + 1)) || scan.at(end + 1) == '.') {
                    break; // the full stop of a sentence
                }
                lastDot = end;
            }
            end++;
        }
        while (end > from && chars[end - 1] == '-') {
            end--;
        }
        int cut = domainEnd(scan, from, lastDot, end);
        return cut < 0 || hasHyphenAtEdge(chars, from, cut) ? -1 : cut;
    }

    /**
     * The end of the domain in a run of host characters whose last dot is known, or -1: the next sentence may follow without a space
     * ({@code …org.Thanks}), and the next address behind one word ({@code …org和bob@…}).
     */
    private int domainEnd(Scan scan, int from, int lastDot, int end) {
        char[] chars = scan.chars();
        boolean domain = endsInDomain(chars, lastDot, end);
        int cut = domain ? topLevelEnd(chars, lastDot + 1, end) : -1;
        boolean joined = scan.at(end) == '@';
        boolean sentence = domain && Chars.isUpper(chars[lastDot + 1]) && Chars.isLower(chars[lastDot - 1]);
        if (joined || sentence || (lastDot > 0 && !(domain && domains.isTopLevel(chars, lastDot + 1, cut)))) {
            int earlier = earlierEnd(chars, from, lastDot, joined, sentence);
            return earlier > 0 ? earlier : cut;
        }
        return cut;
    }

    /** The end of a top-level domain that the first words of another sentence, or another address, stand behind; -1 where none is. */
    private int earlierEnd(char[] chars, int from, int lastDot, boolean joined, boolean sentence) {
        int limit = Math.min(lastDot, from + LONGEST_DOMAIN);
        int label = -1;
        for (int i = from; i <= limit; i++) {
            if (chars[i] != '.') {
                continue;
            }
            if (label > 0 && endsInDomain(chars, label - 1, i)) {
                int end = topLevelEnd(chars, label, i);
                boolean behind = end < i
                        ? joined || !Chars.isLower(chars[end])
                        : !Chars.isLower(chars[i + 1]) && !(sentence && Chars.isUpper(chars[label])); // Mail.Google.Com
                if (behind && domains.isTopLevel(chars, label, end)) {
                    return end;
                }
            }
            label = i + 1;
        }
        return -1;
    }

    /** The end of the top-level domain, where the next word may follow without a space: a script, a capital, a hyphen. */
    private int topLevelEnd(char[] chars, int label, int end) {
        if (!domains.isTopLevel(chars, label, end)) {
            for (int cut = Math.min(end - 1, label + LONGEST_TOP_LEVEL); cut > label + 1; cut--) {
                if (isSeam(chars, cut, end) && domains.isTopLevel(chars, label, cut)) {
                    return cut;
                }
            }
        }
        return end;
    }

    /** Between two words: at a mark, at another script, at a capital unless all letters around are capitals. */
    private static boolean isSeam(char[] chars, int cut, int end) {
        char before = chars[cut - 1];
        if (Chars.isUpper(before) && Chars.isUpper(chars[cut])) {
            return cut + 1 < end && Chars.isLower(chars[cut + 1]);
        }
        return !Chars.isLower(chars[cut]) || Chars.isOfOtherScript(before);
    }

    private static boolean endsInDomain(char[] chars, int lastDot, int end) {
        return lastDot > 0 && end - lastDot > 2 && Chars.isWordLetter(chars[lastDot + 1]);
    }

    private static boolean isHost(char c) {
        return Chars.isWord(c) || c == '-' || c == '.';
    }

    private static boolean hasHyphenAtEdge(char[] chars, int from, int end) {
        for (int i = from; i < end; i++) {
            if (chars[i] == '-' && (i == from || chars[i - 1] == '.' || i + 1 == end || chars[i + 1] == '.')) {
                return true;
            }
        }
        return false;
    }

    private static int literalEnd(Scan scan, int from) {
        int close = from;
        while (close - from < 64 && close < scan.length() && scan.at(close) != ']') {
            close++;
        }
        if (scan.at(close) != ']') {
            return -1;
        }
        boolean v6 = close - from > 5 && "IPv6:".equalsIgnoreCase(scan.text().substring(from, from + 5));
        boolean valid =
                v6 ? IpSyntax.isV6(scan.chars(), from + 5, close) : IpSyntax.v4End(scan.chars(), from, close) == close;
        return valid ? close + 1 : -1;
    }

    private static int quotedStart(Scan scan, int closing) {
        for (int i = closing - 1; i >= 0 && closing - i <= LONGEST_LOCAL_PART; i--) {
            char c = scan.at(i);
            if (c == '"' && scan.text().width(i) <= scan.text().width(closing)) {
                char before = scan.at(i - 1);
                return i < closing - 1 && (!Chars.isWord(before) || Chars.isUnspaced(before)) ? i : -1;
            }
            if (c == '\n') {
                return -1;
            }
        }
        return -1;
    }

    /** The start of the local part, or -1. */
    private int localStart(Scan scan, int at, int end) {
        char[] chars = scan.chars();
        int start = at;
        // Longer ones than the standard's 64 are no addresses, but names they hold all the same
        int step = localStep(scan, start);
        while (step > 0 && at - start <= LONGEST_LOCAL_PART) {
            start -= step;
            step = localStep(scan, start);
        }
        boolean label = scan.at(at - 1) == '=' && !scan.isWhole(start, end); // of a handle, i=@example.org
        if (start == at || chars[at - 1] == '.' || label) {
            return -1;
        }
        start = withoutWordBefore(chars, behindAddress(scan, start, at), at);
        // A field that is one address is taken whole, though its first characters could be marks around one in text.
        boolean whole = scan.isWhole(start, end) && chars[start] != '/' && !Chars.isWord(chars[start]);
        if (!whole || isOption(chars, start, at)) {
            start = returnPaths.start(scan, start, at, end);
            start = withoutMarks(chars, start, at, scan.at(end) == '_');
        }
        start = isInPrefixedQuotes(scan, start, end) ? start + 2 : start;
        start = withoutFormBefore(scan, start, at);
        while (start < at && chars[start] == '.') {
            start++;
        }
        return start < at ? start : -1;
    }

    /** Behind the address that another one is joined to by no more than a mark or a word: {@code a@x.org-b@x.org}. */
    private int behindAddress(Scan scan, int start, int at) {
        int end = scan.at(start - 1) == '@' ? hostEnd(scan, start) : -1;
        return end > 0 && end < at ? end : start;
    }

    /** True at a letter that says how a text is encoded, before the quote around it: {@code N'jane@…'}, {@code u'jane@…'}. */
    private static boolean isInPrefixedQuotes(Scan scan, int start, int end) {
        return scan.at(end) == '\''
                && scan.at(start + 1) == '\''
                && "NEBURX".indexOf(Chars.upper(scan.at(start))) >= 0
                && !Chars.isWord(scan.at(start - 1));
    }

    /** True at the name of a program's option or of a URL's value, {@code --email=jane@…}, {@code ?email=jane@…}. */
    private static boolean isOption(char[] chars, int start, int at) {
        int name = start;
        while (name < at && (chars[name] == '-' || chars[name] == '?' || chars[name] == '&')) {
            name++;
        }
        int end = name;
        while (end < at && (Chars.isAlnum(chars[end]) || chars[end] == '_' || chars[end] == '-' || chars[end] == '.')) {
            end++;
        }
        return name > start && end > name && chars[end] == '=' && end + 1 < at;
    }

    /** How many characters before {@code start} belong to the local part as one; 0 where it begins. */
    private static int localStep(Scan scan, int start) {
        if (start <= 0) {
            return 0;
        }
        char before = scan.at(start - 1);
        if (before == '\\' && scan.text().width(start - 1) > 1) {
            return 1; // a quoted backslash
        }
        if (isQuotedPair(scan, start - 2)) {
            return 2;
        }
        return Chars.isLocalPart(before) && !(before == '.' && scan.at(start) == '.') ? 1 : 0;
    }

    /** Behind an equals sign and a quote that are encoded, in a form whose blanks are plus signs: {@code a+email%3D%27jane%40…}. */
    private static int withoutFormBefore(Scan scan, int start, int at) {
        if (scan.text().isPercentEncoded(at)) {
            for (int i = at - 1; i > start; i--) {
                boolean quote = scan.at(i) == '\'' && scan.text().isPercentEncoded(i);
                char before = scan.at(i - 1);
                if (quote && (before == '=' || (before == '+' && !scan.text().isPercentEncoded(i - 1)))) {
                    return i + 1 < at ? i + 1 : start;
                }
            }
        }
        return start;
    }

    /** A word of a script without spaces right before an address is the sentence's. */
    private static int withoutWordBefore(char[] chars, int start, int at) {
        for (int i = at - 1; i > start; i--) {
            if (Chars.isUnspaced(chars[i - 1]) && Chars.isAlnum(chars[i])) {
                return i;
            }
        }
        return start;
    }

    /** A backslash before a special character quotes it; before a letter it is an escape of the text's own. */
    private static boolean isQuotedPair(Scan scan, int backslash) {
        char quoted = scan.at(backslash + 1);
        return scan.at(backslash) == '\\' && quoted > ' ' && quoted < 127 && !Chars.isAlnum(quoted);
    }

    private static int withoutMarks(char[] chars, int start, int at, boolean underlined) {
        int from = start;
        if (chars[start] == '/' && chars[at - 1] == '/') {
            return start; // an X.400 address
        }
        while (from < at - 1
                && !Chars.isWord(chars[from])
                && (chars[from] != '_' || underlined)
                && (chars[from] != '\\' || isQuote(chars[from + 1]))) {
            from++;
        }
        return from;
    }

    /** A backslash before it, which is none of its own, is one that was escaped again: JSON in JSON in a program's text. */
    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }
}
