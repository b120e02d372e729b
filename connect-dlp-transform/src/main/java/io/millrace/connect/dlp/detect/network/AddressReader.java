// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.network;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.IP_ADDRESS;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.Likelihood;

/** IPv4 addresses, and hardware addresses written with hyphens or in three dotted parts. */
public final class AddressReader implements GroupReader {

    private static final int MAC_LENGTH = 17;
    private static final int DOTTED_MAC_LENGTH = 14;

    // Numbers after these words are no addresses, however they look.
    private final WordIndex versions =
            WordIndex.of("version", "versions", "ver", "v", "release", "rev", "revision", "build", "firmware", "sdk");

    @Override
    public boolean reads(Kind kind, int length) {
        return kind == Kind.DIGITS ? length <= 4 : length == 2 || length == 4;
    }

    @Override
    public void read(Scan scan, GroupChain chain, int group) {
        int length = chain.length(group);
        int start = chain.start(group);
        char after = scan.at(chain.end(group));
        if (after == '.' && length <= 3 && chain.isDigits(group)) {
            readV4(scan, start);
        }
        if (length == 2 && (after == '-' || scan.at(start - 1) == '-')) {
            readMac(scan, start);
        } else if (length == 4 && after == '.') {
            readDottedMac(scan, start);
        }
    }

    private void readV4(Scan scan, int start) {
        char before = scan.at(start - 1);
        if (start < scan.colonRunEnd()
                || before == '.'
                || before == '_'
                || (before == '-' && Chars.isDigit(scan.at(start - 2)) && !endsV4(scan, start - 1))) {
            return;
        }
        int end = IpSyntax.v4End(scan.chars(), start, scan.length());
        if (end < 0 || isContinued(scan, end) || follows(scan, start)) {
            return;
        }
        boolean singleDigits = end - start == 7;
        scan.report(IP_ADDRESS, singleDigits ? Likelihood.VERY_UNLIKELY : Likelihood.LIKELY, start, end);
    }

    /** True when an address ends there, so that what follows the hyphen is the end of a range. */
    private static boolean endsV4(Scan scan, int end) {
        int start = end;
        while (start > 0 && end - start < 15 && (Chars.isDigit(scan.at(start - 1)) || scan.at(start - 1) == '.')) {
            start--;
        }
        return IpSyntax.v4End(scan.chars(), start, scan.length()) == end;
    }

    private static boolean isContinued(Scan scan, int end) {
        char after = scan.at(end);
        char next = scan.at(end + 1);
        if (after == '-' && IpSyntax.v4End(scan.chars(), end + 1, scan.length()) > 0) {
            return false; // a range
        }
        return (Chars.isWord(after) && !Chars.isUnspaced(after))
                || after == '_'
                || ((after == '.' || after == '-' || after == '+') && Chars.isWord(next))
                || (after == ':' && next == ':');
    }

    /** True when the word before is one that versions follow. */
    private boolean follows(Scan scan, int start) {
        int end = start;
        while (end > 0
                && start - end < 4
                && !Chars.isWordLetter(scan.at(end - 1))
                && !Chars.isDigit(scan.at(end - 1))) {
            end--;
        }
        int from = end;
        while (from > 0 && end - from < 12 && Chars.isWordLetter(scan.at(from - 1))) {
            from--;
        }
        return versions.contains(scan.chars(), from, end);
    }

    /** The first group with a digit need not be the first of the address. */
    private static void readMac(Scan scan, int from) {
        int start = from;
        while (from - start < 15 && isPair(scan, start - 3) && scan.at(start - 1) == '-') {
            start -= 3;
        }
        int end = start + MAC_LENGTH;
        if (end <= scan.length()
                && ColonAddressRecogniser.isMac(scan.chars(), start, '-')
                && isFree(scan.at(start - 1))
                && isFreeAfter(scan, end)) {
            ColonAddressRecogniser.reportMac(scan, start, end);
        }
    }

    private static boolean isPair(Scan scan, int i) {
        return i >= 0
                && Chars.isHex(scan.at(i))
                && Chars.isHex(scan.at(i + 1))
                && !Chars.isDigit(scan.at(i))
                && !Chars.isDigit(scan.at(i + 1));
    }

    private static void readDottedMac(Scan scan, int start) {
        int end = start + DOTTED_MAC_LENGTH;
        if (end > scan.length() || !isFree(scan.at(start - 1)) || !isFreeAfter(scan, end)) {
            return;
        }
        for (int i = 0; i < DOTTED_MAC_LENGTH; i++) {
            char c = scan.at(start + i);
            if (i % 5 == 4 ? c != '.' : !Chars.isHex(c)) {
                return;
            }
        }
        ColonAddressRecogniser.reportMac(scan, start, end);
    }

    /** A mark that nothing follows ends a sentence, not an address. */
    private static boolean isFreeAfter(Scan scan, int end) {
        char after = scan.at(end);
        boolean mark = after == '-' || after == ':' || after == '.';
        return isFree(after) || (mark && !Chars.isWord(scan.at(end + 1)));
    }

    private static boolean isFree(char c) {
        return (!Chars.isWord(c) || Chars.isUnspaced(c)) && c != '-' && c != ':' && c != '_' && c != '.';
    }
}
