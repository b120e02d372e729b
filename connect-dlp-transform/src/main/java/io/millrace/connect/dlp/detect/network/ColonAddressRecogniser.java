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
    private static final int ETHERNET_LENGTH = 41;
    private static final int PAIRS_LENGTH = 23;

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
        boolean goesOn = Chars.isWord(scan.at(end)) && !Chars.isOfOtherScript(scan.at(end));
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
        char[] chars = scan.chars();
        int i = colon + 1;
        while (i - colon <= 4 && Chars.isHex(chars[i])) {
            i++;
        }
        return chars[i] == ':';
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
        boolean label = (Chars.isWord(before) && !Chars.isOfOtherScript(before)) || before == '_';
        if (start == colon && !label && scan.at(colon + 1) != ':') {
            // a lone colon starts no address, unless it follows a quoted label
            return before == '"' || before == '\'' ? colon + 1 : -1;
        }
        if (label) {
            return scan.at(colon + 1) == ':' ? -1 : colon + 1;
        }
        return before == ':' || (before == '.' && isInName(scan, start)) ? -1 : start;
    }

    private static boolean isInName(Scan scan, int start) {
        boolean label = scan.isBehindLabel(IP_ADDRESS, start) || scan.isBehindLabel(MAC_ADDRESS, start);
        return Chars.isWord(scan.at(start - 2)) && !label;
    }

    private static void report(Scan scan, int start, int end) {
        char[] chars = scan.chars();
        if (end - start == MAC_LENGTH && isMac(chars, start, ':')) {
            reportMac(scan, start, end);
        } else if (end - start == ETHERNET_LENGTH && isEthernet(chars, start)) {
            reportMac(scan, start, start + MAC_LENGTH);
            reportMac(scan, start + MAC_LENGTH + 1, start + 2 * MAC_LENGTH + 1);
        } else if (scan.text().isVerbatim(start, end)) {
            int withoutPort = IpSyntax.isV6(chars, start, end) ? end : portStart(scan, start, end);
            boolean operator = end - start == 2 && !scan.isWhole(start, end);
            if (withoutPort > start && !operator && IpSyntax.isV6(chars, start, withoutPort)) {
                scan.report(IP_ADDRESS, likelihood(scan, start, withoutPort), start, withoutPort);
            }
        }
    }

    /** Destination, source and type, as netfilter logs them. */
    private static boolean isEthernet(char[] chars, int start) {
        int type = start + 2 * (MAC_LENGTH + 1);
        return isMac(chars, start, ':')
                && isMac(chars, start + MAC_LENGTH + 1, ':')
                && chars[start + MAC_LENGTH] == ':'
                && chars[type - 1] == ':'
                && chars[type + 2] == ':';
    }

    /** Where a dot stands before a port, as tcpdump writes it; -1 when none does. */
    private static int portStart(Scan scan, int start, int end) {
        int dot = end - 1;
        while (dot > start && Chars.isDigit(scan.at(dot))) {
            dot--;
        }
        return scan.at(dot) == '.' && end - dot <= 6 ? dot : -1;
    }

    /**
     * Words of hexadecimal letters around two colons are names in many languages; "::" alone is an operator, between short
     * numbers a slip in a time, and eight short ones are no address: no block of addresses begins with a number of less than three digits but 64:ff9b (IANA, 2026-11).
     */
    private static Likelihood likelihood(Scan scan, int start, int end) {
        char[] chars = scan.chars();
        int first = start;
        while (Chars.isHex(chars[first])) {
            first++;
        }
        boolean translated =
                first - start == 2 && chars[start] == '6' && chars[start + 1] == '4' && chars[first + 1] == 'f';
        boolean shortFirst = first > start && first - start < 3 && !translated;
        if (shortFirst && (!scan.isWhole(start, end) || isOfPairs(chars, start, end))) {
            return Likelihood.UNLIKELY;
        }
        for (int i = start; i < end; i++) {
            if (Chars.isDigit(chars[i])) {
                return Likelihood.LIKELY;
            }
        }
        return Likelihood.UNLIKELY;
    }

    /** Eight bytes: a hardware address of that length (EUI-64), a port's name in a storage network, a serial number. */
    private static boolean isOfPairs(char[] chars, int start, int end) {
        boolean pairs = end - start == PAIRS_LENGTH;
        for (int i = start; pairs && i < end; i++) {
            pairs = (i - start) % 3 != 2 || chars[i] == ':';
        }
        return pairs;
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
