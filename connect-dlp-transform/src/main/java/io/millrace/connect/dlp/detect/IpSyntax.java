// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

/** The text forms of IP addresses: dotted quads, and RFC 4291 section 2.2. */
final class IpSyntax {

    private IpSyntax() {}

    /** The end of a dotted quad that starts at {@code start}, or -1; leading zeros are not allowed. */
    static int v4End(char[] chars, int start, int limit) {
        int i = start;
        for (int octet = 0; octet < 4; octet++) {
            if (octet > 0) {
                if (i >= limit || chars[i] != '.') {
                    return -1;
                }
                i++;
            }
            int from = i;
            int value = 0;
            while (i < limit && i - from < 4 && Chars.isDigit(chars[i])) {
                value = value * 10 + (chars[i] - '0');
                i++;
            }
            if (i == from || value > 255 || (i - from > 1 && chars[from] == '0')) {
                return -1;
            }
        }
        return i;
    }

    /** True when the range is one IPv6 address, possibly with a dotted quad at its end. */
    static boolean isV6(char[] chars, int start, int end) {
        int groups = 0;
        boolean compressed = false;
        int i = start;
        if (end - start < 2 || (chars[start] == ':' && chars[start + 1] != ':')) {
            return false;
        }
        while (i < end) {
            if (chars[i] == ':') {
                boolean two = i + 1 < end && chars[i + 1] == ':';
                if (two && (compressed || (i + 2 < end && chars[i + 2] == ':'))) {
                    return false;
                }
                if (!two && (i + 1 == end || i == start)) {
                    return false;
                }
                compressed |= two;
                i += two ? 2 : 1;
                continue;
            }
            int from = i;
            while (i < end && Chars.isHex(chars[i])) {
                i++;
            }
            if (i < end && chars[i] == '.') {
                return v4End(chars, from, end) == end && fills(groups + 2, compressed);
            }
            if (i == from || i - from > 4 || (i < end && chars[i] != ':')) {
                return false;
            }
            groups++;
        }
        return fills(groups, compressed);
    }

    private static boolean fills(int groups, boolean compressed) {
        return compressed ? groups <= 7 : groups == 8;
    }
}
