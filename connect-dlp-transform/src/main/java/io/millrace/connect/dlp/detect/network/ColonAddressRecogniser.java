// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.network;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.IP_ADDRESS;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.MAC_ADDRESS;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.MAC_ADDRESS_LOCAL;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;

/** Runs of hexadecimal digits and colons: IPv6 and hardware addresses. */
public final class ColonAddressRecogniser implements Recogniser {

    private static final int MAC_LENGTH = 17;

    @Override
    public int at(Scan scan, int colon) {
        if (colon < scan.colonRunEnd()) {
            return colon + 1;
        }
        if (!isFollowedByColon(scan, colon)) {
            return colon + 1;
        }
        int end = colon;
        int colons = 0;
        char[] chars = scan.chars();
        int n = scan.length();
        while (end < n && (Chars.isHex(chars[end]) || chars[end] == ':' || isInnerDot(scan, end, colons))) {
            colons += chars[end] == ':' ? 1 : 0;
            end++;
        }
        if (colons < 2) {
            return colon + 1;
        }
        scan.readColonRun(end);
        int start = start(scan, colon);
        boolean goesOn = Chars.isWord(scan.at(end)) && !Chars.isUnspaced(scan.at(end));
        if (start < 0 || goesOn || scan.at(end) == '_') {
            return colon + 1;
        }
        report(scan, start, isSentenceColon(scan, end) ? end - 1 : end);
        return colon + 1;
    }

    private static boolean isSentenceColon(Scan scan, int end) {
        return end < scan.length() && scan.at(end - 1) == ':' && scan.at(end - 2) != ':' && Chars.isSpace(scan.at(end));
    }

    /** True when the next colon is where one in an address would be: after at most four hexadecimal digits. */
    private static boolean isFollowedByColon(Scan scan, int colon) {
        int i = colon + 1;
        while (i - colon <= 4 && Chars.isHex(scan.at(i))) {
            i++;
        }
        return scan.at(i) == ':';
    }

    private static boolean isInnerDot(Scan scan, int i, int colons) {
        return scan.at(i) == '.' && colons > 1 && Chars.isDigit(scan.at(i - 1)) && Chars.isDigit(scan.at(i + 1));
    }

    /** Where the first group starts, or -1 when what stands before the colon is no part of an address. */
    private static int start(Scan scan, int colon) {
        int start = colon;
        while (colon - start <= 4 && Chars.isHex(scan.at(start - 1))) {
            start--;
        }
        char before = scan.at(start - 1);
        boolean label = (Chars.isWord(before) && !Chars.isUnspaced(before)) || before == '_';
        if (start == colon && !label && scan.at(colon + 1) != ':') {
            // a lone colon starts no address, unless it follows a quoted label
            return before == '"' || before == '\'' ? colon + 1 : -1;
        }
        if (label) {
            return scan.at(colon + 1) == ':' ? -1 : colon + 1;
        }
        return before == ':' || (before == '.' && Chars.isWord(scan.at(start - 2))) ? -1 : start;
    }

    private static void report(Scan scan, int start, int end) {
        char[] chars = scan.chars();
        if (end - start == MAC_LENGTH && isMac(chars, start, ':')) {
            reportMac(scan, start, end);
        } else if (IpSyntax.isV6(chars, start, end) && scan.text().isVerbatim(start, end)) {
            scan.report(IP_ADDRESS, likelihood(chars, start, end), start, end);
        }
    }

    /** Words of hexadecimal letters around two colons are names in many languages; "::" alone is an operator. */
    private static Likelihood likelihood(char[] chars, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Chars.isDigit(chars[i])) {
                return Likelihood.LIKELY;
            }
        }
        return Likelihood.UNLIKELY;
    }

    static boolean isMac(char[] chars, int start, char separator) {
        boolean zeros = true;
        boolean ones = true;
        for (int i = 0; i < MAC_LENGTH; i++) {
            char c = chars[start + i];
            if (i % 3 == 2) {
                if (c != separator) {
                    return false;
                }
            } else {
                if (!Chars.isHex(c)) {
                    return false;
                }
                zeros &= c == '0';
                ones &= c == 'f' || c == 'F';
            }
        }
        return !zeros && !ones;
    }

    static void reportMac(Scan scan, int start, int end) {
        scan.report(MAC_ADDRESS, Likelihood.LIKELY, start, end);
        if ((Character.digit(scan.at(start + 1), 16) & 2) != 0) {
            scan.report(MAC_ADDRESS_LOCAL, Likelihood.LIKELY, start, end);
        }
    }
}
