// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.network;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.IP_ADDRESS;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.MAC_ADDRESS;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.Likelihood;

/** IPv4 addresses, and hardware addresses written with hyphens or in three dotted parts. */
public final class AddressReader implements GroupReader {

    private static final int MAC_LENGTH = 17;
    private static final int LONGEST_WORD = 40;
    private static final int DOTTED_MAC_LENGTH = 14;
    private static final int PAIRS = 6;
    private static final int WIDEST_GAP = 3;
    private static final int BARE_MAC_LENGTH = 12;

    // Numbers after these words are no addresses, however they look.
    private final WordIndex versions =
            WordIndex.of("version", "versions", "ver", "v", "release", "rev", "revision", "build", "firmware", "sdk");

    @Override
    public boolean reads(Kind kind, int length) {
        return kind == Kind.DIGITS ? length <= 4 : length == 2 || length == 4 || length == BARE_MAC_LENGTH;
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
            readLooseMac(scan, start);
        } else if (length == 4 && after == '.') {
            readDottedMac(scan, start);
        } else if (length == BARE_MAC_LENGTH && !chain.isDigits(group)) {
            readBareMac(scan, start);
        } else if (length == 2) {
            readLooseMac(scan, start);
        }
    }

    /** Six pairs with whatever people type between them; a label makes them one. */
    private static void readLooseMac(Scan scan, int start) {
        int end = start;
        for (int pair = 0; pair < PAIRS; pair++) {
            if (!Chars.isHex(scan.at(end)) || !Chars.isHex(scan.at(end + 1))) {
                return;
            }
            end += 2;
            int gap = end;
            while (pair < PAIRS - 1 && end - gap < WIDEST_GAP && Chars.isJoint(scan.at(end))) {
                end++;
            }
            if (pair < PAIRS - 1 && end == gap) {
                return;
            }
        }
        if (isFreeBefore(scan, start) && isFreeAfter(scan, end) && scan.isLabelled(MAC_ADDRESS, start, end)) {
            scan.report(MAC_ADDRESS, Likelihood.UNLIKELY, start, end);
        }
    }

    /** Twelve hexadecimal digits in one piece are many things; a label makes them one. */
    private static void readBareMac(Scan scan, int start) {
        int end = start + BARE_MAC_LENGTH;
        for (int i = start; i < end; i++) {
            if (!Chars.isHex(scan.at(i))) {
                return;
            }
        }
        if (isFree(scan.at(start - 1)) && isFreeAfter(scan, end) && scan.isLabelled(MAC_ADDRESS, start, end)) {
            scan.report(MAC_ADDRESS, Likelihood.UNLIKELY, start, end);
        }
    }

    private void readV4(Scan scan, int start) {
        if (start < scan.colonRunEnd() || isPartOfOther(scan, start)) {
            return;
        }
        int end = IpSyntax.v4End(scan.chars(), start, scan.length());
        if (end < 0
                || isContinued(scan, start, end)
                || isVersion(scan, start, end)
                || isMask(scan, start, end)
                || scan.isNamedVersion(start, end)) {
            return;
        }
        boolean doubtful = end - start == 7 || isRound(scan, start, end) || isAmount(scan, start, end);
        scan.report(IP_ADDRESS, doubtful ? Likelihood.VERY_UNLIKELY : Likelihood.LIKELY, start, end);
    }

    /** True behind what joins digits to a name, a version or a longer run. */
    private static boolean isPartOfOther(Scan scan, int start) {
        char first = scan.at(start - 2);
        return switch (scan.at(start - 1)) {
            case '.' -> !scan.isBehindLabel(IP_ADDRESS, start);
            case '-' -> Chars.isDigit(first) ? !endsV4(scan, start - 1) : isArchive(scan, start);
            case '_' ->
                Chars.isDigit(first)
                        ? !endsV4(scan, start - 1)
                        : !scan.isBehindLabel(IP_ADDRESS, start) && !isWide(scan, start);
            default -> false;
        };
    }

    /** A name and its version, {@code log4j-1.2.17.0}: addresses behind a name have three digits, a label or are private. */
    private static boolean isArchive(Scan scan, int start) {
        return Chars.isWordLetter(scan.at(start - 2))
                && !scan.isBehindLabel(IP_ADDRESS, start)
                && !isWide(scan, start)
                && !isPrivate(scan, start);
    }

    /** True where parts have three digits, as those of versions hardly ever have. */
    private static boolean isWide(Scan scan, int start) {
        int digits = 0;
        for (int i = start; Chars.isDigit(scan.at(i)) || scan.at(i) == '.'; i++) {
            digits = scan.at(i) == '.' ? 0 : digits + 1;
            if (digits == 3) {
                return true;
            }
        }
        return false;
    }

    /** Bits from the left only, as a netmask has; a broadcast's address is one. */
    private static boolean isMask(Scan scan, int start, int end) {
        long bits = 0;
        int part = 0;
        for (int i = start; i < end; i++) {
            char c = scan.at(i);
            bits = c == '.' ? bits << 8 | part : bits;
            part = c == '.' ? 0 : part * 10 + (c - '0');
        }
        bits = bits << 8 | part;
        long inverse = ~bits & 0xFFFFFFFFL;
        return bits >>> 24 == 255 && (inverse & (inverse + 1)) == 0;
    }

    /** {@code N.0.0.0} without a prefix's length: what browsers and assemblies call their versions. */
    private static boolean isRound(Scan scan, int start, int end) {
        return scan.isAt(end - 6, ".0.0.0") && start < end - 6 && scan.at(end) != '/';
    }

    /** Thousands with dots and two decimals behind a comma. */
    private static boolean isAmount(Scan scan, int start, int end) {
        int dot = start;
        while (scan.at(dot) != '.') {
            dot++;
        }
        return end - dot == 12
                && scan.at(end) == ','
                && Chars.isDigit(scan.at(end + 1))
                && Chars.isDigit(scan.at(end + 2))
                && !Chars.isWord(scan.at(end + 3))
                && scan.at(end + 3) != '.'
                && scan.at(end + 3) != ',';
    }

    /** True when an address ends there, so that what follows the hyphen is the end of a range. */
    private static boolean endsV4(Scan scan, int end) {
        int start = end;
        while (start > 0 && end - start < 15 && (Chars.isDigit(scan.at(start - 1)) || scan.at(start - 1) == '.')) {
            start--;
        }
        return IpSyntax.v4End(scan.chars(), start, scan.length()) == end;
    }

    private static boolean isContinued(Scan scan, int start, int end) {
        char after = scan.at(end);
        char next = scan.at(end + 1);
        if ("-_+".indexOf(after) >= 0 && IpSyntax.v4End(scan.chars(), end + 1, scan.length()) > 0) {
            return false; // a range, or another
        }
        return (Chars.isWord(after) && !Chars.isOfOtherScript(after))
                || (after == '_' && !isWide(scan, start))
                || (after == '.' && Chars.isWord(next) && !isPort(scan, start, end + 1))
                || ((after == '-' || after == '+') && Chars.isWord(next))
                || (after == ':' && next == ':');
    }

    /** A port behind a dot, as tcpdump and BSD's netstat write it. */
    private static boolean isPort(Scan scan, int start, int port) {
        int end = port;
        while (end - port < 6 && Chars.isDigit(scan.at(end))) {
            end++;
        }
        char after = scan.at(end);
        boolean over =
                after <= ' ' || ((after == ':' || after == ',' || after == ')') && !Chars.isWord(scan.at(end + 1)));
        boolean arrow = scan.at(end + 1) == '>' || scan.at(start - 2) == '>';
        return end > port && end - port < 6 && over && (arrow || isWide(scan, start));
    }

    /** True behind a word that versions follow, or a product and a slash as in the header User-Agent (RFC 9110). */
    private boolean isVersion(Scan scan, int start, int end) {
        return isBehindVersion(scan, start) || (scan.at(start - 1) == '/' && isBehindProduct(scan, start - 1, end));
    }

    /** Java writes {@code host/address:port}, and hosts in private networks: these are no versions. */
    private static boolean isBehindProduct(Scan scan, int slash, int end) {
        int from = slash;
        while (from > 0
                && slash - from < LONGEST_WORD
                && (Chars.isWord(scan.at(from - 1)) || scan.at(from - 1) == '_')) {
            from--;
        }
        char before = scan.at(from - 1);
        boolean product = Chars.isLetter(scan.at(from)) && before != '/' && before != '.' && before != '-';
        boolean port = scan.at(end) == ':' && Chars.isDigit(scan.at(end + 1));
        return product && !port && !scan.isBehindLabel(IP_ADDRESS, slash + 1) && !isPrivate(scan, slash + 1);
    }

    private static boolean isPrivate(Scan scan, int start) {
        return scan.isAt(start, "10.")
                || scan.isAt(start, "192.168.")
                || scan.isAt(start, "172.")
                || scan.isAt(start, "127.");
    }

    /** True when the word before, or the last part that capitals make of it, is one that versions follow. */
    private boolean isBehindVersion(Scan scan, int start) {
        int end = start;
        while (end > 0
                && start - end < 4
                && !Chars.isWordLetter(scan.at(end - 1))
                && !Chars.isDigit(scan.at(end - 1))) {
            end--;
        }
        int from = end;
        int part = end;
        while (from > 0 && end - from < LONGEST_WORD && Chars.isWordLetter(scan.at(from - 1))) {
            from--;
            boolean seam = part == end && Chars.isUpper(scan.at(from)) && Chars.isLower(scan.at(from - 1));
            part = seam ? from : part;
        }
        return versions.contains(scan.chars(), from, end) || versions.contains(scan.chars(), part, end);
    }

    /** The first group with a digit need not be the first of the address. */
    private static void readMac(Scan scan, int from) {
        int start = from;
        while (from - start < 15
                && isPair(scan, start - 3)
                && scan.at(start - 1) == '-'
                && !Chars.isWord(scan.at(start - 4))) {
            start -= 3;
        }
        int end = start + MAC_LENGTH;
        if (end <= scan.length()
                && ColonAddressRecogniser.isMac(scan.chars(), start, '-')
                && isFreeBefore(scan, start)
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
        if (end > scan.length() || !isFreeBefore(scan, start) || !isFreeAfter(scan, end)) {
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

    private static boolean isFreeBefore(Scan scan, int start) {
        return isFree(scan.at(start - 1)) || scan.isBehindLabel(MAC_ADDRESS, start);
    }

    /** A mark that nothing follows ends a sentence, not an address. */
    private static boolean isFreeAfter(Scan scan, int end) {
        char after = scan.at(end);
        boolean mark = after == '-' || after == ':' || after == '.';
        return isFree(after) || (mark && !Chars.isWord(scan.at(end + 1)));
    }

    private static boolean isFree(char c) {
        return (!Chars.isWord(c) || Chars.isOfOtherScript(c)) && c != '-' && c != ':' && c != '_' && c != '.';
    }
}
