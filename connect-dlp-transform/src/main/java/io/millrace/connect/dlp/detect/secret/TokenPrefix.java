// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.LineResource;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * How an issuer's credentials begin, a line of {@code token-prefixes.txt}.
 *
 * @param rarest where the character stands at which it is looked for, never the first
 * @param marks what may follow besides letters, digits, hyphen and underscore; or that only hexadecimal digits and hyphens may
 */
record TokenPrefix(String text, int rarest, int shortest, int longest, BuiltInInfoType type, String marks) {

    private static final String HEXADECIMAL = "hex";
    private static final String COMMON_MARKS = "-./~";

    /** All of them, longer ones first. */
    static List<TokenPrefix> all() {
        return LineResource.read(TokenPrefix.class, "token-prefixes.txt").stream()
                .map(TokenPrefix::of)
                .sorted(Comparator.comparing((TokenPrefix prefix) -> prefix.text.length())
                        .reversed())
                .toList();
    }

    private static TokenPrefix of(String line) {
        String[] columns = line.split("\t", 6);
        return new TokenPrefix(
                columns[0],
                rarest(columns[0]),
                Integer.parseInt(columns[1]),
                Integer.parseInt(columns[2]),
                BuiltInInfoType.valueOf(columns[3]),
                columns[4]);
    }

    /** Capitals are rarest in texts, then the underscore, then other marks; digits are never asked about. */
    private static int rarest(String text) {
        int rarest = 1;
        for (int i = 1; i < text.length(); i++) {
            if (rank(text.charAt(i)) < rank(text.charAt(rarest))) {
                rarest = i;
            }
        }
        return rarest;
    }

    private static int rank(char c) {
        if (Chars.isUpper(c)) {
            return 0;
        }
        return c == '_' ? 1 : COMMON_MARKS.indexOf(c) >= 0 ? 2 : Chars.isDigit(c) ? 4 : 3;
    }

    char trigger() {
        return text.charAt(rarest);
    }

    /** What may follow the trigger: the prefix's next character, or the first one of its own. */
    IntPredicate continuation() {
        return rarest + 1 < text.length() ? next -> next == text.charAt(rarest + 1) : next -> isOfBody((char) next);
    }

    boolean isAt(Scan scan, int start) {
        for (int i = 0; i < text.length(); i++) {
            if (scan.at(start + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Reports the credential that begins there, unless it goes on before; false when there is none. */
    boolean report(Scan scan, int start) {
        char before = scan.at(start - 1);
        int end = Chars.isBase64Url(before) || before == '.' ? -1 : end(scan, start);
        if (end > 0) {
            scan.report(type, Likelihood.VERY_LIKELY, start, end);
        }
        return end > 0;
    }

    /** The end of a credential of a length that the issuer gives out, or -1. */
    private int end(Scan scan, int start) {
        int end = start + text.length();
        while (end - start <= longest && isOfBody(scan.at(end))) {
            end++;
        }
        if (isHexadecimal() && Chars.isBase64Url(scan.at(end))) {
            return -1; // it goes on with other letters
        }
        while (scan.at(end - 1) == '.') {
            end--; // of the sentence
        }
        return end - start >= shortest && end - start <= longest ? end : -1;
    }

    private boolean isHexadecimal() {
        return marks.equals(HEXADECIMAL);
    }

    private boolean isOfBody(char c) {
        return isHexadecimal()
                ? Chars.isHex(c) || c == '-'
                : Chars.isBase64Url(c) || (c != '\0' && marks.indexOf(c) >= 0);
    }

    /** True when it is small letters and digits alone, which are common in texts: the length of the whole is not. */
    boolean isPlain() {
        return text.chars().allMatch(c -> Chars.isLower((char) c) || Chars.isDigit((char) c));
    }
}
