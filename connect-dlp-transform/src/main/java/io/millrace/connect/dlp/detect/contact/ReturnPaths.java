// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.contact;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.EMAIL_ADDRESS;

import io.millrace.connect.dlp.detect.network.TopLevelDomains;
import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;

/**
 * Tells marks that an address may begin behind, {@code email=jane@…}, from those in a name: return paths hold the
 * recipient's address (VERP {@code b+jane=example.org@…}, SRS, BATV), gateways X.400's ({@code /G=Jane/S=Roe/@…}).
 */
final class ReturnPaths {

    private static final String[] REWRITERS = {"srs0", "srs1", "prvs", "btv1", "msprvs1"};
    // Quotes and marks of texts that a local part may have, too
    private static final String AROUND = "'*~#^!";
    private static final String MARKS = "=|/{}`?";

    private static final int LONGEST_LABEL = 16;
    private static final WordIndex ADDRESSED = WordIndex.of(
            "email",
            "mail",
            "from",
            "to",
            "cc",
            "bcc",
            "addr",
            "address",
            "sender",
            "recipient",
            "rcpt",
            "path",
            "mailfrom",
            "username",
            "user");

    private final TopLevelDomains domains;

    ReturnPaths(TopLevelDomains domains) {
        this.domains = domains;
    }

    /** Where the local part begins in a run that goes up to the {@code @}. */
    int start(Scan scan, int start, int at, int end) {
        char[] chars = scan.chars();
        int from = start;
        while (from < at && AROUND.indexOf(chars[from]) >= 0) {
            from++;
        }
        boolean behindAddress = scan.at(start - 1) == '@';
        for (int i = from; i < at - 1; i++) {
            if (behindAddress && chars[i] == '&') {
                from = i + 1; // a form's next value
            } else if (!Chars.isAlnum(chars[i]) && MARKS.indexOf(chars[i]) >= 0 && !isOfName(scan, from, i, at)) {
                if (scan.isWhole(start, end) && scan.isLabelled(EMAIL_ADDRESS, start, end)) {
                    return start; // all of a field that says what it holds
                }
                from = i + 1;
            }
        }
        return from;
    }

    private boolean isOfName(Scan scan, int from, int mark, int at) {
        return switch (scan.at(mark)) {
            case '=' ->
                isX400(scan, from, at)
                        || isRewritten(scan, from)
                        || isVerp(scan, from, mark, at)
                        || isTagged(scan, from, mark);
            case '/' -> isX400(scan, from, at) || isRewritten(scan, from) || isAlone(scan, from, mark, at);
            case '?' -> isAlone(scan, from, mark, at);
            default -> false;
        };
    }

    private static boolean isX400(Scan scan, int from, int at) {
        return scan.at(from) == '/' && scan.at(at - 1) == '/' && scan.at(from + 2) == '=';
    }

    private static boolean isRewritten(Scan scan, int from) {
        for (String rewriter : REWRITERS) {
            boolean all = true;
            for (int i = 0; i < rewriter.length(); i++) {
                all &= Chars.lower(scan.at(from + i)) == rewriter.charAt(i);
            }
            char after = scan.at(from + rewriter.length());
            if (all && (after == '=' || after == '+' || after == '-')) {
                return true;
            }
        }
        return false;
    }

    /** A domain stands before the {@code @}, and a name, no label, before the mark. */
    private boolean isVerp(Scan scan, int from, int mark, int at) {
        boolean name = false;
        for (int i = from; i < mark; i++) {
            char c = scan.at(i);
            name |= c == '+' || c == '.' || c == '-';
        }
        return name && isHost(scan, mark + 1, at) && domains.isName(scan.chars(), mark + 1, at);
    }

    /** Nothing else: what stands before a return path's own mark is its label, {@code smtp.mailfrom=b+jane=example.org@…}. */
    private static boolean isHost(Scan scan, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = scan.at(i);
            if (!Chars.isWord(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Behind a plus sign, as before the detail of an address ({@code jane+list=9@…}): labels have none. */
    private static boolean isTagged(Scan scan, int from, int mark) {
        boolean plus = false;
        for (int i = from; i < mark; i++) {
            char c = scan.at(i);
            plus |= c == '+' && i > from;
            if (c == '&' || c == ';' || c == '%') {
                return false; // of a form
            }
        }
        return plus && mark >= scan.urlEnd();
    }

    private static boolean isBehindMark(Scan scan, int from) {
        char before = scan.at(from - 1);
        return before == '/' || before == ':' || before == '\\' || (before == '=' && !isLabelOfAddress(scan, from - 1));
    }

    /** True where a name before an equals sign says that addresses follow: {@code reply-to=jane/roe@…}, no path's and no query's. */
    private static boolean isLabelOfAddress(Scan scan, int mark) {
        int start = mark;
        while (mark - start < LONGEST_LABEL && Chars.isLetter(scan.at(start - 1))) {
            start--;
        }
        return ADDRESSED.contains(scan.chars(), start, mark);
    }

    /** The only mark between two names but for details, and in no URL or path. */
    private static boolean isAlone(Scan scan, int from, int mark, int at) {
        if (mark < scan.urlEnd() || mark == from) {
            return false;
        }
        if (isBehindMark(scan, from)) {
            return false;
        }
        boolean detail = false;
        for (int i = from; i < at; i++) {
            char c = scan.at(i);
            detail |= c == '+';
            boolean other = i != mark && MARKS.indexOf(c) >= 0 && !(c == '=' && detail);
            if (other || (i < mark && !Chars.isWord(c) && !detail)) {
                return false;
            }
        }
        return true;
    }
}
